"""Spools of any size take little memory: to write, to find again, to replay and to let go."""

import json
import subprocess
import sys
from pathlib import Path

MIB = 1024 * 1024

CODE = """
import json, sys, time
from pathlib import Path
from caflux_collector.spool import Bounds, Spool

folder, mib = Path(sys.argv[1]), int(sys.argv[2])
lines = b"".join(b"sample,pv=SR:MAGNET:%05d value=%d.5 17%017d\\n" % (k, k, k) for k in range(20_000))
lines = lines[: 1024**2]

def rss():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

def count(entry, adopted):
    figures["gone"] = figures.get("gone", 0) + 1

figures, begin = {}, rss()

def note(name, start):
    figures[name] = rss() - begin
    figures[name + "_s"] = round(time.perf_counter() - start, 2)

start = time.perf_counter()
spool = Spool(folder, Bounds(2 * mib * 1024**2))
for k in range(mib):
    spool.append(lines, 20_000, count)
spool.close()
note("written", start)
start = time.perf_counter()
spool = Spool(folder, Bounds(mib * 1024**2 // 2))
note("found", start)
assert spool.points == mib * 20_000
start = time.perf_counter()
spool.append(lines, 20_000, count)
note("let_go", start)
start = time.perf_counter()
at_once = []
while (taken := spool.take(8 * 1024**2, 10**9)) is not None:
    at_once.append(taken)
    if len(at_once) == 3:
        spool.done(at_once.pop(0))
for taken in at_once:
    spool.done(taken)
del taken
note("replayed", start)
assert spool.points == 0
print(json.dumps(figures))
"""


def test_hundreds_of_mib_take_a_few(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", CODE, str(tmp_path), "256"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    print(figures)  # noqa: T201 -- shown where it fails, or with -s
    assert figures["gone"] > 100
    assert figures["written"] < 24 * MIB
    assert figures["found"] < 24 * MIB
    assert figures["let_go"] < 24 * MIB
    assert figures["replayed"] < 96 * MIB  # three writes of 8 MiB under way, and their copies
