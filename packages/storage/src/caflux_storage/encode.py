"""Line protocol from columns: the hot path of every write.

Schema: see the reference of the archive's schema. `severity` and `status` are written only when not
NO_ALARM; NaN and infinities, which InfluxDB has no float for, go to the field `special`.
"""

import base64
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from caflux_storage.columns import array_code
from caflux_storage.seam import Event

_TAG = str.maketrans({",": "\\,", "=": "\\=", " ": "\\ "})
_ESCAPED = re.compile(r"\\([,= ])")
_TEXT = str.maketrans({"\\": "\\\\", '"': '\\"'})
_SPECIAL = {"nan": 'special="nan"', "inf": 'special="inf"', "-inf": 'special="-inf"'}


def sample_prefix(pv: str) -> str:
    """Give what every sample line of a PV begins with, up to and with the space before its fields."""
    return f"sample,pv={pv.translate(_TAG)} "


def sample_pv(prefix: str) -> str:
    """Give the PV whose `sample_prefix` this is."""
    return _ESCAPED.sub(r"\1", prefix.removeprefix("sample,pv=").removesuffix(" "))


def quote(text: str) -> str:
    """Give a string field's value. Line ends are kept; NUL, which InfluxDB refuses, becomes U+FFFD."""
    if text.isalnum():  # what most of 100,000 events are
        return f'"{text}"'
    return '"' + text.replace("\0", "\ufffd").translate(_TEXT) + '"'


def encode_numbers(
    prefixes: Sequence[str],
    pv: NDArray[np.integer],
    time: NDArray[np.int64],
    value: NDArray[np.float64],
    severity: NDArray[np.integer],
    status: NDArray[np.integer],
) -> bytes:
    """Encode n numeric samples, one line each, with a line end after each.

    Args:
        prefixes: `sample_prefix` of every PV.
        pv: index into `prefixes`, [n].
        time: ns since 1970, [n].
        value: [n], NaN and infinities allowed.
        severity: [n].
        status: [n].
    """
    names, times, values = pv.tolist(), time.tolist(), value.tolist()
    lines = [f"{prefixes[i]}value={v!r} {t}" for i, v, t in zip(names, values, times, strict=True)]
    for k in np.flatnonzero((severity != 0) | (status != 0) | ~np.isfinite(value)).tolist():
        field = _SPECIAL.get(repr(values[k])) or f"value={values[k]!r}"
        lines[k] = f"{prefixes[names[k]]}{field}{_alarm(int(severity[k]), int(status[k]))} {times[k]}"
    lines.append("")
    return "\n".join(lines).encode()


def _alarm(severity: int, status: int) -> str:
    return f",severity={severity}i,status={status}i" if severity or status else ""


def encode_text(prefix: str, time: int, text: str, severity: int, status: int) -> bytes:
    """Encode one text sample."""
    return f"{prefix}text={quote(text)}{_alarm(severity, status)} {time}\n".encode()


def encode_array(prefix: str, time: int, array: NDArray[np.generic], severity: int, status: int) -> bytes:
    """Encode one waveform as `<dtype>:<n>:<base64>` of its little-endian bytes, dtype as NumPy writes it."""
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    body = base64.b64encode(little.tobytes()).decode()
    code = array_code(little.dtype)
    return f'{prefix}array="{code}:{len(array)}:{body}"{_alarm(severity, status)} {time}\n'.encode()


def encode_event(event: Event) -> bytes:
    """Encode one event."""
    whose = f"collector={event.collector.translate(_TAG)}," if event.collector else ""
    return (
        f"event,{whose}pv={event.pv.translate(_TAG)} kind={quote(event.kind)},detail={quote(event.detail)}"
        f",count={event.count}i {event.time}\n"
    ).encode()
