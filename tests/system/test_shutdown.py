"""SIGTERM: what has arrived is archived or on disk, and noted, whatever hangs around the engine."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_testing import archive
from caflux_testing.compare import differences
from caflux_testing.exact_ioc import ExactIoc, Posts
from caflux_testing.influxd import InfluxServer
from caflux_testing.ioc.kinds import KINDS
from caflux_testing.lone_engine import LoneEngine
from caflux_testing.ports import LOOPBACK
from caflux_testing.running import running
from caflux_testing.wait import until

LONG_S = 120.0


@pytest.fixture
def ioc(tmp_path: Path) -> Iterator[ExactIoc]:
    """Give an IOC with a PV of every kind, which posts nothing yet."""
    with running(ExactIoc(tmp_path, len(KINDS))) as ioc:
        yield ioc


@pytest.fixture
def silent_config_api() -> Iterator[str]:
    """Give the URL of a config-api that takes connections and never says a word."""
    with socket.create_server((LOOPBACK, 0)) as server:
        yield f"http://{LOOPBACK}:{server.getsockname()[1]}"


def test_nothing_is_lost_where_archive_and_config_api_hang(
    ioc: ExactIoc, own_influxd: InfluxServer, silent_config_api: str, tmp_path: Path
) -> None:
    names = [pv.name for pv in ioc.pvs]
    url = own_influxd.new_database()
    settings = {"CAFLUX_CONFIG_URL": silent_config_api}
    engine = LoneEngine(tmp_path, ioc.environment, url, names, settings=settings)
    with running(engine):
        engine.wait_connected(len(names))
        ioc.go()
        engine.wait_archived(100)
        assert own_influxd.process is not None
        own_influxd.process.signal(signal.SIGSTOP)
        try:
            posts = wait_for_pending(engine, ioc)
            assert engine.process.stop(LONG_S) == 0
            assert "engine stopped" in engine.process.output()
            assert list(engine.data.glob("rings/*")) == []
        finally:
            own_influxd.process.signal(signal.SIGCONT)
        engine.start()
        until(lambda: engine.status()["counts"]["spooled"] == 0, LONG_S, "the spool to be replayed")
        for name in names:
            assert differences(name, posts[name], archive.samples(url, name)) == []
            kinds = archive.kinds(url, name)
            assert kinds[:3] == ["started", "connected", "stopped"], name


def wait_for_pending(engine: LoneEngine, ioc: ExactIoc) -> dict[str, Posts]:
    """Let samples come that can't be archived, and give all that was posted."""
    before = engine.status()["counts"]["received"]
    until(
        lambda: engine.status()["counts"]["received"] > before + 100 and engine.status()["counts"]["pending"],
        LONG_S,
        "samples that wait",
    )
    posts = ioc.halt()
    total = sum(map(len, posts.values()))
    until(lambda: engine.status()["counts"]["received"] >= total, LONG_S, "all to be received")
    return posts


def test_two_engines_never_share_a_data_folder(ioc: ExactIoc, influxd: InfluxServer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    url = influxd.new_database()
    first = LoneEngine(tmp_path, ioc.environment, url, [])
    second = LoneEngine(
        tmp_path / "other", ioc.environment, url, [], settings={"CAFLUX_DATA": str(first.data)}
    )
    with running(first):
        second.process.start()
        assert second.process.wait(LONG_S) == 1
        second.stop()
        assert "another engine" in second.process.output()
        assert first.status()["threads_replaced"] == 0


def test_a_data_folder_that_can_not_be_written_is_said(influxd: InfluxServer, tmp_path: Path) -> None:
    engine = LoneEngine(
        tmp_path, {}, influxd.new_database(), [], settings={"CAFLUX_DATA": "/proc/self/caflux"}
    )
    engine.process.start()
    assert engine.process.wait(LONG_S) == 1
    engine.stop()
    assert "engine can't start" in engine.process.output()
    assert "/proc/self/caflux" in engine.process.output()
    assert "Traceback" not in engine.process.output()
