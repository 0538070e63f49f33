"""Answers as JSON straight from NumPy columns: validating long lists would cost more than reading them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from caflux_contracts.retrieval import Gap
from caflux_storage import Samples
from caflux_storage.bins import Bins
from caflux_storage.summary import NS
from numpy.typing import NDArray

_OPTIONS = orjson.OPT_SERIALIZE_NUMPY


class Odd:
    """A waveform that holds what JSON has no number for; no dataclass, which orjson has a form for."""

    __slots__ = ("array",)

    def __init__(self, array: NDArray[np.floating]) -> None:
        self.array = array


def dump(document: Any) -> bytes:
    """Give JSON; NaN and infinities become null, and within waveforms the strings nan, inf and -inf."""
    return orjson.dumps(document, _odd, _OPTIONS)


def _odd(item: Any) -> list[float | str]:
    if not isinstance(item, Odd):
        raise TypeError(f"a {type(item).__name__} is not of any answer")
    return [number if math.isfinite(number) else _name(number) for number in item.array.tolist()]


def raw_document(
    pv: str, samples: Samples, gaps: Sequence[Gap] = (), completeness: float | None = None
) -> dict[str, Any]:
    """Give `contracts.retrieval.Raw` of samples."""
    return {
        "kind": "raw",
        "pv": pv,
        "time": samples.time,
        "value": samples.value if samples.other is None else _mixed(samples),
        "severity": samples.severity,
        "status": samples.status,
        "special": _special(samples),
        "gaps": [gap.model_dump() for gap in gaps],
        "completeness": completeness,
    }


def binned_document(
    pv: str, bins: Bins, source: str, gaps: Sequence[Gap], completeness: float | None
) -> dict[str, Any]:
    """Give `contracts.retrieval.Binned` of bins."""
    sums = bins.of
    columns = {name: getattr(sums, name) for name in ("first", "last", "min", "max", "mean", "twmean", "std")}
    return {
        "kind": "binned",
        "pv": pv,
        "width": bins.width,
        "source": source,
        "time": bins.time,
        **columns,
        "count": sums.count,
        "covered": sums.covered / NS,
        "severity": sums.severity,
        "gaps": [gap.model_dump() for gap in gaps],
        "completeness": completeness,
    }


def _mixed(samples: Samples) -> list[Any]:
    assert samples.other is not None
    return [
        number if other is None else plain(other)
        for number, other in zip(samples.value.tolist(), samples.other, strict=True)
    ]


def plain(other: Any) -> Any:
    """Give a text or a waveform as `dump` takes it."""
    if not isinstance(other, np.ndarray):
        return other
    if other.dtype.kind in "SU":
        return [item.decode("latin-1") if isinstance(item, bytes) else item for item in other.tolist()]
    return other if other.dtype.kind != "f" or np.isfinite(other).all() else Odd(other)


def _special(samples: Samples) -> list[tuple[int, str]]:
    odd = ~np.isfinite(samples.value)
    if samples.other is not None:
        odd &= np.array([item is None for item in samples.other], bool)
    return [(int(k), _name(samples.value[k])) for k in np.flatnonzero(odd)]


def _name(value: float) -> str:
    if math.isnan(value):
        return "nan"
    return "inf" if value > 0 else "-inf"
