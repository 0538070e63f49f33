"""Which samples of one PV were handed on lately, and so which of those that the archive gives are new."""

from array import array
from bisect import bisect_right

import numpy as np
from caflux_storage import TAIL, Samples
from numpy.typing import NDArray

Ints = NDArray[np.int64]

KEPT = 750
"""So many of the newest samples of a PV are remembered at least, and at most twice as many."""
MOST_KEPT = 20_000
"""So many during a replay."""
MOST_LATE = 500
"""More that come late at once are not handed on one by one: readers are told to read the span again."""
_BEFORE_NS = 60_000_000_000
"""So much before the first reader's window is remembered, too: who draws a chart has that from elsewhere."""
TOLD_AGAIN_NS = 5_000_000_000
SETTLED_NS = 10_000_000_000
"""After so long without a late sample a replay is over."""
_NEVER = 2**63 - 1
_NOTHING = Samples.empty()


class Remembered:
    """The times of one PV's samples that were handed on; of all later than `floor`, every one is known.

    A sample is new at the first look that sees it, and handed on at the next: while a batch is being written,
    a reader may see a sample without its severity, or a severity without its sample. And later samples wait
    for an earlier one that was not there a moment ago, so that what is written in any order within a moment
    is handed on in the order of time. Looks ask for what is later than all that was handed on, comparisons
    for what is earlier; what these find is handed on at the second one that sees it.

    Attributes:
        floor: Nothing at this time or before is compared, ns.
        cursor: The latest that was handed on, ns.
        checks: How often all that is remembered was compared with the archive.
        begun: Whether it is known what there was before the first reader's window.
        forgotten: How many that were known are no longer remembered, since the floor rose.
    """

    def __init__(self, floor: int, cursor: int, times: Ints) -> None:
        """Begin with what readers have.

        Args:
            floor: ns.
            cursor: ns.
            times: Of all samples that readers have of floor < time <= cursor, ascending.
        """
        self.floor = floor
        self.cursor = cursor
        self.checks = 0
        self.begun = False
        self.forgotten = 0
        self._begin = max(-1, floor - _BEFORE_NS)
        self._times = array("q", times.tobytes())
        self._waiting: frozenset[int] = frozenset()
        self._seen: frozenset[int] = frozenset()
        self._replay: _Replay | None = None

    @property
    def times(self) -> Ints:
        """What is remembered, ascending."""
        return np.array(self._times, np.int64)

    @property
    def size(self) -> int:
        """How many samples are remembered."""
        return len(self._times)

    @property
    def replaying(self) -> bool:
        """Whether very many samples came late, and maybe still do."""
        return self._replay is not None

    @property
    def waits(self) -> bool:
        """Whether the last look saw what the next one has to see again."""
        return bool(self._waiting)

    @property
    def waits_from(self) -> int:
        """The first time (ns) that the next look has to see again; later than all, where there is none."""
        return min(self._waiting, default=_NEVER)

    @property
    def unsure(self) -> bool:
        """Whether the last comparison found what the next one has to see again."""
        return bool(self._seen)

    def take(self, samples: Samples) -> Samples:
        """Take what a look found after the cursor, the first TAIL at most; give what is to be handed on."""
        if not len(samples):
            self._waiting = frozenset()
            return samples
        times, known = samples.time.tolist(), self._waiting
        ready = next((k for k, time in enumerate(times) if time not in known), len(times))
        self._waiting = frozenset(times[ready:])
        if not ready:
            return _NOTHING
        self._times.extend(times[:ready])
        self.cursor = times[ready - 1]
        if len(self._times) > 2 * KEPT:
            self._forget()
        return samples if ready == len(times) else samples[:ready]

    def low(self, depth: int) -> int:
        """Give the time (ns) after which a comparison asks that is to see the last `depth` samples again."""
        if not self.begun and depth >= len(self._times):
            return self._begin
        low = self.floor
        if depth < len(self._times):
            low = self._times[-depth - 1] if depth else self.cursor
        return min(low, min(self._seen, default=low + 1) - 1)

    def compare(self, samples: Samples, low: int, until: int, now: int) -> Samples:
        """Take what a comparison found; give what came late and is to be handed on.

        Args:
            samples: The first ones after `low`, at most TAIL.
            low: ns.
            until: The cursor when it asked, ns; what is later is the looks'.
            now: The clock, ns.
        """
        truncated = len(samples) >= TAIL
        if not self.begun and low <= self._begin:
            self._adopt(samples.time[samples.time <= self.floor], truncated)
        self.checks += low <= self.floor and not truncated
        scanned = truncated and int(samples.time[-1]) <= until
        samples = samples[(samples.time > self.floor) & (samples.time <= until)]
        late = samples[~np.isin(samples.time, self.times, assume_unique=True)]
        if len(late) > MOST_LATE or (len(late) and self._replay):
            self._note_replay(late, scanned, now)
            late = late[:0]
        times, known = late.time.tolist(), self._seen
        there = np.array([time in known for time in times], np.bool_)
        self._seen = frozenset(times) - known
        late = late[there]
        if len(late):
            self._merge(late.time)
            if len(self._times) > 2 * KEPT:
                self._forget()
        return late

    def replayed(self, now: int) -> tuple[int, int] | None:
        """Give the span (ns, both included) that readers are to be told to read again now, or None."""
        if self._replay is None:
            return None
        span = self._replay.due(now)
        if self._replay.settled(now):
            self._replay = None
            self._forget()
        return span

    def missing(self, floor: int, cursor: int, times: Ints) -> Ints:
        """Give what was handed on of floor < time <= cursor and is not among a reader's `times`."""
        ours = self.times
        ours = ours[(ours > floor) & (ours <= cursor)]
        return ours[~np.isin(ours, times, assume_unique=True)]

    def first_after(self, time: int) -> int | None:
        """Give the first that is remembered after a time (ns), or None."""
        at = int(np.searchsorted(self.times, time, side="right"))
        return self._times[at] if at < len(self._times) else None

    def _adopt(self, before: Ints, truncated: bool) -> None:
        """Remember what was there before the first reader's window, unless that is too much."""
        if not truncated:
            self.floor = self._begin
            self._merge(before)
        self.begun = True

    def _merge(self, times: Ints) -> None:
        self._times = array("q", np.sort(np.concatenate([self.times, times])).tobytes())

    def _forget(self) -> None:
        """Remember the newest only; during a replay, which goes on in order, all after what it gave last."""
        dropped = max(0, len(self._times) - KEPT)
        if self._replay is not None and len(self._times) < MOST_KEPT:
            dropped = min(dropped, bisect_right(self._times, self._replay.latest))
        if dropped:
            self.floor = self._times[dropped - 1]
            self._times = self._times[dropped:]
            self.forgotten += dropped
            self.begun = True  # what was before is of no matter any more

    def _note_replay(self, late: Samples, scanned: bool, now: int) -> None:
        if self._replay is None:
            self._replay = _Replay(int(late.time[0]), int(late.time[-1]), now)
        self._replay.found(late.time, now)
        self._merge(late.time)
        if scanned:  # there is more than a look gives: the next one begins where this one ended
            self.floor = int(late.time[-1])
            self._times = array("q", self.times[self.times > self.floor].tobytes())


class _Replay:
    """Very many samples that came late, as one span (ns, both included) that may still grow."""

    def __init__(self, start: int, stop: int, now: int) -> None:
        self._start, self._stop = start, stop
        self._found = now
        self._told: int | None = None
        self._more = True
        self.latest = start

    def found(self, times: Ints, now: int) -> None:
        self._start, self._stop = min(self._start, int(times[0])), max(self._stop, int(times[-1]))
        self._found, self._more = now, True
        self.latest = int(times[-1])

    def due(self, now: int) -> tuple[int, int] | None:
        soon = self._told is None or now - self._told >= TOLD_AGAIN_NS
        if not (self._more and soon) and not self.settled(now):
            return None
        self._told, self._more = now, False
        return self._start, self._stop

    def settled(self, now: int) -> bool:
        return now - self._found >= SETTLED_NS
