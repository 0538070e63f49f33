"""Work threads that die or stall are replaced, and no sample is lost: every one is compared."""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from caflux_testing import archive
from caflux_testing.compare import differences
from caflux_testing.exact_ioc import ExactIoc, Posts
from caflux_testing.influxd import InfluxServer
from caflux_testing.ioc.kinds import KINDS
from caflux_testing.lone_engine import LoneEngine
from caflux_testing.running import running
from caflux_testing.wait import until

BREAKABLE = Path(__file__).with_name("breakable_engine.py")
LONG_S = 120.0
TWO = {"CAFLUX_THREADS": "2"}
NUMBERS = KINDS.keys() - {"string", "strings", "long-string"}


@pytest.fixture
def ioc(tmp_path: Path) -> Iterator[ExactIoc]:
    """Give an IOC with two PVs of every kind, which posts nothing yet."""
    with running(ExactIoc(tmp_path, 2 * len(KINDS))) as ioc:
        yield ioc


def test_a_thread_that_dies_is_replaced(ioc: ExactIoc, influxd: InfluxServer, tmp_path: Path) -> None:
    names = [pv.name for pv in ioc.pvs]
    url = influxd.new_database()
    engine = LoneEngine(tmp_path, ioc.environment, url, names, argv=[BREAKABLE], settings=TWO)
    with running(engine):
        engine.wait_connected(len(names))
        ioc.go()
        engine.wait_archived(300)
        for count in range(1, 5):
            engine.process.write_line(engine.status()["threads"][0]["name"])
            wait_replaced(engine, count)
            engine.wait_archived(50)
        told = engine.status()
        assert "SystemExit" in told["thread_error"]
        assert told["connected"] == len(names)
        assert [thread["error"] for thread in told["threads"]] == [None, None]

        posts = ioc.halt()
        wait_for_all(url, names, posts)
        until(lambda: engine.status()["counts"]["pending"] == 0, LONG_S, "all to be accounted for")
        assert [path.name for path in engine.data.rglob("*.unreadable")] == []

        # One more is too many: the engine ends, so that the manager starts a new one.
        engine.process.write_line(told["threads"][0]["name"])
        assert engine.process.wait(LONG_S) == 1
        assert "5 work threads failed within 10 minutes" in engine.process.output()
        engine.start()
        engine.wait_connected(len(names))
        wait_for_all(url, names, posts)
        assert engine.status()["threads_replaced"] == 0


def test_a_thread_that_stalls_is_replaced_and_finishes_when_it_wakes(
    ioc: ExactIoc, influxd: InfluxServer, tmp_path: Path
) -> None:
    text = next(pv.name for pv in ioc.pvs if pv.kind == "string")
    numbers = [pv.name for pv in ioc.pvs if pv.kind in NUMBERS]
    names = [text, *numbers]
    url = influxd.new_database()
    # Texts are numbers in this database: what is refused goes to quarantine, and that takes for ever.
    archive.write(url, b"sample,pv=other text=1 %d\n" % time.time_ns())
    engine = LoneEngine(tmp_path, ioc.environment, url, names, settings={"CAFLUX_STALL_S": "5"} | TWO)
    quarantine = engine.data / "quarantine-0.lines"
    os.mkfifo(quarantine)
    with running(engine):
        engine.wait_connected(len(names))
        ioc.go()
        wait_replaced(engine, 1)
        told = engine.status()
        assert "work-0 has not finished a batch for" in told["thread_error"]
        assert "work-0" not in [thread["name"] for thread in told["threads"]]
        engine.wait_archived(300)
        posts = ioc.halt()

        assert (engine.data / "rings" / "ring-0.bin").exists()
        reader = threading.Thread(target=read_all, args=[quarantine], daemon=True)
        reader.start()
        wait_for_all(url, numbers, posts)
        until(lambda: engine.status()["counts"]["pending"] == 0, LONG_S, "all to be accounted for")
        until(lambda: not (engine.data / "rings" / "ring-0.bin").exists(), LONG_S, "the ring to be given up")


def wait_replaced(engine: LoneEngine, count: int) -> None:
    """Wait until so many threads have been replaced since the start."""
    until(
        lambda: engine.status()["threads_replaced"] >= count,
        LONG_S,
        f"{count} threads to be replaced",
        seen=engine.status,
    )


def read_all(fifo: Path) -> None:
    """Read a pipe for ever, whoever writes to it."""
    while True:
        fifo.read_bytes()


def wait_for_all(url: str, names: Sequence[str], posts: dict[str, Posts]) -> None:
    """Wait until the archive has what was posted, no more and no less."""

    def lacking() -> list[str]:
        return [each for name in names for each in differences(name, posts[name], archive.samples(url, name))]

    until(lambda: not lacking(), LONG_S, "all that was posted to be archived", seen=lambda: lacking()[:5])
