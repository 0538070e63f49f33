"""The spool: what went in comes out in order, whatever happened to its files meanwhile."""

import io
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from caflux_collector.spool import MAGIC, Entry, Spool, make_record, open_spools, read_record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

PLENTY = 10**9
PROPERTY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LINES = st.binary(min_size=1, max_size=60)


def drained(spool: Spool) -> list[bytes]:
    lines = []
    while (entry := spool.oldest()) is not None:
        assert spool.oldest() == entry  # until it is done
        lines.append(entry.lines)
        assert spool.done()
    return lines


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.seg"))


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_an_empty_spool_has_nothing(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "made" / "here", most_bytes=PLENTY)
    assert (spool.oldest(), spool.points, spool.size, spool.done()) == (None, 0, 0, False)
    spool.close()


def test_what_goes_in_comes_out_in_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=PLENTY)
    for n in range(5):
        spool.append(b"line %d\n" % n, n)
    assert spool.points == 10
    assert drained(spool) == [b"line %d\n" % n for n in range(5)]
    assert (spool.points, spool.size, segments(tmp_path)) == (0, 0, [])


def test_the_oldest_can_be_read_while_its_segment_is_written(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=PLENTY)
    spool.append(b"a", 1)
    assert spool.oldest() == Entry(b"a", 1)
    spool.append(b"b", 2)
    assert spool.done()
    assert spool.oldest() == Entry(b"b", 2)
    spool.append(b"c", 3)
    assert drained(spool) == [b"b", b"c"]
    spool.append(b"d", 4)
    assert drained(spool) == [b"d"]
    spool.close()


def test_the_next_engine_finds_what_is_left(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=PLENTY, segment_bytes=40)
    for n in range(4):
        spool.append(b"line %d\n" % n, 2)
    spool.oldest()
    spool.done()
    spool.close()
    after = Spool(tmp_path, most_bytes=PLENTY)
    # What was replayed of a segment that is not finished is replayed again: the same points.
    assert drained(after)[-3:] == [b"line 1\n", b"line 2\n", b"line 3\n"]


def test_a_killed_engine_leaves_what_it_appended(tmp_path: Path) -> None:
    """Nothing is closed: a batch is with the operating system when `append` returns."""
    killed = Spool(tmp_path, most_bytes=PLENTY)
    killed.append(b"line\n", 1)
    assert drained(Spool(tmp_path, most_bytes=PLENTY)) == [b"line\n"]
    killed.close()


def test_a_batch_larger_than_a_segment_has_its_own(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=PLENTY, segment_bytes=100)
    batches = [b"a", b"b" * 5_000, b"c"]
    for lines in batches:
        spool.append(lines, 1)
    assert len(segments(tmp_path)) == 3
    assert drained(spool) == batches


def test_a_finished_segment_is_deleted(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=PLENTY, segment_bytes=60)
    for n in range(6):
        spool.append(b"line %d\n" % n, 1)
    before = len(segments(tmp_path))
    for _ in range(4):
        spool.oldest()
        spool.done()
    spool.oldest()
    assert len(segments(tmp_path)) < before
    assert spool.size == sum(path.stat().st_size for path in segments(tmp_path))
    spool.close()


def test_the_oldest_segment_goes_where_there_is_no_room(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=400, segment_bytes=100)
    gone: list[bytes] = []
    for n in range(30):
        lines = b"line %02d\n" % n
        gone += [entry.lines for entry in spool.make_room(len(lines))]
        spool.append(lines, 1)
        assert spool.size <= 400
    assert gone
    assert gone + drained(spool) == [b"line %02d\n" % n for n in range(30)]


def test_a_batch_under_way_that_had_to_go_is_among_the_gone(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=100, segment_bytes=30)
    for n in range(3):
        spool.append(b"batch %d" % n, 1)
    under_way = spool.oldest()
    gone = spool.make_room(60)
    assert gone[0] == under_way
    assert not spool.done()  # it is archived, and counted as lost: never counted twice
    assert drained(spool) == [b"batch %d" % n for n in range(len(gone), 3)]


def test_damage_is_counted_and_ends_its_segment_only(tmp_path: Path) -> None:
    spool = Spool(tmp_path, most_bytes=PLENTY, segment_bytes=60)
    for n in range(4):
        spool.append(b"batch %d" % n, 5)
    spool.close()
    first = segments(tmp_path)[0]
    data = bytearray(first.read_bytes())
    data[-1] ^= 1
    first.write_bytes(data)
    after = Spool(tmp_path, most_bytes=PLENTY)
    assert after.points == 20
    assert drained(after) == [b"batch 0", b"batch 2", b"batch 3"]
    assert (after.damaged, after.points) == (5, 0)


def test_files_that_are_no_segments_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.seg").write_bytes(b"of somebody")
    spool = Spool(tmp_path, most_bytes=PLENTY)
    spool.append(b"a", 1)
    assert drained(spool) == [b"a"]
    assert (tmp_path / "notes.seg").exists()


def test_opening_reads_headers_only(tmp_path: Path) -> None:
    """Gigabytes of spool must not keep an engine from starting."""
    (tmp_path / "000000000001.seg").write_bytes(MAGIC)
    with (tmp_path / "000000000001.seg").open("r+b") as file:
        header = make_record(b"", 0)[:4]
        assert len(header) == 4
        for _ in range(100):
            file.seek(0, io.SEEK_END)
            start = file.tell()
            file.write((200 * 1024 * 1024).to_bytes(4, "little") + (7).to_bytes(4, "little") + bytes(4))
            file.truncate(start + 12 + 200 * 1024 * 1024)  # 20 GB, and not a block of it on disk
    spool = Spool(tmp_path, most_bytes=PLENTY)
    assert spool.points == 700
    assert spool.size > 20_000_000_000


BATCHES = st.lists(
    LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.integers(0, len(lines)))), max_size=12
)


@PROPERTY
@given(BATCHES.filter(bool), st.integers(40, 200), st.data())
def test_a_tail_torn_at_any_byte_recovers_to_the_last_whole_batch(
    batches: list[tuple[bytes, int]], segment_bytes: int, data: st.DataObject
) -> None:
    with folder() as here:
        spool = Spool(here, most_bytes=PLENTY, segment_bytes=segment_bytes)
        for lines, points in batches:
            spool.append(lines, points)
        spool.close()
        last = segments(here)[-1]
        before = sum(map(records_in, segments(here)[:-1]))
        content = last.read_bytes()
        cut = data.draw(st.integers(0, len(content)))
        whole = records_in(last, content[:cut])
        last.write_bytes(content[:cut])
        after = Spool(here, most_bytes=PLENTY)
        assert drained(after) == [lines for lines, _ in batches[: before + whole]]


def records_in(path: Path, content: bytes | None = None) -> int:
    """Count whole records by their lengths alone."""
    data = path.read_bytes() if content is None else content
    at, count = len(MAGIC), 0
    while at + 12 <= len(data):
        at += 12 + int.from_bytes(data[at : at + 4], "little")
        count += at <= len(data)
    return count


@PROPERTY
@given(BATCHES.filter(bool), st.data())
def test_one_wrong_byte_never_changes_what_comes_out(
    batches: list[tuple[bytes, int]], data: st.DataObject
) -> None:
    with folder() as here:
        spool = Spool(here, most_bytes=PLENTY)
        for lines, points in batches:
            spool.append(lines, points)
        spool.close()
        (segment,) = segments(here)
        content = bytearray(segment.read_bytes())
        position = data.draw(st.integers(0, len(content) - 1))
        content[position] ^= data.draw(st.integers(1, 255))
        segment.write_bytes(content)
        after = Spool(here, most_bytes=PLENTY)
        adopted, entries = after.points, []
        while (entry := after.oldest()) is not None:
            entries.append((entry.lines, entry.points))
            after.done()
        assert entries == batches[: len(entries)]
        assert len(entries) < len(batches)
        assert sum(points for _, points in entries) + after.damaged == adopted


@settings(PROPERTY, max_examples=300)
@given(st.binary(max_size=200), st.booleans(), st.lists(LINES, max_size=3))
def test_no_content_of_a_segment_raises(garbage: bytes, with_magic: bool, batches: list[bytes]) -> None:
    with folder() as here:
        good = b"".join(make_record(lines, 1) for lines in batches)
        (here / "000000000007.seg").write_bytes((MAGIC + good if with_magic else b"") + garbage)
        spool = Spool(here, most_bytes=PLENTY)
        adopted = spool.points
        spool.append(b"live", 1)
        out = drained(spool)
        assert out[-1] == b"live"
        if with_magic:
            assert out[: len(batches)] == batches
        assert (spool.points, spool.size, segments(here)) == (0, 0, [])
        assert spool.damaged <= adopted


@given(st.binary(max_size=100))
def test_the_reader_never_raises(data: bytes) -> None:
    file = io.BytesIO(data)
    while read_record(file) is not None:
        pass


@given(LINES, st.integers(0, 2**32 - 1))
def test_a_record_comes_back(lines: bytes, points: int) -> None:
    assert read_record(io.BytesIO(make_record(lines, points))) == Entry(lines, points)


MOST, SEGMENT = 600, 120


class SpoolMachine(RuleBasedStateMachine):
    """Appending, replaying, letting go and starting anew in any order, against a plain queue."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.spool = Spool(Path(self.folder.name), most_bytes=MOST, segment_bytes=SEGMENT)
        self.waiting: deque[Entry] = deque()
        self.replayed: list[Entry] = []
        self.count = 0
        self.killed: list[Spool] = []

    def teardown(self) -> None:
        if hasattr(self, "spool"):
            for spool in (*self.killed, self.spool):
                spool.close()
            self.folder.cleanup()

    @rule(length=st.integers(1, 150), points=st.integers(0, 9))
    def append(self, length: int, points: int) -> None:
        self.count, points = self.count + 1, min(points, length)
        lines = b"%d " % self.count * length
        for entry in self.spool.make_room(len(lines)):
            assert self.waiting.popleft() == entry
        self.spool.append(lines[:length], points)
        self.waiting.append(Entry(lines[:length], points))

    @rule()
    def look(self) -> None:
        assert self.spool.oldest() == (self.waiting[0] if self.waiting else None)

    @rule()
    def replay(self) -> None:
        entry = self.spool.oldest()
        assert self.spool.done() == (entry is not None)
        if entry:
            self.replayed.append(self.waiting.popleft())

    @rule(killed=st.booleans())
    def start_anew(self, killed: bool) -> None:
        if killed:
            self.killed.append(self.spool)
        else:
            self.spool.close()
        self.spool = Spool(Path(self.folder.name), most_bytes=MOST, segment_bytes=SEGMENT)
        again = deque(self.read_all())
        # Of the segment that was being replayed, what was done comes again; nothing else does.
        missing = len(again) - len(self.waiting)
        assert list(again)[missing:] == list(self.waiting)
        assert list(again)[:missing] == (self.replayed[-missing:] if missing else [])
        self.waiting = again

    def read_all(self) -> list[Entry]:
        entries = []
        for path in segments(Path(self.folder.name)):
            with path.open("rb") as file:
                file.read(len(MAGIC))
                while (entry := read_record(file)) is not None:
                    entries.append(entry)
        return entries

    @invariant()
    def the_figures_are_right(self) -> None:
        if hasattr(self, "spool"):
            files = segments(Path(self.folder.name))
            assert self.spool.points == sum(entry.points for entry in self.waiting)
            assert self.spool.size == sum(path.stat().st_size for path in files)
            assert self.spool.size <= MOST
            assert self.spool.damaged == 0


SpoolMachine.TestCase.settings = settings(PROPERTY, max_examples=40, stateful_step_count=30)
TestSpool = SpoolMachine.TestCase


def test_a_spool_a_thread_is_opened(tmp_path: Path) -> None:
    spools = open_spools(tmp_path / "spool", 3, 3_000)
    assert [path.name for path in sorted((tmp_path / "spool").iterdir())] == ["0", "1", "2"]
    for spool in spools:
        for _ in range(100):
            spool.make_room(10)
            spool.append(b"0123456789", 1)
        assert 500 < spool.size <= 1_000
        spool.close()


def test_what_more_threads_had_spooled_is_spread_over_those_there_are(tmp_path: Path) -> None:
    for index, spool in enumerate(open_spools(tmp_path, 5, PLENTY)):
        spool.append(b"first of %d" % index, 1)
        spool.close()
        again = Spool(tmp_path / str(index), most_bytes=PLENTY)
        again.append(b"second of %d" % index, 1)
        again.close()
    spools = open_spools(tmp_path, 2, PLENTY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1"]
    first, second = ([lines.split()[-1] for lines in drained(spool)] for spool in spools)
    assert (sorted(first), sorted(second)) == ([b"0", b"0", b"2", b"2", b"4", b"4"], [b"1", b"1", b"3", b"3"])


def test_what_is_no_segment_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "notes").write_bytes(b"of somebody")
    (tmp_path / "other").mkdir()
    for spool in open_spools(tmp_path, 1, PLENTY):
        assert spool.oldest() is None
    assert (tmp_path / "7" / "notes").exists()


def test_a_spool_that_can_not_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        Spool(tmp_path / "file" / "spool", most_bytes=PLENTY)
