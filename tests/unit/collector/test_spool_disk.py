"""The spool on a disk that is full: what fits is kept whole, what does not is an error, and it goes on.

A limit on file sizes stands for the disk: the write that passes it is cut short, the next one fails.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from caflux_collector.spool import MAGIC, Spool

FULL = """
import resource, signal, sys
from pathlib import Path
from caflux_collector.spool import Spool

folder, limit, lines = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
spool = Spool(folder, most_bytes=10**9)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
kept, failed = [], 0
for k in range(8):
    try:
        spool.append(b"%d" % k * lines, 1)
        kept.append(str(k))
    except OSError:
        failed += 1
        assert spool.points == len(kept)
        assert spool.size == sum(path.stat().st_size for path in folder.glob("*.seg"))
assert failed
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
spool.append(b"afterwards", 1)
if len(sys.argv) > 4:
    entry = spool.oldest()
    while entry is not None:
        kept.append(entry.lines[:1].decode())
        spool.done()
        entry = spool.oldest()
spool.close()
print(*kept)
"""


def on_a_full_disk(folder: Path, limit: int, lines: int, *more: str) -> list[str]:
    argv = [sys.executable, "-c", FULL, str(folder), str(limit), str(lines), *more]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


# Within the first bytes, within a header, within a payload, at a record's end, and beyond Python's buffer.
LIMITS = [(5, 10), (15, 10), (25, 10), (32, 10), (37, 10), (54, 10), (20_000, 9_000), (15_000, 20_000)]


@pytest.mark.parametrize(("limit", "lines"), LIMITS)
def test_what_was_kept_is_whole_and_readable(tmp_path: Path, limit: int, lines: int) -> None:
    kept = on_a_full_disk(tmp_path, limit, lines)
    spool = Spool(tmp_path, most_bytes=10**9)
    assert spool.points == len(kept) + 1
    read = []
    while (entry := spool.oldest()) is not None:
        read.append(entry.lines)
        spool.done()
    assert read == [k.encode() * lines for k in kept] + [b"afterwards"]
    assert spool.damaged == 0


def test_it_can_be_read_by_who_wrote_it(tmp_path: Path) -> None:
    kept = on_a_full_disk(tmp_path, 37, 10, "and read")
    half = len(kept) // 2
    assert [*kept[:half], "a"] == kept[half:]


def test_a_disk_that_stays_full_leaves_no_empty_segments(tmp_path: Path) -> None:
    kept = on_a_full_disk(tmp_path, 5, 10)
    assert kept == []
    (segment,) = tmp_path.glob("*.seg")
    assert segment.read_bytes().startswith(MAGIC)
