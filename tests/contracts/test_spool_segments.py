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


def test_segments_are_written_as_version_1() -> None:
    """A change of the format takes a new first line, and a new file beside this one."""
    written = MAGIC + b"".join(make_record(entry.lines, entry.points) for entry in ENTRIES)
    assert written == (SEGMENTS / "v1.seg").read_bytes()
