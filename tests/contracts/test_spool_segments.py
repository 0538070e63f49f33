"""Segments of every version that was ever written are read by this one: an upgrade loses no spool."""

import shutil
from pathlib import Path

from caflux_collector.segment import LONGEST, MAGIC, Entry, make_record
from caflux_collector.spool import Bounds, Spool

SEGMENTS = Path(__file__).parent / "spool"

ENTRIES = [
    Entry(b"sample,pv=SR:DCCT value=301.25 1700000000123456789\n" * 2, 2),
    Entry('sample,pv=Größe\\ "µ"\\,x text="a\nb \\"c\\" \\\\" 1700000000000000001\n'.encode(), 1),
    Entry(b'event,pv=SR:DCCT kind="disconnected",detail="ioc:5064",count=0i 1700000000000000002\n', 0),
    Entry(bytes(range(256)), 3),
]


def test_a_segment_of_version_1_is_read(tmp_path: Path) -> None:
    shutil.copy(SEGMENTS / "v1.seg", tmp_path / "000000000041.seg")
    spool = Spool(tmp_path, Bounds(10**9))
    assert spool.points == 6
    found = []
    while (taken := spool.take(1, LONGEST)) is not None:
        found.append(Entry(taken.lines, taken.points))
        spool.done(taken)
    assert found == ENTRIES


KEPT = [
    Entry(b"sample,pv=SR:DCCT value=301.25 1700000000123456789\n", 1, "short_raw"),
    Entry(b"sample_1m,pv=SR:DCCT count=3i,mean=1.5 1700000000000000000\n", 0, "short_1m"),
    Entry(b"sample,pv=SR:DCCT value=301.5 1700000000123456790\n", 1),
]
"""Of retention classes: where they go is told in a first line, which others pass over as a comment."""


def test_batches_of_retention_classes_come_back_as_such(tmp_path: Path) -> None:
    written = MAGIC + b"".join(make_record(entry.lines, entry.points, entry.policy) for entry in KEPT)
    assert written == (SEGMENTS / "v1-policies.seg").read_bytes()
    shutil.copy(SEGMENTS / "v1-policies.seg", tmp_path / "000000000041.seg")
    spool = Spool(tmp_path, Bounds(10**9))
    found = []
    while (taken := spool.take(LONGEST, LONGEST)) is not None:
        found.append(taken.entry)
        spool.done(taken)
    assert found == KEPT  # what goes to several places is not taken at once


def test_segments_are_written_as_version_1() -> None:
    """A change of the format takes a new first line, and a new file beside this one."""
    written = MAGIC + b"".join(make_record(entry.lines, entry.points) for entry in ENTRIES)
    assert written == (SEGMENTS / "v1.seg").read_bytes()
