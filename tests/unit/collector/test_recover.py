"""What an engine that was killed had in its rings is in the spool, under the right names."""

import functools
import json
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from caflux_collector import layout
from caflux_collector.names import NamesFile, read_names
from caflux_collector.recover import last_received, recover
from caflux_collector.spool import Bounds, Spool
from caflux_storage.decode import SampleRow, decode

NOW = 1_700_000_000_000_000_000
PVS = ["plain", 'quo"te \\ and space', "Größe:{µ}", "s,t=r"]
EVENTS = 40
Leave = Callable[..., None]

ENGINE = """
import os, sys
from pathlib import Path
from caflux_collector.layout import FLAG_BLOCK, Size
from caflux_collector.names import NamesFile
from caflux_collector.producer import PythonProducer, make_producer
from caflux_collector.ring import Position, Ring
from caflux_testing.dbr import CaEvent, Libca

folder, which, committed, pvs = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:]
producer = make_producer() if which == "compiled" else PythonProducer()
assert producer.name == which, "the callback caflux_collector/_ring.c was not compiled"
ring = Ring(0, folder / "ring-0.bin", Size(slots=16, records=64, bytes=8192), producer)
names = NamesFile(folder / "ring-0.names")
slots = [names.add(pv) for pv in pvs]
ring.flags[slots[-1]] = FLAG_BLOCK
libca, now = Libca(producer.callback.value), 1_700_000_000_000_000_000
for k in range(40):
    for slot in slots[:-1]:
        if k % 4 == 0:
            libca.post(ring.usr(slot).value, CaEvent("double", [k], now + k, severity=1))
    libca.post(ring.usr(slots[-1]).value, CaEvent("string", [b"text %d" % k], now + k))
ring.commit(Position(committed, 64 * committed))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def left_by(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """Give a function: what a killed engine left. It is started once a kind, and its files are copied."""

    @functools.cache
    def killed(which: str, committed: int) -> Path:
        folder = tmp_path_factory.mktemp("killed")
        argv = [sys.executable, "-c", ENGINE, str(folder), which, str(committed), *PVS]
        with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as engine:
            assert engine.stdout is not None
            assert engine.stdout.readline() == b"ready\n"
            engine.kill()
            assert engine.wait() == -signal.SIGKILL
        return folder

    return killed


@pytest.fixture
def killed_engine(rings: Path, left_by: Callable[[str, int], Path]) -> Leave:
    """Give a function that leaves the ring of an engine killed with SIGKILL after 40 events of every PV."""

    def leave(which: str = "compiled", committed: int = 0) -> None:
        for file in left_by(which, committed).iterdir():
            shutil.copy(file, rings)

    return leave


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool", Bounds(10**9))
    yield spool
    spool.close()


@pytest.fixture
def rings(tmp_path: Path) -> Path:
    folder = tmp_path / "rings"
    folder.mkdir()
    return folder


def spooled(spool: Spool) -> list[SampleRow]:
    rows: list[SampleRow] = []
    while (taken := spool.take(1_000_000, 1_000_000)) is not None:
        found = decode(taken.lines)
        assert (found.bad, len(found.samples)) == (0, taken.points)
        rows += found.samples
        spool.done(taken)
    return rows


NUMBERS = {(pv, NOW + k, float(k)) for pv in PVS[:-1] for k in range(0, EVENTS, 4)}
TEXTS = {(PVS[-1], NOW + k, f"text {k}") for k in range(EVENTS)}


def points(rows: list[SampleRow]) -> set[tuple[str, int, float | str | None]]:
    return {(row[0], row[1], row[2] if row[3] is None else row[3]) for row in rows}


@pytest.mark.parametrize("which", ["compiled", "python"])
def test_all_that_had_arrived_when_an_engine_is_killed_is_spooled(
    killed_engine: Leave, rings: Path, spool: Spool, which: str
) -> None:
    killed_engine(which)
    assert recover(rings, [spool], NOW) == len(NUMBERS) + len(TEXTS)
    rows = spooled(spool)
    assert points(rows) == NUMBERS | TEXTS
    assert all((row[6] == 1) == (row[0] != PVS[-1]) for row in rows)  # severity
    assert list(rings.iterdir()) == []


def test_what_was_given_back_is_not_spooled_again(killed_engine: Leave, rings: Path, spool: Spool) -> None:
    killed_engine(committed=10)
    assert recover(rings, [spool], NOW) == len(NUMBERS) + len(TEXTS) - 20
    assert min(row[1] for row in spooled(spool) if row[3]) == NOW + 10


def test_the_next_engine_can_make_its_ring(killed_engine: Leave, rings: Path, spool: Spool) -> None:
    killed_engine()
    recover(rings, [spool], NOW)
    killed_engine()
    assert recover(rings, [spool], NOW) == len(NUMBERS) + len(TEXTS)


def test_the_last_arrival_is_known(killed_engine: Leave, rings: Path) -> None:
    killed_engine()
    assert NOW < last_received(rings) < time.time_ns()


def test_without_rings_nothing_has_arrived(rings: Path) -> None:
    assert last_received(rings) == 0


def test_without_rings_nothing_is_done(rings: Path, spool: Spool) -> None:
    assert recover(rings, [spool], NOW) == 0
    assert spool.size == 0


def test_rings_are_spread_over_the_spools(
    killed_engine: Leave, rings: Path, tmp_path: Path, spool: Spool
) -> None:
    killed_engine()
    for suffix in ("bin", "names"):
        shutil.copy(rings / f"ring-0.{suffix}", rings / f"ring-1.{suffix}")
    other = Spool(tmp_path / "other", Bounds(10**9))
    recover(rings, [spool, other], NOW)
    assert spool.points == other.points > 0
    other.close()


@pytest.mark.parametrize("known", range(len(PVS) + 1))
def test_a_torn_file_of_names_costs_only_the_pvs_it_lacks(
    killed_engine: Leave, rings: Path, spool: Spool, known: int
) -> None:
    killed_engine()
    lines = (rings / "ring-0.names").read_bytes().splitlines(keepends=True)
    torn = b"".join(lines[:known]) + (lines[known][:-1] if known < len(lines) else b"")
    (rings / "ring-0.names").write_bytes(torn)
    kept = {point for point in NUMBERS | TEXTS if point[0] in PVS[:known]}
    assert recover(rings, [spool], NOW) == len(kept)
    assert points(spooled(spool)) == kept
    left = {path.name for path in rings.iterdir()}
    assert left == (set() if known == len(PVS) else {"ring-0.bin.unreadable", "ring-0.names.unreadable"})


@pytest.mark.parametrize("names", [b"", b"not json\n", b"\xff\xfe\n", b"[1]\n5\n", b"5\n"])
def test_a_file_of_no_names_sets_the_ring_aside(
    killed_engine: Leave, rings: Path, spool: Spool, names: bytes
) -> None:
    killed_engine()
    (rings / "ring-0.names").write_bytes(names)
    assert recover(rings, [spool], NOW) == 0
    assert (rings / "ring-0.bin.unreadable").exists()
    assert recover(rings, [spool], NOW) == 0


def test_a_ring_without_a_file_of_names_is_set_aside(killed_engine: Leave, rings: Path, spool: Spool) -> None:
    killed_engine()
    (rings / "ring-0.names").unlink()
    assert recover(rings, [spool], NOW) == 0
    assert [path.name for path in rings.iterdir()] == ["ring-0.bin.unreadable"]


def test_a_file_of_names_without_a_ring_is_not_in_the_next_engines_way(rings: Path, spool: Spool) -> None:
    NamesFile(rings / "ring-0.names").close()
    recover(rings, [spool], NOW)
    NamesFile(rings / "ring-0.names").close()


@pytest.mark.parametrize("content", [b"", b"garbage", bytes(8_192), b"\xff" * 8_192])
def test_a_ring_file_of_garbage_is_set_aside_with_its_names(
    killed_engine: Leave, rings: Path, spool: Spool, content: bytes
) -> None:
    killed_engine()
    shutil.copy(rings / "ring-0.names", rings / "ring-1.names")
    (rings / "ring-1.bin").write_bytes(content)
    assert recover(rings, [spool], NOW) == len(NUMBERS) + len(TEXTS)  # of the other ring
    left = {path.name: path.read_bytes() for path in rings.iterdir()}
    assert left.keys() == {"ring-1.bin.unreadable", "ring-1.names.unreadable"}
    assert left["ring-1.bin.unreadable"] == content


def damage(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


@pytest.mark.parametrize("word", [*layout.HEADS, *layout.TAILS])
@pytest.mark.parametrize("value", [2**63, 2**64 - 1, 1_000_000])
def test_positions_that_can_not_be_set_the_ring_aside(
    killed_engine: Leave, rings: Path, spool: Spool, word: int, value: int
) -> None:
    killed_engine()
    damage(rings / "ring-0.bin", word, struct.pack("<Q", value))
    assert recover(rings, [spool], NOW) == 0
    assert (rings / "ring-0.bin.unreadable").exists()


@pytest.mark.parametrize("block", [bytes(32), b"\xff" * 32, struct.pack("<IIHBBI", 64, 3, 0, 0, 99, 1)])
def test_a_damaged_block_costs_what_follows_it_and_no_number(
    killed_engine: Leave, rings: Path, spool: Spool, block: bytes
) -> None:
    killed_engine()
    _, where = layout.load(rings / "ring-0.bin")
    damage(rings / "ring-0.bin", where.at["at_bytes"] + 10 * 64, block)
    assert recover(rings, [spool], NOW) == len(NUMBERS) + 10
    assert points(spooled(spool)) == NUMBERS | {(pv, t, x) for pv, t, x in TEXTS if t < NOW + 10}
    assert (rings / "ring-0.bin.unreadable").exists()


def test_a_record_of_a_slot_that_does_not_exist_costs_itself(
    killed_engine: Leave, rings: Path, spool: Spool
) -> None:
    killed_engine()
    _, where = layout.load(rings / "ring-0.bin")
    damage(rings / "ring-0.bin", where.at["at_records"] + 5 * 32, struct.pack("<I", 2**32 - 1))
    assert recover(rings, [spool], NOW) == len(NUMBERS) + len(TEXTS) - 1


def test_a_ring_that_the_disk_has_no_room_for_stays_for_the_next_start(
    killed_engine: Leave, rings: Path, tmp_path: Path
) -> None:
    killed_engine()
    code = f"""
import resource, signal
from pathlib import Path
from caflux_collector.recover import last_received, recover
from caflux_collector.spool import Bounds, Spool
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
spool = Spool(Path({str(tmp_path)!r}) / "full", Bounds(10**9))
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
assert recover(Path({str(rings)!r}), [spool], 0) == 0
assert (spool.points, spool.size) == (0, 0)
"""
    # Its output goes through a pipe, for which there is no limit.
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    killed_engine()  # the next engine had room for a ring of its own, and was killed, too
    spool = Spool(tmp_path / "spool", Bounds(10**9))
    assert recover(rings, [spool], NOW) == 2 * (len(NUMBERS) + len(TEXTS))
    assert points(spooled(spool)) == NUMBERS | TEXTS
    assert list(rings.iterdir()) == []


def test_names_come_back_in_the_order_of_their_slots(tmp_path: Path) -> None:
    path = tmp_path / "names"
    file = NamesFile(path)
    assert [file.add(pv) for pv in PVS] == [0, 1, 2, 3]
    assert read_names(path) == file.pv == PVS  # written before it is closed
    file.close()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines == [[slot, pv] for slot, pv in enumerate(PVS)]


def test_the_last_name_of_a_slot_holds_also_when_the_file_is_written_anew(tmp_path: Path) -> None:
    file = NamesFile(tmp_path / "names")
    for pv in PVS:
        file.add(pv)
    for k in range(30_000):
        file.rename(1, f"pv{k}")
    assert read_names(tmp_path / "names") == file.pv == [PVS[0], "pv29999", *PVS[2:]]
    assert len((tmp_path / "names").read_bytes().splitlines()) < 15_000
    file.close()
    assert [path.name for path in tmp_path.iterdir()] == ["names"]


@pytest.mark.parametrize(
    "torn", [b'[1, "to', b"[]\n", b'"old"\n', b'[7, "gap"]\n', b'[-1, "x"]\n', b"\xff\n"]
)
def test_names_end_at_a_line_that_is_none(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "names").write_bytes(b'[0, "a"]\n' + torn)
    assert read_names(tmp_path / "names") == ["a"]
