"""A work thread: its own ring, asyncio loop, archive client and share of the PVs."""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import structlog
from caflux_contracts.engine import Counts, ThreadStatus
from caflux_contracts.pvs import AssignedPv, Mode
from caflux_storage.retention import Retention
from caflux_storage.seam import Event, Writer
from numpy.typing import NDArray

from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.clock import Clock
from caflux_collector.deliver import Deliver, Hooks, Limits
from caflux_collector.events import EventQueue
from caflux_collector.layout import FLAG_ARRAY, FLAG_BLOCK, FLAG_SCAN, Size
from caflux_collector.memory import Memory
from caflux_collector.names import NamesFile
from caflux_collector.pipeline import Pipeline
from caflux_collector.places import Places, standard
from caflux_collector.producer import Producer
from caflux_collector.quarantine import Quarantine
from caflux_collector.recover import recover_ring
from caflux_collector.ring import Ring
from caflux_collector.rollup import Rollup
from caflux_collector.scan import Scanner
from caflux_collector.slots import Slots
from caflux_collector.spool import Spool

IDLE_PERIOD_NS = 10_000_000_000
"""Between two looks at a scan-mode PV that is not connected."""

log = structlog.get_logger("caflux.worker")


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """What a work thread is made of.

    Attributes:
        collector: whose thread it is: its events say so.
        classes: gives for how long each retention class keeps things.
        class_of: gives the retention class of a PV.
    """

    index: int
    ring_folder: Path
    spool: Spool
    quarantine: Quarantine
    open_writer: Callable[[], Writer]
    producer: Producer
    clock: Clock
    flush_period_s: float = 0.25
    limits: Limits = field(default_factory=Limits)
    size: Size = field(default_factory=Size)
    collector: str = ""
    classes: Callable[[], Mapping[str, Retention]] = dict
    class_of: Callable[[str], str] = standard


@dataclass(frozen=True, slots=True)
class Estate:
    """What a work thread that died leaves."""

    ring_path: Path
    spool_folder: Path


class Worker:
    """One work thread. The engine's main thread calls its methods; `_run` is the thread itself."""

    def __init__(self, plan: WorkerPlan) -> None:
        self._plan = plan
        self.ring = Ring(plan.index, plan.ring_folder / f"ring-{plan.index}.bin", plan.size, plan.producer)
        self.ring.used = 0
        self.names = NamesFile(plan.ring_folder / f"ring-{plan.index}.names")
        self.events = EventQueue(plan.collector)
        self.accounting = Accounting(self.ring, self.names.slot_of, self._holding)
        self._slots = Slots(self.ring, self.names, self.accounting, self._forget)
        self._memory = Memory(plan.size.slots)
        self._scanner = Scanner(self.ring)
        self._places = Places(plan.size.slots, plan.classes)
        self._rollup = Rollup(self.names, self._places)
        self._deliver: Deliver | None = None
        self._pipeline: Pipeline | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._leaving = False
        self._ready = threading.Event()
        self._patience_s = 0.0
        self.beat = plan.clock.monotonic_s()
        self._spooled_since: float | None = None
        self.error: str | None = None
        self.name = f"work-{plan.index}"
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    def _holding(self) -> NDArray[np.intp]:
        """Give the slots of samples that may not be archived now."""
        return np.append(self._memory.held.holding(), np.array(self._scanner.holding(), np.intp))

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()
        self._ready.wait()

    def add(self, pv: str) -> int:
        """Give a PV a slot.

        Raises:
            ValueError: all slots are taken; more threads or collectors are needed.
            NamesFileError: it can't be written down whose the slot is.
        """
        slot = self._slots.take(pv)
        self.ring.used = max(self.ring.used, slot + 1)
        return slot

    def _forget(self, slot: int) -> None:
        self._memory.forget(slot)
        self._memory.clocks.forget(slot)
        self._scanner.forget(slot)
        self._rollup.forget(slot)
        self._places.forget(slot)
        if self._pipeline:
            self._pipeline.losses.forget(slot)

    def remove(self, slot: int) -> None:
        """Take the slot back of a PV that was retired; another may get it when all of it is safe."""
        self._call(self._slots.rest, slot, self._slots.turn(slot))

    def configure(
        self, slot: int, pv: AssignedPv, *, text: bool = False, array: bool = False, idle: bool = False
    ) -> None:
        """Apply a PV's settings; `text` and `array` tell whether its values are strings or waveforms.

        One that is `idle`, since it is not connected, is sampled seldom.
        """
        scan = pv.mode is Mode.SCAN and pv.period_s is not None
        self.ring.flags[slot] = FLAG_BLOCK * (text or array) + FLAG_SCAN * scan + FLAG_ARRAY * array
        self._places.set(slot, pv.retention)
        self._call(self._memory.limit, slot, pv.deadband, pv.max_rate_hz)
        period = round(pv.period_s * 1e9) if scan and pv.period_s else None
        if period is not None and idle:
            period = max(period, IDLE_PERIOD_NS)
        self._call(self._scanner.set, slot, period, self._plan.clock.time_ns())

    def forget(self, slot: int) -> None:
        """Begin anew with a slot whose type changed."""
        self._call(self._memory.forget, slot)

    def report(self, event: Event) -> None:
        """Archive an event of the recording."""
        self.events.put(event)

    def suspend(self, slots: Sequence[int]) -> None:
        """Archive no more of some slots: their controlling PV is zero."""
        self._call(self._suspend, slots)

    def _suspend(self, slots: Sequence[int]) -> None:
        assert self._pipeline is not None
        self._pipeline.suspend(np.array(slots, np.intp), self._plan.clock.time_ns())

    def resume(self, slots: Sequence[int]) -> None:
        """Archive some slots again."""
        self._call(self._resume, slots)

    def _resume(self, slots: Sequence[int]) -> None:
        assert self._pipeline is not None
        self._pipeline.resume(np.array(slots, np.intp), self._plan.clock.time_ns())

    def retire(self, slot: int) -> None:
        """Sample a slot no more; what is held of it is archived, unless it is suspended."""
        self._call(self._retire, slot)

    def _retire(self, slot: int) -> None:
        self._scanner.set(slot, None, 0)
        for cause, slots in self._memory.retire(slot).items():
            self.accounting.drop(cause, slots)

    def _call(self, function: Callable[..., None], *args: object) -> None:
        """Run on the work thread what belongs to it."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *args)

    def stop(self, patience_s: float) -> None:
        """Ask for a last flush and the end; what is not archived within `patience_s` goes to the spool."""
        self._patience_s = patience_s
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; tell whether it came."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def leave(self) -> None:
        """End when all that has arrived is archived; no event arrives any more."""
        self.ring.mute()
        self._leaving = True

    @property
    def is_left(self) -> bool:
        """Tell whether it was asked to leave and has ended, in whatever way."""
        return self._leaving and not self._thread.is_alive()

    @property
    def estate(self) -> Estate:
        """What it leaves."""
        return Estate(self._plan.ring_folder / f"ring-{self._plan.index}.bin", self._plan.spool.folder)

    def adopt(self, estate: Estate) -> None:
        """Archive what a thread that died had received."""
        self._call(self._adopt, estate)

    def _adopt(self, estate: Estate) -> None:
        assert self._deliver is not None
        left = Spool(estate.spool_folder, self._plan.spool.bounds)
        plan = self._plan
        recovered = recover_ring(estate.ring_path, left, plan.clock.time_ns(), plan.class_of, plan.collector)
        left.close()
        self._deliver.adopt(estate.spool_folder)
        log.info("left by a dead thread", adopted_by=self.name, from_ring=recovered)

    def discard_ring(self) -> None:
        """Delete the ring's files: nothing in them is needed any more."""
        self.names.close()
        for suffix in ("bin", "names"):
            (self._plan.ring_folder / f"ring-{self._plan.index}.{suffix}").unlink()

    def clock_is_wrong(self, slot: int) -> bool:
        """Tell whether the IOC of a slot has a wrong clock."""
        return self._memory.clocks.is_wrong(slot)

    @property
    def trouble(self) -> str | None:
        """Why the archive does not take batches, or None."""
        return self._deliver.error if self._deliver else None

    @property
    def held_up(self) -> bool:
        """Whether something that was collected may not be in the archive for a while."""
        return self._deliver is None or bool(self._deliver.error or self._deliver.spool_points)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            self.error = f"{self.name} ended: {type(error).__name__}: {error}"
            log.critical(self.error, exc_info=error)
            raise
        finally:
            self._ready.set()

    async def _main(self) -> None:
        plan = self._plan
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        hooks = Hooks(self.ring.commit, self.events.extend, plan.clock.time_ns)
        writer = plan.open_writer()
        deliver = Deliver(writer, plan.spool, self.accounting, plan.quarantine, hooks, plan.limits)
        pipeline = Pipeline(
            self.ring,
            self.names,
            self._memory,
            self._scanner,
            self.events,
            self.accounting,
            self._rollup,
            self._put,
            plan.limits.batch_points,
            plan.limits.batch_bytes,
        )
        self._deliver, self._pipeline = deliver, pipeline
        deliver.start()
        self._ready.set()
        while not self._stop.is_set() and not (self._leaving and self._has_nothing(deliver)):
            pipeline.flush(plan.clock.time_ns())
            self._slots.sweep()
            self._live()
            failure = deliver.failed()
            if failure is not None:
                raise failure
            await self._pause(plan.flush_period_s)
        pipeline.finish(plan.clock.time_ns())
        await deliver.close(self._patience_s)

    def _put(self, batch: Batch) -> None:
        """Hand a batch over; a flush of many batches lives on."""
        assert self._deliver is not None
        self._deliver.put(batch)
        self._live()

    def _live(self) -> None:
        self.beat = self._plan.clock.monotonic_s()

    def _has_nothing(self, deliver: Deliver) -> bool:
        read_all = self.ring.position == self.ring.written()
        return read_all and not deliver.queue_bytes and not deliver.spool_points

    async def _pause(self, seconds: float) -> None:
        assert self._stop is not None
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return

    def counts(self) -> Counts:
        """Give what became of all events. Pending is what the others leave, so that the sum closes."""
        return self.accounting.counts(self._deliver.spool_points if self._deliver else 0)

    def status(self, connected: int, pvs: int) -> ThreadStatus:
        """Give the thread's state."""
        deliver, clock = self._deliver, self._plan.clock
        written = deliver.last_write_ns if deliver else 0
        spooled = deliver.spool_bytes if deliver else 0
        self._spooled_since = (self._spooled_since or clock.monotonic_s()) if spooled else None
        return ThreadStatus(
            name=self.name,
            alive=self._thread.is_alive(),
            pvs=pvs,
            connected=connected,
            counts=self.counts(),
            queue_bytes=deliver.queue_bytes if deliver else 0,
            spool_bytes=spooled,
            spool_age_s=round(clock.monotonic_s() - self._spooled_since, 3) if self._spooled_since else None,
            ring_fill=round(self.ring.fill(), 4),
            in_flight=deliver.in_flight if deliver else 0,
            beat_age_s=round(clock.monotonic_s() - self.beat, 3),
            write_age_s=round((clock.time_ns() - written) / 1e9, 3) if written else None,
            error=self.error or self.trouble,
        )
