"""Channels: created and subscribed in bulk, their connections and types followed.

libca's thread only appends to queues; `poll`, on the engine's main thread, does the rest and flushes once.
"""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from caflux_contracts.pvs import AssignedPv, Mode
from caflux_storage.seam import Event

from caflux_collector.clock import Clock
from caflux_collector.complaints import double_of
from caflux_collector.control import Control
from caflux_collector.description import Descriptions
from caflux_collector.libca import ON_LOG, ON_VALUE, ChannelError, LibCa
from caflux_collector.values import TYPE_NAMES

if TYPE_CHECKING:
    import ctypes

    from caflux_collector.producer import Producer
    from caflux_collector.worker import Worker

log = structlog.get_logger("caflux.channel")
STRING = 0
_UP, _DOWN, _READABLE, _UNREADABLE = range(4)
QUIET = 100
"""Changes in a poll, from which on nobody asks for descriptions."""
LOST_MOST = 500
"""Lost connections of a PV whose times are remembered."""
OVERLAP_S = 2.0
"""How long two subscriptions of a channel live beside each other, so that no event falls between them."""


@dataclass(slots=True)
class Channel:
    """One PV's channel.

    Attributes:
        id: libca's.
        usr: our own number of it, which is never used again.
        native: type of the subscription, None before the first connection.
        count: elements of the subscription.
        readable: whether the IOC lets it be read.
        since_ns: when it was asked for, connected or disconnected, whichever was last; ns since 1970.
        disconnects: how often it lost its connection.
        lost_ns: when that was, ns since 1970, the last ones of them.
        also: the IOC that serves the same name and is not archived, since the channel searched last.
        subscriptions: the newest is the last; older ones end when it is sure to have begun.
    """

    pv: AssignedPv
    worker: "Worker"
    slot: int
    id: int
    usr: int
    native: int | None = None
    count: int = 0
    connected: bool = False
    subscriptions: tuple[int, ...] = ()
    readable: bool = True
    host: str = ""
    also: str = ""
    since_ns: int = 0
    disconnects: int = 0
    lost_ns: tuple[int, ...] = ()

    @property
    def reason(self) -> str:
        """Why nothing of it is archived, or nothing."""
        if not self.connected:
            return "not connected"
        return "" if self.readable else "no read access"


@dataclass(slots=True)
class Channels:
    """All channels of the engine.

    Attributes:
        by_name: the open ones.
        controls: what their IOCs said of them, until config-api has been told.
        opened: how many are open on each work thread, by the index of its ring.
        connected: how many of them are connected.
        disconnects: connections that were lost.
    """

    producer: "Producer"
    clock: Clock
    controls: dict[str, Control] = field(default_factory=dict)
    by_name: dict[str, Channel] = field(default_factory=dict)
    opened: Counter[int] = field(default_factory=Counter)
    connected: Counter[int] = field(default_factory=Counter)
    disconnects: int = 0
    _by_usr: dict[int, Channel] = field(default_factory=dict)
    _next_usr: int = 1
    _overlaps: deque[tuple[float, Channel, int]] = field(default_factory=deque)
    _changes: deque[tuple[int, int, int]] = field(default_factory=deque)
    _controls: deque[tuple[int, int, bytes]] = field(default_factory=deque)
    _complaints: deque[tuple[int, str, int]] = field(default_factory=deque)
    _since: dict[int, int] = field(default_factory=dict)
    _described: dict[int, str] = field(default_factory=dict)
    _descriptions: Descriptions = field(init=False)
    _lib: LibCa = field(init=False)

    def __post_init__(self) -> None:
        self._lib = LibCa(self._connection, self._access, self._control, self._complaint)
        self._descriptions = Descriptions(self._lib.library, self.clock, self._take_description)

    def _connection(self, usr: int, connected: bool) -> None:
        self._changes.append((usr, _UP if connected else _DOWN, self.clock.time_ns()))

    def _access(self, usr: int, readable: bool) -> None:
        self._changes.append((usr, _READABLE if readable else _UNREADABLE, self.clock.time_ns()))

    def _control(self, usr: int, native: int, data: bytes) -> None:
        self._controls.append((usr, native, data))

    def _complaint(self, status: int, context: str) -> None:
        self._complaints.append((status, context, self.clock.time_ns()))

    def open(self, pv: AssignedPv, worker: "Worker", slot: int) -> None:
        """Ask for a PV; `poll` subscribes when it connects.

        Raises:
            ChannelError: Channel Access does not take the name.
        """
        usr, self._next_usr = self._next_usr, self._next_usr + 1
        channel = Channel(
            pv, worker, slot, self._lib.create(pv.name, usr), usr, since_ns=self.clock.time_ns()
        )
        self.by_name[pv.name] = self._by_usr[usr] = channel
        self.opened[worker.ring.index] += 1

    def close(self, name: str) -> None:
        """Let go of a PV; what has arrived is still archived."""
        channel = self.by_name.pop(name)
        del self._by_usr[channel.usr]
        self._since.pop(channel.usr, None)
        self._described.pop(channel.usr, None)
        self._descriptions.forget(channel.usr)
        self.opened[channel.worker.ring.index] -= 1
        self._is_connected(channel, now=False)
        self._unsubscribe(channel, keep=0)
        self._lib.clear(channel.id)
        channel.worker.retire(channel.slot)

    def move(self, name: str, worker: "Worker", slot: int) -> None:
        """Give an open PV's events to another work thread; for a while both get them."""
        channel = self.by_name.get(name)
        if channel is None:
            return
        for counter in [self.opened, self.connected] if channel.connected else [self.opened]:
            counter[channel.worker.ring.index] -= 1
            counter[worker.ring.index] += 1
        channel.worker, channel.slot = worker, slot
        if channel.native is not None:
            self._configure(channel)
            self._subscribe_anew(channel)
            if not channel.connected:
                self._unsubscribe(channel, keep=1)

    def overlap(self, name: str) -> bool:
        """Tell whether a PV has two subscriptions, of which the older one is about to end."""
        channel = self.by_name.get(name)
        return channel is not None and len(channel.subscriptions) > 1

    def end_overlap(self, name: str) -> None:
        """End it now."""
        channel = self.by_name.get(name)
        if channel is not None:
            self._unsubscribe(channel, keep=1)

    def change(self, pv: AssignedPv) -> None:
        """Apply new settings to an open PV."""
        channel = self.by_name[pv.name]
        before, channel.pv = channel.pv, pv
        self._configure(channel)
        if before.use_adel != pv.use_adel and channel.subscriptions:
            self._subscribe_anew(channel)

    @property
    def library(self) -> "ctypes.CDLL":
        """Libca itself."""
        return self._lib.library

    @property
    def asks(self) -> bool:
        """Whether IOCs are asked for descriptions now."""
        return self._descriptions.pending

    def flush(self) -> None:
        """Send what was asked for."""
        self._lib.flush()

    def poll(self) -> int:
        """Handle what libca's thread reported; give how many changes of connection that were."""
        changes = len(self._changes)
        for _ in range(changes):
            usr, what, when = self._changes.popleft()
            channel = self._by_usr.get(usr)
            if channel is not None:
                self._take_change(channel, what, when)
        if changes:
            self._lib.flush()
        while self._controls:
            self._take_control(*self._controls.popleft())
        while self._complaints:
            self._take_complaint(*self._complaints.popleft())
        self._end_overlaps()
        self._descriptions.poll(quiet=changes < QUIET)
        return changes

    def _take_change(self, channel: Channel, what: int, when: int) -> None:
        try:
            if what == _UP:
                self._up(channel, when)
            elif what == _DOWN:
                self._down(channel, when)
            else:
                self._rights(channel, when, readable=what == _READABLE)
        except ChannelError as error:
            log.warning("channel failed", pv=channel.pv.name, reason=str(error))

    def _end_overlaps(self) -> None:
        while self._overlaps and self._overlaps[0][0] <= self.clock.monotonic_s():
            _, channel, begun = self._overlaps.popleft()
            if channel.subscriptions[-1:] == (begun,):
                self._unsubscribe(channel, keep=1)

    def _up(self, channel: Channel, when: int) -> None:
        native, count, host = self._lib.native(channel.id)
        if not 0 <= native < len(TYPE_NAMES):
            return  # it disconnected again before this was handled
        self._report(channel, when, "connected", host)
        self._is_connected(channel, now=True)
        channel.host, channel.since_ns = host, when
        first = channel.native is None
        if (native, count) != (channel.native, channel.count):
            self._subscribe(channel, native, count, when)
        elif channel.pv.mode is Mode.SCAN:
            self._configure(channel)
        if first:
            self._lib.watch_access(channel.id)
        self._since[channel.usr] = when
        if self._lib.readable(channel.id):
            self._lib.get_control(channel.id, native, channel.usr)

    def _rights(self, channel: Channel, when: int, *, readable: bool) -> None:
        """Follow the rights of a channel: the subscription stays, an IOC posts again when it may be read."""
        if not channel.connected or readable == channel.readable or channel.native is None:
            return
        if not readable and not self._lib.connected(channel.id):
            return  # libca takes all rights from a channel that disconnects; that is told as such
        channel.readable = readable
        detail = (
            "may be read again" if readable else "the IOC's access security does not let this host read it"
        )
        self._report(channel, when, "access" if readable else "noaccess", detail)
        if readable:
            if not channel.subscriptions:
                self._add_subscription(channel)
            self._lib.get_control(channel.id, channel.native, channel.usr)

    def _subscribe(self, channel: Channel, native: int, count: int, when: int) -> None:
        if channel.native is not None:
            was = f"{TYPE_NAMES[channel.native]}[{channel.count}]"
            self._report(channel, when, "typechange", f"{was} to {TYPE_NAMES[native]}[{count}]")
            self._unsubscribe(channel, keep=0)
            channel.worker.forget(channel.slot)
        channel.native, channel.count = native, count
        self._configure(channel)
        self._add_subscription(channel)

    def _subscribe_anew(self, channel: Channel) -> None:
        """Subscribe to other events; the subscription before goes on until this one has begun.

        The answer to a request that is sent after it says so: an IOC reads them one after the other.
        """
        try:
            self._add_subscription(channel)
            if channel.connected and channel.native is not None:
                self._lib.get_control(channel.id, channel.native, channel.usr)
        except ChannelError as error:
            log.warning("channel failed", pv=channel.pv.name, reason=str(error))

    def _add_subscription(self, channel: Channel) -> None:
        assert channel.native is not None
        # Asking for 0 elements gives each event the length that the waveform has then.
        wanted = 1 if channel.count == 1 else 0
        mask = ON_LOG if channel.pv.use_adel else ON_VALUE
        usr = channel.worker.ring.usr(channel.slot)
        callback = self.producer.callback
        begun = self._lib.subscribe(channel.id, channel.native, wanted, mask, callback, usr)
        channel.subscriptions = (*channel.subscriptions, begun)

    def numbers(self) -> list[str]:
        """Give the PVs of which it is known that they are single numbers."""
        return [
            channel.pv.name
            for channel in self.by_name.values()
            if channel.native not in {None, STRING} and channel.count == 1
        ]

    @staticmethod
    def _configure(channel: Channel) -> None:
        text, array = channel.native == STRING, channel.native is not None and channel.count != 1
        channel.worker.configure(channel.slot, channel.pv, text=text, array=array, idle=not channel.connected)

    def _unsubscribe(self, channel: Channel, keep: int) -> None:
        while len(channel.subscriptions) > keep:
            oldest, *others = channel.subscriptions
            channel.subscriptions = tuple(others)
            self._lib.unsubscribe(oldest)

    def _is_connected(self, channel: Channel, *, now: bool) -> None:
        self.connected[channel.worker.ring.index] += now - channel.connected
        channel.connected = now

    def _down(self, channel: Channel, when: int) -> None:
        self.disconnects += channel.connected
        channel.disconnects, channel.since_ns = channel.disconnects + channel.connected, when
        channel.lost_ns = (*channel.lost_ns, *([when] * channel.connected))[-LOST_MOST:]
        self._is_connected(channel, now=False)
        channel.readable, channel.also = True, ""
        self._described.pop(channel.usr, None)
        if channel.pv.mode is Mode.SCAN:
            self._configure(channel)
        self._unsubscribe(channel, keep=1)  # of what is disconnected nothing more comes to the older ones
        self._report(channel, when, "disconnected", channel.host)

    def _report(self, channel: Channel, when: int, kind: str, detail: str) -> None:
        channel.worker.events.put(Event(channel.pv.name, when, kind, detail))

    def _take_control(self, usr: int, native: int, data: bytes) -> None:
        channel = self._by_usr.get(usr)
        if channel is None:
            return
        if len(channel.subscriptions) > 1:
            due = self.clock.monotonic_s() + OVERLAP_S
            self._overlaps.append((due, channel, channel.subscriptions[-1]))
        description = self._described.pop(usr, None)
        if description is None:
            self._descriptions.ask(usr, channel.pv.name)
        waiting = self.controls.pop(channel.pv.name, None)
        since = self._since.pop(usr, None) or (waiting.since_ns if waiting else self.clock.time_ns())
        # The host's name is looked up while the channel connects, and often known only now.
        host = self._lib.native(channel.id)[2] if channel.connected else channel.host
        # The newest is the last: what changes while it waits is told once, and late.
        self.controls[channel.pv.name] = Control(native, channel.count, host, data, since, description)

    def _take_complaint(self, status: int, context: str, when: int) -> None:
        """Tell of a name that a second IOC serves, once while it is connected; log what else it is."""
        double = double_of(status, context)
        if double is None:
            log.warning("libca complains", reason=self._lib.message(status), context=context)
            return
        for channel in map(self.by_name.__getitem__, double.among(self.by_name)):
            if channel.also != double.ignored:
                channel.also = double.ignored
                self._report(channel, when, "double", double.detail)

    def _take_description(self, usr: int, description: str) -> None:
        """Tell config-api of a PV again, with its description."""
        channel = self._by_usr.get(usr)
        if channel is not None and channel.native is not None and self._lib.readable(channel.id):
            self._described[usr] = description
            self._lib.get_control(channel.id, channel.native, usr)
