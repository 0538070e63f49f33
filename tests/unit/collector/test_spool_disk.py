"""The spool on a disk that is full: what fits is kept whole, the oldest makes room, and it goes on.

On a real small disk where one may be mounted. Everywhere, a limit on file sizes stands for it: the write that
passes it is cut short by the kernel, and the next one fails.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from caflux_testing.small_disk import small_disk

PRELUDE = """
import errno, os, resource, signal, sys
from pathlib import Path
from caflux_collector.spool import Bounds, Spool, SpoolFullError

folder = Path(sys.argv[1])
PLENTY = Bounds(10**9)

def stays(entry, adopted):
    raise AssertionError(entry)

def segments():
    return sorted(folder.glob("*.seg"))

def drained(spool):
    lines = []
    while (taken := spool.take(1, 1)) is not None:
        lines.append(taken.lines)
        spool.done(taken)
    assert (spool.points, spool.size, spool.damaged, segments()) == (0, 0, 0, [])
    return lines
"""

CUT = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
for number, (limit, length) in enumerate(LIMITS):
    folder = Path(sys.argv[1]) / str(number)
    spool = Spool(folder, PLENTY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    kept = []
    for k in range(8):
        try:
            spool.append(b"%d" % k * length, 1, stays)
            kept.append(b"%d" % k * length)
        except OSError as error:
            assert error.errno == errno.EFBIG
            assert spool.points == len(kept)
            assert spool.size == sum(path.stat().st_size for path in segments())
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert len(kept) == FIT[number], (limit, length, len(kept))
    spool.append(b"afterwards", 1, stays)
    if number % 2:
        spool.close()
        spool = Spool(folder, PLENTY)
        assert spool.points == len(kept) + 1
    assert drained(spool) == [*kept, b"afterwards"]
    spool.close()
"""

FULL = """
BATCH = 20_000

def batch(k):
    return b"%08d" % k * (BATCH // 8)

def fill(name):
    with (folder / name).open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4_096))
        except OSError as error:
            assert error.errno == errno.ENOSPC

free = None if sys.argv[2] == "seen" else lambda _: 10**12
spool = Spool(folder, PLENTY, free) if free else Spool(folder, PLENTY)
gone = []
def goes(entry, adopted):
    gone.append(entry.lines)

# Three times what the disk holds.
for k in range(150):
    spool.append(batch(k), 1, goes)
assert 0 < len(gone) < 150, len(gone)
assert spool.points == 150 - len(gone)

# Others take the rest: the oldest goes for the newest, all are whole.
fill("rest")
before = len(gone)
spool.append(batch(150), 1, goes)
assert before < len(gone) <= 150

# Others take all, and there is no room for a single one.
assert [*gone, *drained(spool)] == [batch(k) for k in range(151)]
fill("all")
for _ in range(3):
    try:
        spool.append(batch(0), 1, stays)
    except SpoolFullError as error:
        print(error)
    else:
        raise AssertionError("there was room")
assert (spool.points, spool.size, segments()) == (0, 0, [])

for name in ("rest", "all"):
    (folder / name).unlink()
spool.append(b"afterwards", 1, stays)
assert drained(spool) == [b"afterwards"]
spool.close()
"""

CUT_FULL = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
write = os.write

def write_to_a_full_disk(fd, data):
    try:
        return write(fd, data)
    except OSError as error:
        raise OSError(errno.ENOSPC, "full") from error

os.write = write_to_a_full_disk
spool, gone = Spool(folder, PLENTY), []
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
for k in range(40):
    spool.append(b"batch %02d" % k, 1, lambda entry, _: gone.append(entry.lines))
assert 0 < len(gone) < 40
assert [*gone, *drained(spool)] == [b"batch %02d" % k for k in range(40)]
try:
    spool.append(b"x" * 100, 1, stays)
except SpoolFullError as error:
    print(error)
assert (spool.size, segments()) == (0, [])
spool.append(b"afterwards", 1, stays)
assert drained(spool) == [b"afterwards"]
"""


def run(code: str, *args: object, before: Sequence[str] = ()) -> str:
    argv = [*before, sys.executable, "-c", PRELUDE + code, *map(str, args)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# Within the first bytes, within a header, within a payload, at a record's end, and in larger ones.
LIMITS = [(5, 10), (15, 10), (25, 10), (32, 10), (37, 10), (54, 10), (20_000, 9_000), (15_000, 20_000)]
FIT = [0, 0, 0, 4, 4, 6, 6, 0]


def test_what_was_kept_is_whole_and_readable_the_rest_leaves_nothing(tmp_path: Path) -> None:
    run(f"LIMITS, FIT = {LIMITS}, {FIT}\n{CUT}", tmp_path)


def test_a_write_that_finds_the_disk_full_lets_the_oldest_go(tmp_path: Path) -> None:
    assert "is full" in run(CUT_FULL, tmp_path)


@pytest.mark.parametrize("free", ["seen", "taken by others meanwhile"])
def test_on_a_small_disk_the_newest_are_kept_whole(tmp_path: Path, free: str) -> None:
    within = small_disk(tmp_path, 1024**2)
    if within is None:
        pytest.skip("neither root nor anybody in a user namespace may mount a tmpfs here (CAP_SYS_ADMIN)")
    said = run(FULL, tmp_path, free, before=within).splitlines()
    assert len(said) == 3
    assert all("disk" in line for line in said)
