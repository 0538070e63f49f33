"""`caflux up` as a user runs it: the real command, and every process that it starts."""

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from caflux.client import Client
from caflux.up.folder import data_folder
from caflux_config_api.migrate import migrate
from caflux_contracts.health import Health
from caflux_contracts.retrieval import Raw
from caflux_testing.influxd import InfluxServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.ports import free_port
from caflux_testing.up import Up
from caflux_testing.wait import until

ODD_NAME = "da ta%20?#é"

Start = Callable[..., Up]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>CAFlux</title>")
    begun: list[Up] = []

    def begin(*arguments: str, environment: Mapping[str, str] | None = None, **more: Any) -> Up:
        dashboard = {"CAFLUX_FRONTEND": str(tmp_path / "dist")}
        up = Up(tmp_path, *arguments, data=ODD_NAME, environment=dashboard | dict(environment or {}), **more)
        begun.append(up)
        up.start()
        return up

    yield begin
    for up in begun:
        up.stop()


def number_of_samples(client: Client, pv: str) -> int:
    [series] = client.data([pv], "now-1h", "now", points=20_000).series
    assert isinstance(series, Raw)
    return len(series.time)


def archived(client: Client, pv: str) -> Callable[[], bool]:
    return lambda: number_of_samples(client, pv) > 0


@pytest.mark.timeout(300)
def test_demo_is_archived_and_a_second_start_finds_it(start: Start) -> None:
    # A proxy for the world outside must not come between the parts.
    up = start("--demo", environment={"http_proxy": f"http://127.0.0.1:{free_port()}"})
    assert up.wait_for(r"password of the user admin is in (.+)")[1] == str(up.data / "admin-password")
    up.wait_for(r"\d+ demo PVs were added")
    with Client(up.url) as client:
        until(archived(client, "DEMO:SR:CURRENT"), what="samples of the demo")
        until(lambda: client.health().health is Health.OK, what="everything to be well")
        assert {component.health for component in client.health().components} == {Health.OK}
        before = number_of_samples(client, "DEMO:SR:CURRENT")
    assert httpx.get(up.url).text == "<!doctype html><title>CAFlux</title>"
    password = up.password
    up.wait_for(r"of \d+ PVs are connected")

    assert up.stop() == 0
    assert up.process.output().rstrip().endswith("stopped; nothing is left running")
    assert len(up.seen) >= 5, "manager, engine, web, demo IOC, guard"
    assert up.left() == set()

    # Without the demo: what was archived is there, and the PVs are those of the demo, still.
    again = start("--no-demo")
    with Client(again.url) as client:
        [series] = client.data(["DEMO:SR:CURRENT"], "now-1h", "now", points=20_000).series
        assert isinstance(series, Raw)
        assert len(series.time) >= before
        assert "DEMO:SR:CURRENT" in {pv.name for pv in client.pvs("demo:sr")}
    assert again.password == password
    assert "demo PVs were added" not in again.process.output()
    assert again.stop(signal.SIGTERM) == 0
    assert again.left() == set()


@pytest.mark.timeout(300)
def test_nothing_is_left_when_it_is_killed_and_the_next_start_goes_on(start: Start) -> None:
    up = start("--demo")
    up.wait_for(r"of \d+ PVs are connected")

    up.stop(signal.SIGKILL)
    until(lambda: not up.left(), what="the end of every process that it had started")

    again = start("--demo")
    with Client(again.url) as client:
        until(lambda: client.health().health is Health.OK, 60, "everything to be well")
    assert "demo PVs were added" not in again.process.output()


@pytest.mark.timeout(300)
def test_killed_processes_come_back(start: Start) -> None:
    up = start("--demo")
    up.wait_for(r"of \d+ PVs are connected")
    for name in ("collector", "demo IOC", "web"):
        pid = up.pid_of(name)
        os.kill(pid, signal.SIGKILL)
        up.wait_for(rf"{name} was killed by SIGKILL; starting it again in 0\.5 s")
        up.wait_for(rf"{name} started \(process (?!{pid}\))\d+\)")
    with Client(up.url) as client:
        until(
            lambda: client.health().health is Health.OK,
            60,
            "everything to be well",
            ignoring=(Exception,),
        )


def test_empty_archive_without_the_demo_tells_how_to_add_pvs(start: Start) -> None:
    up = start("--no-demo")

    up.wait_for("no PV is configured yet: .*caflux pvs add NAME")

    environment = {**os.environ, "CAFLUX_ADMIN_PASSWORD_FILE": str(up.data / "admin-password")}
    caflux = [sys.executable, "-m", "caflux"]
    subprocess.run(
        [*caflux, "pvs", "add", "LAB:ODD {x}/y", "--deadband=2", f"--url={up.url}"],
        env=environment,
        check=True,
    )
    listed = subprocess.run(
        [*caflux, "pvs", "list", f"--url={up.url}"], capture_output=True, text=True, check=True
    )
    assert listed.stdout == "LAB:ODD {x}/y\tactive\tmonitor\t\n"
    up.wait_for("0 of 1 PVs are connected")


@pytest.mark.timeout(300)
def test_real_servers_take_the_place_of_the_files(
    start: Start, influxd: InfluxServer, mariadb: DatabaseServer
) -> None:
    up = start("--demo", f"--influx={influxd.new_database()}", f"--database={mariadb.new_database()}")

    with Client(up.url) as client:
        up.wait_for(r"of \d+ PVs are connected")
        until(archived(client, "DEMO:SR:CURRENT"), what="samples of the demo")
    assert not [name for name in ("archive.db", "config.db") if (up.data / name).exists()]


class Refusal:
    """A `caflux up` that does not start."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.ended = subprocess.run(
            [sys.executable, "-P", "-m", "caflux", "up", f"--data={folder / ODD_NAME}", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            timeout=120,
            env={**os.environ, "CAFLUX_FRONTEND": str(folder / "dist"), **environment},
        )

    def sentence(self) -> str:
        assert self.ended.returncode == 1
        assert self.ended.stdout == ""
        [line] = self.ended.stderr.splitlines()
        return line


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., str]:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").touch()

    def run(*arguments: str, **environment: str) -> str:
        return Refusal(tmp_path, *arguments, **environment).sentence()

    return run


def test_port_in_use(refused: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as user:
        port = user.getsockname()[1]
        assert f"port {port} of 127.0.0.1" in refused(f"--port={port}")


def test_folder_in_use(start: Start, tmp_path: Path) -> None:
    up = start("--no-demo")

    sentence = Refusal(tmp_path, "--port=0").sentence()
    assert f"another `caflux up` (process {up.process.pid}) uses {tmp_path}" in sentence


def test_folder_that_can_not_be_written(refused: Callable[..., str]) -> None:
    assert "the data folder /proc/caflux can't be written" in refused("--data=/proc/caflux", "--port=0")


def test_dashboard_that_was_not_built(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "run `make up`" in refused("--port=0", CAFLUX_FRONTEND=str(tmp_path / "nowhere"))
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_archive_away(refused: Callable[..., str]) -> None:
    url = f"http://me:hunter2@127.0.0.1:{free_port()}/caflux"

    sentence = refused("--port=0", f"--influx={url}")
    assert "the archive at http://me:…@127.0.0.1:" in sentence
    assert "connection refused" in sentence
    assert "hunter2" not in sentence


def test_archive_that_is_something_else(refused: Callable[..., str]) -> None:
    assert "no address of an InfluxDB" in refused("--port=0", "--influx=postgres://db/x")


def test_database_away(refused: Callable[..., str]) -> None:
    port = free_port()

    sentence = refused("--port=0", f"--database=mysql://me:hunter2@127.0.0.1:{port}/caflux")
    assert f"the database at 127.0.0.1:{port} can't be reached (connection refused)" in sentence


def test_database_that_refuses_ends_what_was_started(
    refused: Callable[..., str], mariadb: DatabaseServer
) -> None:
    url = mariadb.new_database()
    wrong = re.sub(r"://([^:]+):[^@]+@", r"://\1:hunter2@", url)

    sentence = refused("--port=0", f"--database={wrong}")
    assert "Access denied" in sentence
    assert "hunter2" not in sentence


def test_database_of_a_newer_version(refused: Callable[..., str], tmp_path: Path) -> None:
    with data_folder(tmp_path / ODD_NAME) as folder:
        asyncio.run(migrate(f"sqlite:///{quote(str(folder.path))}/config.db"))
        with closing(sqlite3.connect(folder.path / "config.db")) as database, database:
            database.execute("UPDATE alembic_version SET version_num = 'f00'")

    assert "is of another version of CAFlux (Can't locate revision identified by 'f00')" in refused(
        "--port=0"
    )


def test_setting_that_makes_no_sense(refused: Callable[..., str]) -> None:
    assert "CAFLUX_CHECK_INTERVAL_S" in refused("--port=0", CAFLUX_CHECK_INTERVAL_S="soon")


def test_version_is_told() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "caflux", "--version"], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"caflux \d+\.\d+\.\d+\n", told.stdout)


def test_hangup_is_an_end_unless_it_was_turned_off(start: Start) -> None:
    up = start("--no-demo", prefix=["nohup"])
    up.process.signal(signal.SIGHUP)
    os.kill(up.pid_of("collector"), signal.SIGKILL)
    up.wait_for("collector was killed")  # so it is there to tell
    assert up.stop(signal.SIGTERM) == 0

    again = start("--no-demo")
    assert again.stop(signal.SIGHUP) == 0
    assert again.left() == set()


def test_interrupt_ends_it_in_the_background_of_a_script_too(start: Start) -> None:
    # As `caflux up &` in a script: its shell has it ignore interrupts.
    up = start("--no-demo", prefix=["env", "--ignore-signal=INT"])

    assert up.stop(signal.SIGINT) == 0
    assert up.left() == set()


def test_logs_are_structured(start: Start) -> None:
    up = start("--no-demo")

    first = (up.data / "logs" / "web.log").read_text().splitlines()[0]
    assert json.loads(first)["level"] == "info"
