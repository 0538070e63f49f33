"""Channels: created and subscribed in bulk, their connections and types followed.

libca's thread only appends to queues; `poll`, on the engine's main thread, does the rest and flushes once.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from caflux_contracts.pvs import AssignedPv, PvMetadata
from caflux_storage.seam import Event

from caflux_collector.clock import Clock
from caflux_collector.control import metadata
from caflux_collector.libca import ChannelError, LibCa
from caflux_collector.values import TYPE_NAMES

if TYPE_CHECKING:
    import ctypes

    from caflux_collector.producer import Producer
    from caflux_collector.worker import Worker

log = structlog.get_logger("caflux.channel")
STRING = 0


@dataclass(slots=True)
class Channel:
    """One PV's channel. `native` and `count` are of the subscription, None before the first connection."""

    pv: AssignedPv
    worker: "Worker"
    slot: int
    id: int
    native: int | None = None
    count: int = 0
    connected: bool = False
    event: "ctypes.c_void_p | None" = None
    host: str = ""


@dataclass(slots=True)
class Channels:
    """All channels of the engine."""

    producer: "Producer"
    clock: Clock
    metadata: deque[PvMetadata] = field(default_factory=lambda: deque(maxlen=200_000))
    by_name: dict[str, Channel] = field(default_factory=dict)
    _by_id: dict[int, Channel] = field(default_factory=dict)
    _changes: deque[tuple[str, int, bool, int]] = field(default_factory=deque)
    _controls: deque[tuple[int, int, bytes]] = field(default_factory=deque)
    _lib: LibCa = field(init=False)

    def __post_init__(self) -> None:
        self._lib = LibCa(self._connection, self._control)

    def _connection(self, pv: str, channel: int, connected: bool) -> None:
        self._changes.append((pv, channel, connected, self.clock.time_ns()))

    def _control(self, usr: int, native: int, data: bytes) -> None:
        self._controls.append((usr, native, data))

    def open(self, pv: AssignedPv, worker: "Worker", slot: int) -> None:
        """Ask for a PV; `poll` subscribes when it connects.

        Raises:
            ChannelError: Channel Access does not take the name.
        """
        channel = Channel(pv, worker, slot, self._lib.create(pv.name))
        self.by_name[pv.name] = self._by_id[channel.id] = channel

    def close(self, name: str) -> None:
        """Let go of a PV; what has arrived is still archived."""
        channel = self.by_name.pop(name)
        self._by_id.pop(channel.id, None)
        self._unsubscribe(channel)
        self._lib.clear(channel.id)
        channel.worker.retire(channel.slot)

    def change(self, pv: AssignedPv) -> None:
        """Apply new settings to an open PV."""
        channel = self.by_name[pv.name]
        channel.pv = pv
        channel.worker.configure(channel.slot, pv, block=self._is_block(channel))

    def flush(self) -> None:
        """Send what was asked for."""
        self._lib.flush()

    def poll(self) -> int:
        """Handle what libca's thread reported; give how many changes of connection that were."""
        changes = len(self._changes)
        for _ in range(changes):
            name, identity, connected, when = self._changes.popleft()
            channel = self.by_name.get(name)
            if channel is not None and channel.id == identity:
                (self._up if connected else self._down)(channel, when)
        if changes:
            self._lib.flush()
        while self._controls:
            self._take_control(*self._controls.popleft())
        return changes

    def _up(self, channel: Channel, when: int) -> None:
        native, count, host = self._lib.native(channel.id)
        if not 0 <= native < len(TYPE_NAMES):
            return  # it disconnected again before this was handled
        self._report(channel, when, "connected", host)
        channel.connected, channel.host = True, host
        try:
            if (native, count) != (channel.native, channel.count):
                self._subscribe(channel, native, count, when)
            self._lib.get_control(channel.id, native, channel.id)
        except ChannelError as error:
            log.warning("channel failed", pv=channel.pv.name, reason=str(error))

    def _subscribe(self, channel: Channel, native: int, count: int, when: int) -> None:
        if channel.native is not None:
            was = f"{TYPE_NAMES[channel.native]}[{channel.count}]"
            self._report(channel, when, "typechange", f"{was} to {TYPE_NAMES[native]}[{count}]")
            self._unsubscribe(channel)
            channel.worker.forget(channel.slot)
        channel.native, channel.count = native, count
        channel.worker.configure(channel.slot, channel.pv, block=self._is_block(channel))
        # Asking for 0 elements gives each event the length that the waveform has then.
        wanted = 1 if count == 1 else 0
        usr = channel.worker.ring.usr(channel.slot)
        channel.event = self._lib.subscribe(channel.id, native, wanted, self.producer.callback, usr)

    @staticmethod
    def _is_block(channel: Channel) -> bool:
        return channel.native == STRING or channel.count != 1

    def _unsubscribe(self, channel: Channel) -> None:
        if channel.event is not None:
            self._lib.unsubscribe(channel.event)
            channel.event = None

    def _down(self, channel: Channel, when: int) -> None:
        channel.connected = False
        self._report(channel, when, "disconnected", channel.host)

    def _report(self, channel: Channel, when: int, kind: str, detail: str) -> None:
        channel.worker.events.put(Event(channel.pv.name, when, kind, detail))

    def _take_control(self, identity: int, native: int, data: bytes) -> None:
        channel = self._by_id.get(identity)
        if channel is not None:
            self.metadata.append(metadata(channel.pv.name, native, channel.count, channel.host, data))
