"""The two event callbacks that write into a ring: the compiled one, and the same in Python.

Both are given to libca as they are. The Python one runs where `_ring.c` could not be compiled; it costs some
fifty times the CPU an event.
"""

import ctypes
import struct
import time
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from caflux_collector.compiled import compiled
from caflux_collector.layout import (
    BLOCK,
    FLAG_ARRAY,
    FLAG_BLOCK,
    FLAG_SCAN,
    HEADS,
    OF_MANY,
    PAD_SLOT,
    RECORD,
    TAILS,
    Layout,
)

ECA_NORMAL = 1
TIME_STRING, TIME_DOUBLE = 14, 20
_SHAPES = (
    (12, 40, ""),
    (14, 2, "<h"),
    (12, 4, "<f"),
    (14, 2, "<H"),
    (15, 1, "<B"),
    (12, 4, "<i"),
    (16, 8, "<d"),
)
_RECORD = struct.Struct("<IHBBIIdq")
_BLOCK = struct.Struct("<IIHBBIIIq")
_HEAD = struct.Struct("<HHII")


class EventArgs(ctypes.Structure):
    """`struct event_handler_args` of cadef.h."""

    _fields_ = (
        ("usr", ctypes.c_void_p),
        ("chid", ctypes.c_void_p),
        ("type", ctypes.c_long),
        ("count", ctypes.c_long),
        ("dbr", ctypes.c_void_p),
        ("status", ctypes.c_int),
    )


CALLBACK = ctypes.CFUNCTYPE(None, EventArgs)


class Producer(Protocol):
    """Who writes events into rings, and the few operations on a ring that need its memory ordering."""

    name: Literal["compiled", "python"]
    callback: ctypes.c_void_p
    """Address for `ca_create_subscription`; its usr is `(ring << 32) | slot`."""

    def open(self, index: int, address: int, memory: memoryview, layout: Layout) -> None:
        """Make a ring known."""

    def mute(self, index: int) -> None:
        """Take no more events into a ring; it can still be read."""

    def heads(self, index: int) -> tuple[int, int]:
        """Give the positions before which records and bytes are readable."""

    def commit(self, index: int, tail: int, byte_tail: int) -> None:
        """Give back the room before these positions."""

    def cached(self, index: int, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give the last record of each slot, RECORD[n]; `received` is 0 where there was none."""


class CompiledProducer:
    """`_ring.c`."""

    name: Literal["compiled", "python"] = "compiled"

    def __init__(self, library: ctypes.CDLL) -> None:
        self._lib = library
        self._lib.caflux_ring_commit.argtypes = (ctypes.c_uint32, ctypes.c_uint64, ctypes.c_uint64)
        self._lib.caflux_ring_open.argtypes = (ctypes.c_uint32, ctypes.c_void_p)
        self._lib.caflux_ring_cached.argtypes = (
            ctypes.c_uint32,
            ctypes.c_void_p,
            ctypes.c_size_t,
            ctypes.c_void_p,
        )
        self.callback = ctypes.cast(self._lib.caflux_ring_on, ctypes.c_void_p)

    def open(self, index: int, address: int, memory: memoryview, layout: Layout) -> None:
        """Make a ring known."""
        del memory, layout
        if self._lib.caflux_ring_open(index, address):
            raise ValueError(f"ring {index} is past the number of rings")

    def mute(self, index: int) -> None:
        """Take no more events into a ring."""
        self._lib.caflux_ring_mute(ctypes.c_uint32(index))

    def heads(self, index: int) -> tuple[int, int]:
        """Give the readable positions."""
        out = (ctypes.c_uint64 * 2)()
        self._lib.caflux_ring_heads(ctypes.c_uint32(index), out)
        return out[0], out[1]

    def commit(self, index: int, tail: int, byte_tail: int) -> None:
        """Give back room."""
        self._lib.caflux_ring_commit(index, tail, byte_tail)

    def cached(self, index: int, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give the last records."""
        slots = np.ascontiguousarray(slots, np.uint32)
        out = np.zeros(len(slots), RECORD)
        self._lib.caflux_ring_cached(index, slots.ctypes.data, len(slots), out.ctypes.data)
        return out


class _Event(NamedTuple):
    """A DBR_TIME value; `value` is its elements' bytes."""

    slot: int
    status: int
    severity: int
    type: int
    elements: int
    secs: int
    nsec: int
    received: int
    value: bytes

    def record(self) -> bytes:
        """Give it as a record of its first element."""
        (number,) = struct.unpack_from(_SHAPES[self.type - TIME_STRING][2], self.value)
        head = (self.slot, self.status, self.severity, self.type, self.secs, self.nsec)
        return _RECORD.pack(*head, float(number), self.received)


def _read(args: EventArgs, slot: int) -> _Event:
    offset, size, _ = _SHAPES[args.type - TIME_STRING]
    data = ctypes.string_at(args.dbr, offset + size * args.count)
    status, severity, secs, nsec = _HEAD.unpack_from(data)
    now = time.time_ns()
    return _Event(slot, status, severity & 0xFF, args.type, args.count, secs, nsec, now, data[offset:])


class PythonProducer:
    """What `_ring.c` does, event by event in Python; the GIL is its memory order."""

    name: Literal["compiled", "python"] = "python"

    def __init__(self) -> None:
        self._rings: dict[int, tuple[memoryview, Layout]] = {}
        self._muted: set[int] = set()
        self._function = CALLBACK(self.on)
        self.callback = ctypes.cast(self._function, ctypes.c_void_p)

    def open(self, index: int, address: int, memory: memoryview, layout: Layout) -> None:
        """Make a ring known."""
        del address
        self._rings[index] = (memory, layout)
        self._muted.discard(index)

    def mute(self, index: int) -> None:
        """Take no more events into a ring."""
        self._muted.add(index)

    def heads(self, index: int) -> tuple[int, int]:
        """Give the readable positions."""
        memory, _ = self._rings[index]
        return _u64(memory, HEADS[0]), _u64(memory, HEADS[1])

    def commit(self, index: int, tail: int, byte_tail: int) -> None:
        """Give back room."""
        memory, _ = self._rings[index]
        struct.pack_into("<Q", memory, TAILS[0], tail)
        struct.pack_into("<Q", memory, TAILS[1], byte_tail)

    def cached(self, index: int, slots: NDArray[np.uint32]) -> NDArray[np.void]:
        """Give the last records."""
        memory, layout = self._rings[index]
        cache = np.frombuffer(memory, RECORD, layout.size.slots, layout.at["at_cache"])
        copy: NDArray[np.void] = cache[slots]
        return copy

    def on(self, args: EventArgs) -> None:
        """Take an event from libca."""
        usr = args.usr or 0
        index, slot = usr >> 32, usr & 0xFFFF_FFFF
        if index not in self._rings or index in self._muted or not _usable(args):
            return
        memory, layout = self._rings[index]
        if slot >= layout.size.slots:
            return
        event = _read(args, slot)
        flags = memory[layout.at["at_flags"] + slot]
        lost: str | None
        if flags & FLAG_BLOCK:
            lost = self._on_block(memory, layout, event, array=bool(flags & FLAG_ARRAY))
        elif event.type == TIME_STRING or event.elements < 1:
            return
        else:
            packed = event.record()
            start = layout.at["at_cache"] + slot * RECORD.itemsize
            memory[start : start + RECORD.itemsize] = packed
            if flags & FLAG_SCAN:
                return
            lost = None if self._push_record(memory, layout, packed) else "at_dropped"
        _add(memory, layout.at["at_received"] + 8 * slot)
        if lost:
            _add(memory, layout.at[lost] + 8 * slot)

    def _on_block(self, memory: memoryview, layout: Layout, event: _Event, *, array: bool) -> str | None:
        """Take a string or waveform; give the counter of those that are lost if it was."""
        value, kind = event.value, event.type
        if kind == TIME_STRING and array:
            kind |= OF_MANY
        elif kind == TIME_STRING and event.elements == 1:
            value = value.partition(b"\0")[0]
        if _block_size(value) > layout.size.bytes // 2:
            return "at_too_large"
        alarm = (event.slot, event.status, event.severity, kind)
        fields = (*alarm, event.elements, event.secs, event.nsec, event.received)
        return None if self._push_block(memory, layout, fields, value) else "at_dropped"

    def _push_record(self, memory: memoryview, layout: Layout, packed: bytes) -> bool:
        head = _u64(memory, HEADS[0])
        if head - _u64(memory, TAILS[0]) >= layout.size.records:
            return False
        start = layout.at["at_records"] + (head & (layout.size.records - 1)) * RECORD.itemsize
        memory[start : start + RECORD.itemsize] = packed
        struct.pack_into("<Q", memory, HEADS[0], head + 1)
        return True

    def _push_block(self, memory: memoryview, layout: Layout, fields: tuple[int, ...], value: bytes) -> bool:
        room, head = layout.size.bytes, _u64(memory, HEADS[1])
        size = _block_size(value)
        to_end = room - (head & (room - 1))
        pad = to_end if to_end < size else 0
        if head - _u64(memory, TAILS[1]) + pad + size > room:
            return False
        if pad:
            _BLOCK.pack_into(memory, layout.at["at_bytes"] + (head & (room - 1)), pad, PAD_SLOT, *(0,) * 7)
            head += pad
        start = layout.at["at_bytes"] + (head & (room - 1))
        _BLOCK.pack_into(memory, start, size, *fields)
        memory[start + BLOCK.itemsize : start + BLOCK.itemsize + len(value) + 1] = value + b"\0"
        struct.pack_into("<Q", memory, HEADS[1], head + size)
        return True


def _usable(args: EventArgs) -> bool:
    known = TIME_STRING <= args.type <= TIME_DOUBLE and args.count >= 0
    return args.status == ECA_NORMAL and bool(args.dbr) and known


def _block_size(value: bytes) -> int:
    return (BLOCK.itemsize + len(value) + 1 + 31) & ~31  # 1: a NUL ends a string


def _u64(memory: memoryview, offset: int) -> int:
    return int(struct.unpack_from("<Q", memory, offset)[0])


def _add(memory: memoryview, offset: int) -> None:
    struct.pack_into("<Q", memory, offset, _u64(memory, offset) + 1)


def make_producer() -> Producer:
    """Give the compiled producer where it was built, else the Python one."""
    library = compiled()
    return PythonProducer() if library is None else CompiledProducer(library)
