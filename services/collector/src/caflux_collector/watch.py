"""The values of a few PVs as numbers, whether or not they are archived: those that control others.

Each has a channel of its own, so that nothing that happens to the archiving of the same PV matters here.
libca's thread only appends to a queue; `poll`, on the engine's main thread, does the rest.
"""

import ctypes
import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import structlog

from caflux_collector.clock import Clock
from caflux_collector.libca import ON_CONNECTION, ON_VALUE, OP_CONN_UP, ConnectionArgs
from caflux_collector.producer import CALLBACK, ECA_NORMAL, TIME_DOUBLE, EventArgs

log = structlog.get_logger("caflux.watch")

_INVALID = 3
_HEAD, _VALUE_AT = struct.Struct("<HH"), 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What a PV is now: a number, or None where it is disconnected, no number, or its severity is INVALID."""

    pv: str
    value: float | None
    time_ns: int


@dataclass(slots=True)
class _Watched:
    pv: str
    channel: ctypes.c_void_p
    subscription: ctypes.c_void_p | None = None


@dataclass(slots=True)
class Watch:
    """PVs that are watched.

    Args:
        library: libca, whose context the calling thread is in.
        clock: for the time of each reading.
    """

    library: ctypes.CDLL
    clock: Clock
    _by_chid: dict[int, _Watched] = field(default_factory=dict)
    _chid_of: dict[str, int] = field(default_factory=dict)
    _changes: "deque[tuple[int, bool, float | None, int]]" = field(default_factory=deque)
    _on_connection: "ctypes._FuncPointer" = field(init=False)
    _on_event: "ctypes._FuncPointer" = field(init=False)

    def __post_init__(self) -> None:
        self._on_connection = ON_CONNECTION(self._connection)
        self._on_event = CALLBACK(self._event)

    def add(self, pv: str) -> None:
        """Begin to watch a PV; one that libca does not take is as good as disconnected."""
        channel = ctypes.c_void_p()
        status = self.library.ca_create_channel(
            pv.encode(), self._on_connection, None, ctypes.c_uint(0), ctypes.byref(channel)
        )
        if status != ECA_NORMAL or channel.value is None:
            log.warning("controlling PV can't be watched", pv=pv, status=status)
            return
        self._by_chid[channel.value] = _Watched(pv, channel)
        self._chid_of[pv] = channel.value

    def remove(self, pv: str) -> None:
        """Watch a PV no more."""
        chid = self._chid_of.pop(pv, None)
        if chid is not None:
            self.library.ca_clear_channel(self._by_chid.pop(chid).channel)

    def poll(self) -> Iterator[Reading]:
        """Give what came since the last time, in order."""
        subscribed = False
        for _ in range(len(self._changes)):
            chid, connected, value, time_ns = self._changes.popleft()
            watched = self._by_chid.get(chid)
            if watched is None:
                continue
            if connected and watched.subscription is None:
                self._subscribe(watched)
                subscribed = True
            elif not connected or watched.subscription:
                yield Reading(watched.pv, value, time_ns)
        if subscribed:
            self.library.ca_flush_io()

    def _subscribe(self, watched: _Watched) -> None:
        """Ask for the value as a double, which an IOC makes of any number, enum, and string with a number."""
        watched.subscription = ctypes.c_void_p()
        status = self.library.ca_create_subscription(
            ctypes.c_long(TIME_DOUBLE),
            ctypes.c_ulong(1),
            watched.channel,
            ctypes.c_long(ON_VALUE),
            self._on_event,
            watched.channel,
            ctypes.byref(watched.subscription),
        )
        if status != ECA_NORMAL:
            log.warning("controlling PV can't be watched", pv=watched.pv, status=status)

    def _connection(self, args: ConnectionArgs) -> None:
        self._changes.append((args.chid or 0, args.op == OP_CONN_UP, None, self.clock.time_ns()))

    def _event(self, args: EventArgs) -> None:
        value = None
        if args.status == ECA_NORMAL and args.dbr and args.count:
            data = ctypes.string_at(args.dbr, _VALUE_AT + 8)
            if _HEAD.unpack_from(data)[1] != _INVALID:
                value = float(struct.unpack_from("<d", data, _VALUE_AT)[0])
        self._changes.append((args.usr or 0, True, value, self.clock.time_ns()))
