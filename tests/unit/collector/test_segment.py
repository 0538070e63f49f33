"""Segments: whatever is in a file, what comes out was put in, and nothing raises."""

import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from caflux_collector.segment import (
    LONGEST,
    MAGIC,
    OVERHEAD,
    Entry,
    SegmentReader,
    SegmentWriter,
    make_record,
    measure,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PROPERTY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENTRIES = st.lists(
    st.binary(min_size=1, max_size=60).flatmap(
        lambda lines: st.builds(
            Entry, st.just(lines), st.integers(0, len(lines)), st.sampled_from(["", "", "short_raw", "a_1h"])
        )
    ),
    max_size=12,
)


@contextmanager
def segment(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "1.seg"
        path.write_bytes(content)
        yield path


def content_of(entries: list[Entry]) -> bytes:
    return MAGIC + b"".join(make_record(entry.lines, entry.points, entry.policy) for entry in entries)


def read(path: Path) -> list[Entry]:
    reader = SegmentReader(path)
    try:
        return list(iter(reader.next, None))
    finally:
        reader.close()


@PROPERTY
@given(ENTRIES)
def test_what_was_written_is_read(entries: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "1.seg"
        writer = SegmentWriter(path)
        for entry in entries:
            writer.append(make_record(entry.lines, entry.points, entry.policy))
        writer.close(sync=True)
        assert read(path) == entries
        assert path.read_bytes() == (content_of(entries) if entries else b"")
        assert measure(path) == (writer.size, sum(entry.points for entry in entries))


def test_it_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path / "1.seg")
    writer.append(make_record(b"a", 1))
    reader = SegmentReader(tmp_path / "1.seg")
    assert reader.next() == Entry(b"a", 1)
    assert reader.next() is None
    writer.append(make_record(b"b", 0))
    assert reader.next() == Entry(b"b", 0)
    reader.close()
    writer.close(sync=False)


def test_a_reader_waits_for_a_record_that_is_too_long_now(tmp_path: Path) -> None:
    (tmp_path / "1.seg").write_bytes(content_of([Entry(b"abc", 1)]))
    reader = SegmentReader(tmp_path / "1.seg")
    assert reader.next(2) is None
    assert reader.next(3) == Entry(b"abc", 1)
    reader.close()


@PROPERTY
@given(ENTRIES.filter(bool), st.data())
def test_a_segment_cut_at_any_byte_gives_its_whole_records(entries: list[Entry], data: st.DataObject) -> None:
    content = content_of(entries)
    cut = data.draw(st.integers(0, len(content)))
    ends = [len(content_of(entries[:k])) for k in range(1, len(entries) + 1)]
    whole = entries[: sum(end <= cut for end in ends)]
    with segment(content[:cut]) as path:
        assert read(path) == whole
        assert measure(path) == (cut, sum(entry.points for entry in whole))


@PROPERTY
@given(ENTRIES.filter(bool), st.data())
def test_one_wrong_byte_costs_one_record_or_the_rest(entries: list[Entry], data: st.DataObject) -> None:
    content = bytearray(content_of(entries))
    position = data.draw(st.integers(0, len(content) - 1))
    content[position] ^= data.draw(st.integers(1, 255))
    starts = [len(content_of(entries[:k])) for k in range(len(entries))]
    hit = sum(start <= position for start in starts) - 1
    with segment(bytes(content)) as path:
        found = read(path)
    if position < len(MAGIC):
        assert found == []
    elif position - starts[hit] >= 4:  # not in its length
        assert found == entries[:hit] + entries[hit + 1 :]
    else:
        assert found[:hit] == entries[:hit]
        assert all(entry in entries for entry in found)


@settings(PROPERTY, max_examples=200)
@given(st.binary(max_size=200), st.booleans(), ENTRIES, ENTRIES)
def test_no_content_raises_or_invents_anything(
    garbage: bytes, with_magic: bool, before: list[Entry], after: list[Entry]
) -> None:
    behind = content_of(after)[len(MAGIC) :]
    content = (content_of(before) if with_magic else b"") + garbage + behind
    with segment(content) as path:
        found = read(path)
        size, points = measure(path)
    assert size == len(content)
    assert points <= size
    if with_magic:
        assert found[: len(before)] == before
        # A garbage record's checksum holds once in 4,294,967,296 times.
        assert all(entry in after for entry in found[len(before) :])


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 2**31, 2**32 - 1])
def test_a_length_that_is_wrong_takes_no_memory(tmp_path: Path, length: int) -> None:
    """The file seems to be as long as its header says, without a block on disk."""
    path = tmp_path / "1.seg"
    path.write_bytes(MAGIC + length.to_bytes(4, "little") + bytes(8))
    if length > LONGEST:
        with path.open("r+b") as file:
            file.truncate(len(MAGIC) + OVERHEAD + length)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert read(path) == []
    assert measure(path)[1] == 0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB


def test_measuring_reads_headers_only(tmp_path: Path) -> None:
    """Gigabytes of spool must not keep an engine from starting."""
    path = tmp_path / "1.seg"
    path.write_bytes(MAGIC)
    length, end = 200 * 1024 * 1024, len(MAGIC)
    with path.open("r+b") as file:
        for _ in range(100):
            file.seek(end)
            file.write(length.to_bytes(4, "little") + (7).to_bytes(4, "little") + bytes(4))
            end += OVERHEAD + length
            file.truncate(end)  # 20 GB, and not a block of it on disk
    assert measure(path) == (end, 700)


def test_a_segment_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "1.seg").write_bytes(b"")
    with pytest.raises(FileExistsError):
        SegmentWriter(tmp_path / "1.seg")
