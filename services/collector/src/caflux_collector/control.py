"""What DBR_CTRL says of a PV: units, precision, limits, enum strings (db_access.h)."""

import struct
from collections.abc import Callable
from typing import NamedTuple

from caflux_contracts.pvs import PvMetadata

from caflux_collector.values import TYPE_NAMES, text

_FLOAT, _DOUBLE = 2, 6
_LIMITS = {1: "8h", 4: "8B", 5: "8i", 2: "8f", 6: "8d"}
_NAMES = ("display_high", "display_low", "alarm_high", "warning_high", "warning_low", "alarm_low")
_UNITS_BYTES, _STATE_BYTES, _STATES = 8, 26, 16


class Control(NamedTuple):
    """A DBR_CTRL value of a native type as it came, with the channel's element count and IOC host.

    `since_ns` is when the channel connected; `description` its record's DESC, None where that is not known.
    """

    native: int
    elements: int
    host: str
    data: bytes
    since_ns: int
    description: str | None = None

    def metadata(self, pv: str) -> PvMetadata:
        """Read it."""
        known = PvMetadata(
            pv=pv,
            native_type=TYPE_NAMES[self.native],
            element_count=self.elements,
            ioc_host=self.host[:255] or None,
            description=self.description,
            valid_from_ns=self.since_ns,
        )
        read = _READERS.get(self.native)
        return known.model_copy(update=read(self.native, self.data)) if read else known


def _numeric(native: int, data: bytes) -> dict[str, object]:
    offset, found = 4, dict[str, object]()
    if native in (_FLOAT, _DOUBLE):
        found["precision"] = struct.unpack_from("<h", data, 4)[0]
        offset = 8
    found["egu"] = text(data[offset : offset + _UNITS_BYTES])
    limits = struct.unpack_from("<" + _LIMITS[native], data, offset + _UNITS_BYTES)
    for name, limit in zip(_NAMES, limits, strict=False):
        found[name] = float(limit) if limit == limit else None
    return found


def _enum(native: int, data: bytes) -> dict[str, object]:
    del native
    count = min(struct.unpack_from("<h", data, 4)[0], _STATES)
    states = [data[6 + k * _STATE_BYTES : 6 + (k + 1) * _STATE_BYTES] for k in range(count)]
    return {"enum_strings": [text(state) for state in states]}


_READERS: dict[int, Callable[[int, bytes], dict[str, object]]] = {
    1: _numeric,
    2: _numeric,
    3: _enum,
    4: _numeric,
    5: _numeric,
    6: _numeric,
}
