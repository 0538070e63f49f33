"""The work threads: watched, and replaced where one died or stalls.

A work thread is disposable: what it has is in its ring and its spool, in files. The new one gets a ring and a
spool of its own. What a dead one leaves, a living one adopts. One that stalls is left alone with what it has:
it finishes when it can, or the next start of the engine does.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from caflux_contracts.engine import Counts

from caflux_collector.clock import Clock
from caflux_collector.worker import Worker

log = structlog.get_logger("caflux.crew")
MOST = 4
WITHIN_S = 600.0
"""So many work threads that fail within this time are no accident: the engine ends, and is started anew."""


class CrewError(Exception):
    """Work threads fail again and again; the message says why the last one did."""


@dataclass(slots=True)
class Crew:
    """The work threads of an engine.

    Args:
        make: makes the work thread of an index, which no other ever had.
        count: of threads.
        looks: how many looks may find a thread where the look before found it; they are a second apart.
        clock: of the engine.

    Attributes:
        workers: those that have PVs.
        leaving: those that had PVs and still have samples.
        replaced: how many were replaced so far.
        replaced_ns: when the last one was, ns since 1970; `reason`: why. 0 and None before the first.
    """

    make: Callable[[int], Worker]
    count: int
    looks: int
    clock: Clock
    workers: list[Worker] = field(default_factory=list)
    leaving: list[Worker] = field(default_factory=list)
    replaced: int = 0
    replaced_ns: int = 0
    reason: str | None = None
    _next: int = 0
    _left: list[Counts] = field(default_factory=list)
    _beats: dict[Worker, tuple[float, int]] = field(default_factory=dict)
    _failures: deque[float] = field(default_factory=lambda: deque(maxlen=MOST))

    def start(self) -> None:
        """Make the threads and let them begin.

        Raises:
            RingFileError: a ring can't be made.
        """
        self.workers += [self._new() for _ in range(self.count)]

    def _new(self) -> Worker:
        worker = self.make(self._next)
        self._next += 1
        worker.start()
        return worker

    def look(self) -> list[tuple[Worker, str]]:
        """Give the threads that have to be replaced, each with the reason.

        A thread that stalls is found by counting looks without a beat, not by time: while the whole engine
        stands still, nobody looks.
        """
        found = [(worker, reason) for worker in self.workers if (reason := self._judge(worker))]
        self._beats = {worker: self._beats[worker] for worker in self.workers}
        return found

    def _judge(self, worker: Worker) -> str | None:
        beat, missed = self._beats.get(worker, (worker.beat, 0))
        missed = missed + 1 if beat == worker.beat else 0
        self._beats[worker] = worker.beat, missed
        if worker.error:
            return worker.error
        if missed >= self.looks:
            return f"{worker.name} has not finished a batch for {missed} s"
        return None

    def replace(self, old: Worker, reason: str) -> Worker:
        """Put a new thread in the place of one that failed; its PVs are yet to be moved.

        Raises:
            CrewError: too many failed lately.
            RingFileError: the new ring can't be made; the old thread keeps its place.
        """
        now = self.clock.monotonic_s()
        if len(self._failures) == MOST and now - self._failures[0] < WITHIN_S:
            raise CrewError(
                f"{MOST + 1} work threads failed within {WITHIN_S / 60:.0f} minutes, last: {reason}"
            )
        new = self._new()
        self._failures.append(now)
        self.workers[self.workers.index(old)] = new
        self.leaving.append(old)
        self.replaced += 1
        self.replaced_ns = self.clock.time_ns()
        self.reason = f"{new.name} took the PVs of {old.name} over: {reason}"
        log.critical("work thread replaced", reason=self.reason)
        return new

    def tend(self) -> None:
        """Let a sound thread take over what threads left that have ended."""
        sound = next((each for each in self.workers if self._is_sound(each)), None)
        for worker in [each for each in self.leaving if each.is_left and sound]:
            self.leaving.remove(worker)
            self._left.append(_settled(worker.counts()))
            if worker.error and sound:
                sound.adopt(worker.estate)
            else:
                worker.discard_ring()

    def _is_sound(self, worker: Worker) -> bool:
        return not worker.error and self._beats.get(worker, (0.0, self.looks))[1] < self.looks // 2

    def counts(self) -> list[Counts]:
        """Give what became of all events, in parts; those of threads with PVs are the first."""
        return [each.counts() for each in [*self.workers, *self.leaving]] + self._left


def _settled(counts: Counts) -> Counts:
    """Leave out what is pending: whoever adopts it counts it as received."""
    received = counts.archived + sum(counts.dropped.values())
    return counts.model_copy(update={"received": received, "pending": 0, "spooled": 0})
