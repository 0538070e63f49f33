"""The data collection engine: starts the work threads, follows the PV list, and tells its state.

It runs on the main thread, which is also the one that talks to libca. Every part that can fail on its own is
a task that says so and tries again; a work thread that fails is replaced. Where that does not help the engine
ends, and the manager starts it anew.
"""

import asyncio
import itertools
import os
import socket
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TextIO

import structlog
from caflux_contracts.collectors import Assignment
from caflux_service.trouble import Trouble
from caflux_storage import Archive, Keeper, open_archive, open_keeper, open_writer, prepare
from caflux_storage.retention import STANDARD
from caflux_storage.seam import ArchiveUnavailable, Writer

from caflux_collector.channel import Channels
from caflux_collector.clock import Clock
from caflux_collector.config_client import ConfigClient, ConfigRefusedError, ConfigUnavailableError
from caflux_collector.crew import Crew
from caflux_collector.deliver import Limits
from caflux_collector.files import LifeFile, classes_in, load_assignment
from caflux_collector.following import RETRY_S, Following
from caflux_collector.health import HealthView, ListState
from caflux_collector.heap import tidy
from caflux_collector.keeping import Keeping
from caflux_collector.layout import RingFileError
from caflux_collector.lock import LockError, TakenError, lock, release
from caflux_collector.presence import Presence
from caflux_collector.producer import Producer, make_producer
from caflux_collector.purging import Purging
from caflux_collector.quarantine import Quarantine
from caflux_collector.rebuild import Rebuild
from caflux_collector.recover import last_received, recover
from caflux_collector.server import Server, listen, make_app
from caflux_collector.settings import CollectorSettings
from caflux_collector.spool import Bounds, Spool
from caflux_collector.spools import open_spools, share
from caflux_collector.subscriptions import Subscriptions
from caflux_collector.too_large import TooLargeWatch
from caflux_collector.worker import Worker, WorkerPlan

log = structlog.get_logger("caflux.engine")

POLL_S, QUIET_S = 0.05, 0.2
"""Between two looks at what libca reported, while there is something and while there is not."""
BEAT_S = 1.0
RENEW_S = 5.0
SETTLE_S = 0.25
REPORT_MOST = 5_000
PATIENCE_S = 6.0
TAKEN_S = 12.0


class Engine:
    """One engine, from start to stop."""

    def __init__(self, settings: CollectorSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._data = settings.data
        self._stopping = asyncio.Event()
        self._registered = asyncio.Event()
        self._prepared: bool | None = None
        self._life = LifeFile(self._data / "life")
        self._no_sign = Trouble(log, "no sign of life can be written", "signs of life are written again")
        self._list_path = self._data / "assignment.json"
        self._client = ConfigClient(settings, socket.gethostname())
        self._list = ListState()
        self._failure: str | None = None
        self._last_received = 0

    def stop(self) -> None:
        """Ask for a stop."""
        self._stopping.set()

    async def run(self) -> int:
        """Collect until asked to stop; give the exit status."""
        try:
            held = await self._lock()
            listening = listen(self._settings.engine_host, self._settings.engine_port)
            self._build()
        except (LockError, RingFileError, OSError) as error:
            log.critical("engine can't start", reason=str(error))
            return 1
        server = Server.of(make_app(self._view, self._purging.holdings, self._settings))
        tasks = [asyncio.create_task(job) for job in [*self._jobs(), server.serve(sockets=[listening])]]
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
        self._note_failure(tasks)
        await self._wind_down(tasks, server)
        release(held)
        return 1 if self._failure else 0

    async def _lock(self) -> TextIO:
        """Take the data folder; an engine whose manager was killed needs a moment to let go of it.

        Raises:
            LockError: another engine works in it.
        """
        end, told = self._clock.monotonic_s() + TAKEN_S, False
        while True:
            try:
                return lock(self._data / "engine.lock", "another engine")
            except TakenError as error:
                if self._clock.monotonic_s() > end:
                    raise
                if not told:
                    log.warning("waiting for the data folder", reason=str(error))
                told = True
            await asyncio.sleep(POLL_S)

    def _build(self) -> None:
        """Make rings, spools, work threads and the CA context; adopt what an earlier engine left."""
        clock, settings = self._clock, self._settings
        rings = self._data / "rings"
        rings.mkdir(parents=True, exist_ok=True)
        spools = open_spools(
            self._data / "spool", settings.threads, Bounds(settings.spool_bytes, settings.spool_free_bytes)
        )
        self._last_received = last_received(rings)
        self._presence = Presence(settings.collector_id, clock)
        recovered = recover(
            rings, spools, clock.time_ns(), classes_in(self._list_path), settings.collector_id
        )
        self._keeping = Keeping(self._open_keeper(), clock.time_ns, clock.monotonic_s)
        producer = make_producer()
        opened = dict(enumerate(spools))
        self._crew = Crew(
            lambda index: self._new_worker(index, rings, opened.pop(index, None), producer),
            settings.threads,
            round(settings.stall_s / BEAT_S),
            clock,
        )
        self._crew.start()
        self._channels = Channels(producer, clock)
        self._too_large = TooLargeWatch(self._crew.workers, self._channels.by_name, clock)
        self._subscriptions = Subscriptions(
            self._channels, self._crew.workers, clock, lambda: bool(self._keeping.classes)
        )
        self._following = Following(
            self._client,
            self._list_path,
            self._list,
            settings.list_hold_s,
            clock,
            lambda: self._subscriptions.known,
            self._subscriptions.apply,
            self._tell,
        )
        self._rebuild = Rebuild(
            self._open_archive(),
            self._open_writer(),
            self._channels.numbers,
            self._held_up,
            clock.time_ns,
            clock.monotonic_s,
        )
        self._purging = Purging(self._rebuild, self._keeping.keeper, self._client.report_purge)
        self._view = HealthView(
            settings.collector_id,
            producer.name,
            self._crew,
            self._channels,
            self._subscriptions,
            self._list,
            clock,
            clock.time_ns(),
            self._data,
            settings.archive_kind(),
        )
        log.info("engine started", pid=os.getpid(), callback=producer.name, recovered=recovered)

    def _new_worker(self, index: int, rings: Path, spool: Spool | None, producer: Producer) -> Worker:
        settings = self._settings
        folder, most = self._data / "spool", Bounds(settings.spool_bytes, settings.spool_free_bytes)
        quarantine_bytes = settings.quarantine_bytes // settings.threads
        plan = WorkerPlan(
            index,
            rings,
            spool or Spool(folder / str(index), share(folder, settings.threads, most)),
            Quarantine(self._data / f"quarantine-{index}.lines", quarantine_bytes),
            self._open_writer,
            producer,
            self._clock,
            settings.flush_period_s,
            _limits(settings),
            size=settings.ring_size(),
            collector=settings.collector_id,
            classes=lambda: self._keeping.classes,
            class_of=self._class_of,
        )
        return Worker(plan)

    def _held_up(self) -> bool:
        return any(worker.held_up for worker in [*self._crew.workers, *self._crew.leaving])

    def _tell(self, given: Assignment) -> None:
        self._keeping.tell(given)
        self._purging.tell(given)

    def _class_of(self, pv: str) -> str:
        known = self._subscriptions.known.get(pv)
        return STANDARD if known is None else known.retention

    def _open_keeper(self) -> Keeper:
        settings = self._settings
        return open_keeper(settings.archive_url, settings.archive_user, settings.archive_secret())

    def _open_writer(self) -> Writer:
        settings = self._settings
        return open_writer(settings.archive_url, settings.archive_user, settings.archive_secret())

    def _open_archive(self) -> Archive:
        settings = self._settings
        return open_archive(settings.archive_url, settings.archive_user, settings.archive_secret())

    def _jobs(self) -> list[Coroutine[Any, Any, None]]:
        return [
            self._beat(),
            self._mind_threads(),
            self._prepare_archive(),
            self._renew_lease(),
            self._follow_list(),
            self._poll_channels(),
            self._report_metadata(),
            self._log_health(),
            self._rebuild.run(),
            self._keeping.run(),
            self._purging.run(),
            tidy(),
        ]

    async def _beat(self) -> None:
        """Give a sign of life every second."""
        self._tell_of_killed()
        while True:
            self._give_sign()
            self._view.tick()
            self._too_large.look()
            self._presence.tell(self._crew.workers[0].events)
            await asyncio.sleep(BEAT_S)

    def _give_sign(self, *, ended: bool = False) -> None:
        """Tell that the engine lives, or has ended; a disk that does not let it is no reason to stop."""
        with self._no_sign.instead_of(OSError):
            self._life.write(self._clock.time_ns(), ended=ended)

    def _tell_of_killed(self) -> None:
        """Before the first sign of life: note in the archive that the engine before was killed."""
        last = self._life.read()
        known = load_assignment(self._list_path) if last and not last.ended else None
        if last and known:
            ended_ns = max(last.time_ns, self._last_received)
            log.warning("the engine before was killed", last_sign_of_life_ns=ended_ns, pid=last.pid)
            self._subscriptions.killed(known.pvs, ended_ns)

    async def _mind_threads(self) -> None:
        """Replace work threads that died or stall, and move their PVs; end where that does not help."""
        while True:
            await asyncio.sleep(BEAT_S)
            for old, reason in self._crew.look():
                try:
                    new = self._crew.replace(old, reason)
                except RingFileError as error:
                    log.critical("work thread can't be replaced", reason=f"{error}, after: {reason}")
                    continue
                await self._subscriptions.move(old, new)
                old.leave()
            self._crew.tend()

    async def _prepare_archive(self) -> None:
        """Make database or tables where they are missing, now and whenever writing fails."""
        settings = self._settings
        while True:
            await asyncio.sleep(0 if self._prepared is None else RETRY_S)
            if self._prepared and not any(worker.trouble for worker in self._crew.workers):
                continue
            try:
                await prepare(settings.archive_url, settings.archive_user, settings.archive_secret())
                self._prepared = True
            except ArchiveUnavailable as error:
                self._prepared = False
                log.warning("archive away", reason=str(error))

    async def _renew_lease(self) -> None:
        """Register, and again before the lease runs out, or when what was assigned lately is archived."""
        settled = 0
        while True:
            try:
                settled = self._settled(settled)
                await self._client.register(settled)
                self._registered.set()
                await self._wait_for_more_than(settled)
            except ConfigUnavailableError as error:
                self._following.away(str(error))
                await asyncio.sleep(RETRY_S)

    async def _wait_for_more_than(self, settled: int) -> None:
        """Wait until more is archived than up to that revision, at most until the lease is to be renewed."""
        for _ in range(round(RENEW_S / SETTLE_S)):
            if self._settled(settled) != settled:
                return
            await asyncio.sleep(SETTLE_S)

    def _settled(self, before: int) -> int:
        """Give the revision up to which all is archived that was assigned; it was `before`."""
        known = self._list.revision
        return before if known is None or not self._subscriptions.have_begun() else known

    async def _follow_list(self) -> None:
        await self._following.begin()
        await self._registered.wait()
        await self._following.follow()

    async def _poll_channels(self) -> None:
        while True:
            busy = self._subscriptions.poll()
            await asyncio.sleep(POLL_S if busy else QUIET_S)

    async def _report_metadata(self) -> None:
        """Send what IOCs said of their PVs, some every second; what can't be sent waits."""
        waiting = self._channels.controls
        while True:
            await asyncio.sleep(BEAT_S)
            part = dict(itertools.islice(waiting.items(), REPORT_MOST)) if self._registered.is_set() else {}
            try:
                if part:
                    await self._client.report([told.metadata(pv) for pv, told in part.items()])
            except ConfigRefusedError as error:
                log.warning("metadata refused", pvs=list(part)[:10], reason=str(error))
            except ConfigUnavailableError as error:
                self._following.away(str(error))
                continue
            for pv, told in part.items():
                if waiting.get(pv) is told:
                    del waiting[pv]

    async def _log_health(self) -> None:
        while True:
            await asyncio.sleep(self._settings.health_log_s)
            status = self._view.status()
            log.info("health", **status.model_dump(exclude={"threads", "counts"}))
            for thread in status.threads:
                log.info("thread health", **thread.model_dump())

    def _note_failure(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            if task.done() and not task.cancelled() and (error := task.exception()):
                self._failure = str(error)
                log.critical("engine failed", reason=str(error), exc_info=error)

    async def _wind_down(self, tasks: list[asyncio.Task[None]], server: Server) -> None:
        """Archive or spool all that has arrived, note that the engine stopped, and go."""
        log.info("engine stopping")
        self._subscriptions.stop()
        self._presence.tell(self._crew.workers[0].events, last=True)
        workers = [*self._crew.workers, *self._crew.leaving]
        for worker in workers:
            worker.stop(PATIENCE_S)
        joining = [asyncio.to_thread(worker.join, PATIENCE_S + 2) for worker in workers]
        joined = await asyncio.gather(*joining)
        server.should_exit = True
        for task in tasks[:-1]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.close()
        await self._rebuild.close()
        await self._keeping.close()
        for worker, has_ended in zip(workers, joined, strict=True):
            if has_ended and not worker.error:
                worker.discard_ring()
        if all(joined[: len(self._crew.workers)]) and not self._failure:
            self._give_sign(ended=True)
        counts = self._view.status().counts
        log.info("engine stopped", **counts.model_dump())


def _limits(settings: CollectorSettings) -> Limits:
    return Limits(
        in_flight=settings.writes_in_flight,
        batch_points=settings.batch_points,
        batch_bytes=settings.batch_bytes,
        write_s=settings.write_timeout_s,
        retry_most_s=settings.retry_most_s,
    )
