"""The spool: what went in comes out in order, whatever happened to its files meanwhile."""

from itertools import count
from pathlib import Path

import pytest
from caflux_collector.segment import LONGEST, MAGIC, Entry, make_record
from caflux_collector.spool import LOST, Bounds, Spool, SpoolFullError, Taken
from caflux_collector.spools import open_spools

PLENTY = Bounds(10**9)


def stays(entry: Entry, adopted: bool) -> None:
    pytest.fail(f"{entry} had to go, adopted: {adopted}")


def take(spool: Spool) -> Taken | None:
    """Take one batch."""
    return spool.take(1, LONGEST)


def drained(spool: Spool) -> list[bytes]:
    lines = []
    while (taken := take(spool)) is not None:
        lines.append(taken.lines)
        spool.done(taken)
    return lines


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.seg"))


def test_an_empty_spool_has_nothing(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "made" / "here", PLENTY)
    assert (take(spool), spool.points, spool.size, spool.is_empty) == (None, 0, 0, True)
    spool.close()


def test_what_goes_in_comes_out_in_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path, PLENTY)
    for n in range(5):
        spool.append(b"line %d\n" % n, n, stays)
    assert spool.points == 10
    assert drained(spool) == [b"line %d\n" % n for n in range(5)]
    assert (spool.points, spool.size, spool.is_empty, segments(tmp_path)) == (0, 0, True, [])


def test_the_oldest_can_be_read_while_its_segment_is_written(tmp_path: Path) -> None:
    spool = Spool(tmp_path, PLENTY)
    spool.append(b"a", 1, stays)
    first = take(spool)
    assert first is not None
    spool.append(b"b", 1, stays)
    spool.done(first)
    assert drained(spool) == [b"b"]
    spool.append(b"c", 1, stays)
    assert drained(spool) == [b"c"]
    spool.close()


def test_several_are_taken_at_once_and_done_in_any_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(10**9, segment_bytes=60))
    for n in range(6):
        spool.append(b"batch %d" % n, 1, stays)
    taken = [one for _ in range(6) if (one := take(spool))]
    assert [one.lines for one in taken] == [b"batch %d" % n for n in range(6)]
    assert take(spool) is None
    assert (spool.points, len(segments(tmp_path))) == (6, 3)
    for one in reversed(taken):
        spool.done(one)
    assert take(spool) is None
    assert (spool.points, spool.is_empty, segments(tmp_path)) == (0, True, [])


def test_small_batches_are_taken_together(tmp_path: Path) -> None:
    spool = Spool(tmp_path, PLENTY)
    for n in range(10):
        spool.append(b"batch %d\n" % n, 2, stays)
    by_bytes, by_points, rest = spool.take(30, 100), spool.take(1_000, 5), spool.take(1_000, 100)
    assert by_bytes is not None
    assert by_points is not None
    assert rest is not None
    assert by_bytes.lines == b"batch 0\nbatch 1\nbatch 2\n"
    assert (by_points.lines, by_points.points) == (b"batch 3\nbatch 4\nbatch 5\n", 6)
    assert (rest.lines[:8], rest.points) == (b"batch 6\n", 8)
    spool.close()


def test_what_was_given_back_is_taken_again_first_in_its_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path, PLENTY)
    for n in range(4):
        spool.append(b"batch %d" % n, 1, stays)
    taken = [one for _ in range(3) if (one := take(spool))]
    assert all(spool.give_back(one) for one in (taken[2], taken[0]))
    spool.done(taken[1])
    assert spool.points == 3
    assert drained(spool) == [b"batch 0", b"batch 2", b"batch 3"]
    assert spool.is_empty


def test_the_next_engine_finds_what_is_left(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(10**9, segment_bytes=45))
    for n in range(6):
        spool.append(b"line %d\n" % n, 2, stays)
    one, other = take(spool), take(spool)
    assert one is not None
    assert other is not None
    spool.done(one)
    spool.give_back(other)
    spool.close()
    after = Spool(tmp_path, PLENTY)
    # What was replayed of a segment that is not finished is replayed again: the same points.
    assert drained(after)[-5:] == [b"line %d\n" % n for n in range(1, 6)]


def test_what_an_earlier_engine_left_is_known_as_such(tmp_path: Path) -> None:
    spool = Spool(tmp_path, PLENTY)
    spool.append(b"old", 1, stays)
    spool.close()
    spool = Spool(tmp_path, PLENTY)
    spool.append(b"new", 1, stays)
    old, new = take(spool), take(spool)
    assert old is not None
    assert new is not None
    assert (old.adopted, new.adopted) == (True, False)
    spool.close()


def test_a_killed_engine_leaves_what_it_appended(tmp_path: Path) -> None:
    """Nothing is closed: a batch is with the operating system when `append` returns."""
    killed = Spool(tmp_path, PLENTY)
    killed.append(b"line\n", 1, stays)
    assert drained(Spool(tmp_path, PLENTY)) == [b"line\n"]
    killed.close()


def test_a_batch_larger_than_a_segment_has_its_own(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(10**9, segment_bytes=100))
    batches = [b"a", b"b" * 5_000, b"c"]
    for lines in batches:
        spool.append(lines, 1, stays)
    assert len(segments(tmp_path)) == 3
    assert drained(spool) == batches


def test_a_finished_segment_is_deleted(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(10**9, segment_bytes=60))
    for n in range(6):
        spool.append(b"line %d\n" % n, 1, stays)
    before = len(segments(tmp_path))
    for _ in range(4):
        taken = take(spool)
        assert taken is not None
        spool.done(taken)
    take(spool)
    assert len(segments(tmp_path)) < before
    assert spool.size == sum(path.stat().st_size for path in segments(tmp_path))
    spool.close()


def test_the_oldest_segment_goes_where_there_is_no_room(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(400))
    gone: list[bytes] = []
    for n in range(30):
        spool.append(b"line %02d\n" % n, 1, lambda entry, _: gone.append(entry.lines))
        assert spool.size <= 400
    assert 0 < len(gone) < 20
    assert gone + drained(spool) == [b"line %02d\n" % n for n in range(30)]


def test_a_batch_that_is_more_than_the_spool_pushes_nothing_out(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(400))
    spool.append(b"a", 1, stays)
    with pytest.raises(SpoolFullError, match="more than the spool"):
        spool.append(b"b" * 400, 1, stays)
    assert drained(spool) == [b"a"]


def test_a_batch_under_way_whose_place_goes_is_not_lost_yet(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(200, segment_bytes=30))
    gone: list[bytes] = []
    for n in range(3):
        spool.append(b"batch %d" % n, 1, stays)
    archived, failed = take(spool), take(spool)
    assert archived is not None
    assert failed is not None
    spool.append(b"b" * 165, 1, lambda entry, _: gone.append(entry.lines))
    assert gone == [b"batch 2"]
    assert spool.points == 3
    spool.done(archived)
    assert not spool.give_back(failed)  # whoever gives it back has to account for it
    assert spool.points == 1
    assert drained(spool) == [b"b" * 165]


def test_a_batch_that_was_given_back_goes_with_its_segment(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(100))
    gone: list[bytes] = []
    spool.append(b"batch 0", 1, stays)
    taken = take(spool)
    assert taken is not None
    assert spool.give_back(taken)
    spool.append(b"b" * 70, 1, lambda entry, _: gone.append(entry.lines))
    assert gone == [b"batch 0"]
    assert spool.points == 1
    assert drained(spool) == [b"b" * 70]


def test_damage_is_counted_and_costs_one_batch(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(10**9, segment_bytes=60))
    for n in range(4):
        spool.append(b"batch %d" % n, 5, stays)
    spool.close()
    first = segments(tmp_path)[0]
    data = bytearray(first.read_bytes())
    data[len(MAGIC) + 15] ^= 1
    first.write_bytes(data)
    after = Spool(tmp_path, PLENTY)
    assert after.points == 20
    assert drained(after) == [b"batch 1", b"batch 2", b"batch 3"]
    assert (after.damaged, after.points) == (5, 0)


def test_a_torn_last_segment_is_read_up_to_its_last_whole_batch(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(10**9, segment_bytes=60))
    for n in range(4):
        spool.append(b"batch %d" % n, 5, stays)
    spool.close()
    last = segments(tmp_path)[-1]
    last.write_bytes(last.read_bytes()[:-1])
    after = Spool(tmp_path, PLENTY)
    after.append(b"of the next engine", 1, stays)
    assert drained(after) == [b"batch 0", b"batch 1", b"batch 2", b"of the next engine"]


def test_a_segment_that_can_not_be_read_is_set_aside_and_counted(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Bounds(10**9, segment_bytes=30))
    for n in range(3):
        spool.append(b"batch %d" % n, 5, stays)
    spool.close()
    after = Spool(tmp_path, PLENTY)
    broken = segments(tmp_path)[1]
    broken.unlink()
    broken.mkdir()  # what opens and does not read, also for root
    assert drained(after) == [b"batch 0", b"batch 2"]
    assert (after.damaged, after.points, after.is_empty) == (5, 0, True)
    assert [path.name for path in tmp_path.iterdir()] == [f"{broken.stem}.unreadable"]


def test_files_that_are_no_segments_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.seg").write_bytes(b"of somebody")
    spool = Spool(tmp_path, PLENTY)
    spool.append(b"a", 1, stays)
    assert drained(spool) == [b"a"]
    assert (tmp_path / "notes.seg").exists()


def test_a_file_of_events_is_adopted_as_the_newest_segment(tmp_path: Path) -> None:
    spool = Spool(tmp_path, PLENTY)
    spool.append(b"samples", 1, stays)
    spool.close()
    spool.lost_path.write_bytes(MAGIC + make_record(b"events", 0))
    after = Spool(tmp_path, PLENTY)
    after.append(b"live", 1, stays)
    assert drained(after) == [b"samples", b"events", b"live"]
    assert not (tmp_path / LOST).exists()


class Disk:
    """A disk with so many bytes, of which others take some; it is full where the spool thinks it is not."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size

    def free(self, _: Path) -> int:
        return self.size - sum(path.stat().st_size for path in segments(self.folder))


def test_the_spool_shrinks_as_the_disk_fills(tmp_path: Path) -> None:
    disk = Disk(tmp_path, 10_000)
    spool = Spool(tmp_path, Bounds(10**9, least_free=1_000), disk.free)
    gone: list[bytes] = []
    for n in count():
        spool.append(b"%08d" % n * 10, 1, lambda entry, _: gone.append(entry.lines))
        if len(gone) > 20:
            break
        assert disk.free(tmp_path) >= 1_000
    assert spool.size > 6_000
    disk.size = 4_000
    spool.append(b"%08d" % (n + 1) * 10, 1, lambda entry, _: gone.append(entry.lines))
    assert disk.free(tmp_path) >= 1_000
    assert 1_000 < spool.size <= 3_000
    kept = drained(spool)
    assert [*gone, *kept] == [b"%08d" % k * 10 for k in range(n + 2)]


def test_what_would_not_help_others_is_kept(tmp_path: Path) -> None:
    disk = Disk(tmp_path, 10_000)
    spool = Spool(tmp_path, Bounds(10**9, least_free=1_000), disk.free)
    for _ in range(5):
        spool.append(b"x" * 100, 1, stays)
    disk.size = 900
    with pytest.raises(SpoolFullError, match="1000 bytes free"):
        spool.append(b"y", 1, stays)
    disk.size = 10_000
    spool.append(b"z", 1, stays)
    assert drained(spool) == [*[b"x" * 100] * 5, b"z"]


def test_a_spool_a_thread_is_opened(tmp_path: Path) -> None:
    spools = open_spools(tmp_path / "spool", 3, Bounds(3_000))
    assert [path.name for path in sorted((tmp_path / "spool").iterdir())] == ["0", "1", "2"]
    for spool in spools:
        for _ in range(100):
            spool.append(b"0123456789", 1, lambda *_: None)
        assert 500 < spool.size <= 1_000
        spool.close()


def test_a_small_disk_is_not_kept_free_wholly(tmp_path: Path) -> None:
    (spool,) = open_spools(tmp_path, 1, Bounds(10**9, least_free=2**63))
    spool.append(b"a", 1, stays)
    assert drained(spool) == [b"a"]


def test_what_more_threads_had_spooled_is_spread_over_those_there_are(tmp_path: Path) -> None:
    for index, spool in enumerate(open_spools(tmp_path, 5, PLENTY)):
        spool.append(b"first of %d" % index, 1, stays)
        spool.close()
        again = Spool(tmp_path / str(index), PLENTY)
        again.append(b"second of %d" % index, 1, stays)
        again.lost_path.write_bytes(MAGIC + make_record(b"events of %d" % index, 0))
        again.close()
    spools = open_spools(tmp_path, 2, PLENTY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1"]
    first, second = (sorted(int(lines.split()[-1]) for lines in drained(spool)) for spool in spools)
    assert (first, second) == ([0, 0, 0, 2, 2, 2, 4, 4, 4], [1, 1, 1, 3, 3, 3])


def test_what_is_no_segment_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "notes").write_bytes(b"of somebody")
    (tmp_path / "other").mkdir()
    for spool in open_spools(tmp_path, 1, PLENTY):
        assert take(spool) is None
    assert (tmp_path / "7" / "notes").exists()


def test_a_spool_that_can_not_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        Spool(tmp_path / "file" / "spool", PLENTY)
