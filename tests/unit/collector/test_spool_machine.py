"""The spool in any order of calls, crashes and full disks, against plain lists."""

import tempfile
from collections import deque
from pathlib import Path

from caflux_collector.segment import LONGEST, Entry, SegmentReader
from caflux_collector.spool import Bounds, Spool, SpoolFullError, Taken
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

PROPERTY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.seg"))


class Disk:
    """A disk with so many bytes, of which others take some; it is full where the spool thinks it is not."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size

    def free(self, _: Path) -> int:
        return self.size - sum(path.stat().st_size for path in segments(self.folder))


MOST, SEGMENT = 900, 120


class SpoolMachine(RuleBasedStateMachine):
    """Appending, replaying in any order, letting go, crashing and starting anew, against plain lists."""

    @initialize()
    def open(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.disk = Disk(self.folder, 10**6)
        self.spool = self.start()
        self.waiting: deque[Entry] = deque()
        self.taken: list[tuple[Entry, Taken]] = []
        self.archived: set[bytes] = set()
        self.count = 0
        self.killed: list[Spool] = []

    def start(self) -> Spool:
        return Spool(self.folder, Bounds(MOST, 1_000, SEGMENT), self.disk.free)

    def teardown(self) -> None:
        if hasattr(self, "spool"):
            for spool in (*self.killed, self.spool):
                spool.close()
            self.temporary.cleanup()

    def gone(self, entry: Entry, adopted: bool) -> None:
        del adopted
        self.waiting.remove(entry)

    @rule(length=st.integers(1, 150), points=st.integers(0, 9))
    def append(self, length: int, points: int) -> None:
        self.count, points = self.count + 1, min(points, length)
        lines = b"%d " % self.count * length
        try:
            self.spool.append(lines[:length], points, self.gone)
        except SpoolFullError:
            assert self.disk.size < 2_000
        else:
            self.waiting.append(Entry(lines[:length], points))

    @rule(size=st.integers(0, 3_000) | st.just(10**6))
    def others_write(self, size: int) -> None:
        self.disk.size = size

    @rule(most=st.integers(1, 300))
    def take(self, most: int) -> None:
        taken = self.spool.take(most, LONGEST)
        if taken is None:
            assert not self.waiting
            return
        parts = list[Entry]()
        while b"".join(part.lines for part in parts) != taken.lines:
            parts.append(self.waiting.popleft())
        self.taken.append((Entry(taken.lines, taken.points), taken))
        assert taken.points == sum(part.points for part in parts)

    @precondition(lambda self: self.taken)
    @rule(which=st.integers(0, 9), archived=st.booleans())
    def end(self, which: int, archived: bool) -> None:
        entry, taken = self.taken.pop(which % len(self.taken))
        if archived:
            self.spool.done(taken)
            self.archived.add(entry.lines)
        elif self.spool.give_back(taken):
            self.waiting.appendleft(entry)
            again = [one for one in self.waiting if any(one.lines == each.lines for each in self.back)]
            others = [one for one in self.waiting if one not in again]
            self.waiting = deque([*sorted(again, key=self.order), *others])

    @property
    def back(self) -> list[Taken]:
        return list(self.spool._given_back)

    def order(self, entry: Entry) -> int:
        return next(one.number for one in self.back if one.lines == entry.lines)

    @rule(killed=st.booleans(), cut=st.integers(0, 200))
    def start_anew(self, killed: bool, cut: int) -> None:
        """What was not archived is there again; a crash of the machine may cut the last segment anywhere."""
        if killed:
            self.killed.append(self.spool)
        else:
            self.spool.close()
            cut = 0
        left = self.entries_left()
        known = {part for entry in self.waiting for part in self.parts(entry, left)}
        for entry, taken in self.taken:
            known |= set() if taken.segment.gone else set(self.parts(entry, left))
        assert known <= set(left)
        if cut and (files := segments(self.folder)):
            with files[-1].open("r+b") as file:
                file.truncate(max(0, files[-1].stat().st_size - cut))
            left = self.entries_left()
        self.spool, self.taken = self.start(), []
        self.waiting = deque(left)

    def parts(self, entry: Entry, left: list[Entry]) -> list[Entry]:
        """Give the batches that were taken as one."""
        found, rest = [], entry.lines
        while rest:
            part = next((one for one in left if rest.startswith(one.lines)), Entry(rest, -1))
            found.append(part)
            rest = rest[len(part.lines) :]
        return found

    def entries_left(self) -> list[Entry]:
        entries: list[Entry] = []
        for path in segments(self.folder):
            reader = SegmentReader(path)
            entries += iter(reader.next, None)
            reader.close()
        return entries

    @invariant()
    def the_figures_are_right(self) -> None:
        if hasattr(self, "spool"):
            out = sum(entry.points for entry, _ in self.taken)
            assert self.spool.points == sum(entry.points for entry in self.waiting) + out
            assert self.spool.size == sum(path.stat().st_size for path in segments(self.folder))
            assert self.spool.size <= MOST
            assert self.spool.damaged == 0


SpoolMachine.TestCase.settings = settings(PROPERTY, max_examples=50, stateful_step_count=30)
TestSpool = SpoolMachine.TestCase
