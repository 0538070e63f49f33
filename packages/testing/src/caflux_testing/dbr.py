"""Channel Access events made by hand: the bytes of DBR_TIME values, and calls as libca makes them.

Layouts are those of db_access.h and cadef.h of EPICS base.
"""

import ctypes
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

TIME_TYPES = {"string": 14, "short": 15, "float": 16, "enum": 17, "char": 18, "long": 19, "double": 20}
"""DBR_TIME_… by native type."""

ECA_NORMAL = 1
EPICS_EPOCH_S = 631_152_000
STRING_BYTES = 40

_PAD = {"string": 0, "short": 2, "float": 0, "enum": 2, "char": 3, "long": 0, "double": 4}
_CODE = {"short": "h", "float": "f", "enum": "H", "char": "B", "long": "i", "double": "d"}

Value = float | bytes


@dataclass(frozen=True)
class CaEvent:
    """One monitor event; `values` are numbers, or byte strings of up to 40 bytes.

    `stamp_ns` counts from 1970; a time that EPICS can't express is an error of the test.
    """

    kind: str
    values: Sequence[Value]
    stamp_ns: int = EPICS_EPOCH_S * 1_000_000_000
    severity: int = 0
    status: int = 0

    @property
    def seconds(self) -> int:
        """The timestamp's whole seconds, from 1990."""
        return self.stamp_ns // 1_000_000_000 - EPICS_EPOCH_S

    def elements(self) -> bytes:
        """Give the values' bytes."""
        if self.kind == "string":
            return b"".join(
                value.ljust(STRING_BYTES, b"\0") for value in self.values if isinstance(value, bytes)
            )
        return struct.pack(f"<{len(self.values)}{_CODE[self.kind]}", *self.values)

    def dbr(self) -> bytes:
        """Give the whole DBR_TIME value."""
        head = struct.pack("<HHII", self.status, self.severity, self.seconds, self.stamp_ns % 1_000_000_000)
        return head + bytes(_PAD[self.kind]) + self.elements()


class EventArgs(ctypes.Structure):
    """`struct event_handler_args`."""

    _fields_: ClassVar = [
        ("usr", ctypes.c_void_p),
        ("chid", ctypes.c_void_p),
        ("type", ctypes.c_long),
        ("count", ctypes.c_long),
        ("dbr", ctypes.c_void_p),
        ("status", ctypes.c_int),
    ]


class Libca:
    """Calls a subscription callback as libca does; `address` is what it was subscribed with."""

    def __init__(self, address: int | None) -> None:
        if address is None:
            raise ValueError("there is no callback to call")
        self._call = ctypes.CFUNCTYPE(None, EventArgs)(address)

    def post(self, usr: int, event: CaEvent) -> None:
        """Deliver an event."""
        self.deliver(usr, event.dbr(), TIME_TYPES[event.kind], len(event.values))

    def deliver(self, usr: int, dbr: bytes | None, kind: int, count: int, status: int = ECA_NORMAL) -> None:
        """Deliver whatever is given."""
        address = ctypes.cast(ctypes.c_char_p(dbr), ctypes.c_void_p)
        self._call(EventArgs(usr, None, kind, count, address, status))
