"""`caflux up` as a user runs it: the real command, and every process that it starts."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux.client import Client
from caflux_contracts.health import Health
from caflux_contracts.retrieval import Raw
from caflux_testing.influxd import InfluxServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.ports import free_port
from caflux_testing.wait import until

START_S = 90.0
_OURS = ("CAFLUX_", "EPICS_")


class Up:
    """One `caflux up`."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        self.data = folder / "da ta%20?#é"
        self.output = folder / f"up-{len(list(folder.glob('up-*')))}.log"
        self.started: set[int] = set()
        command = [sys.executable, "-P", "-m", "caflux", "up", "--port=0", f"--data={self.data}", *arguments]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*prefix, *command],
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**inherited, "CAFLUX_FRONTEND": str(folder / "dist"), **(environment or {})},
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, pattern: str) -> re.Match[str]:
        def found() -> re.Match[str] | None:
            assert self.process.poll() is None, f"it ended:\n{self.said()}"
            return re.search(pattern, self.said())

        match = until(found, START_S, f"{pattern!r} to be printed")
        assert match is not None
        self.note_descendants()
        return match

    @property
    def url(self) -> str:
        return self.wait_for(r"runs at (http://\S+)")[1]

    def client(self) -> Client:
        return Client(self.url)

    def password(self) -> str:
        return (self.data / "admin-password").read_text().strip()

    def note_descendants(self) -> None:
        """Note every process below this one, to look for them when it has ended."""
        parents = {pid: parent for pid in processes() if (parent := parent_of(pid)) is not None}
        family = {self.process.pid}
        for _ in parents:
            family |= {pid for pid, parent in parents.items() if parent in family}
        self.started |= family - {self.process.pid}

    def left(self) -> set[int]:
        return {pid for pid in self.started if parent_of(pid) is not None}

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.note_descendants()
            self.process.send_signal(number)
        return self.process.wait(60)


def processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def parent_of(pid: int) -> int | None:
    """Give the parent of a process, or None if it does not run (a zombie does not)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else int(fields[1])


Start = Callable[..., Up]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>CAFlux</title>")
    begun: list[Up] = []

    def begin(*arguments: str, **more: Any) -> Up:
        up = Up(tmp_path, *arguments, **more)
        begun.append(up)
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
    with up.client() as client:
        until(archived(client, "DEMO:SR:CURRENT"), what="samples of the demo")
        until(lambda: client.health().health is Health.OK, what="everything to be well")
        assert {component.health for component in client.health().components} == {Health.OK}
        before = number_of_samples(client, "DEMO:SR:CURRENT")
    assert httpx.get(up.url).text == "<!doctype html><title>CAFlux</title>"
    password = up.password()
    up.wait_for(r"of \d+ PVs are connected")

    assert up.stop() == 0
    assert up.said().rstrip().endswith("stopped; nothing is left running")
    assert len(up.started) >= 5, "manager, engine, web, demo IOC, guard"
    assert up.left() == set()

    # Without the demo: what was archived is there, and the PVs are those of the demo, still.
    again = start("--no-demo")
    with again.client() as client:
        [series] = client.data(["DEMO:SR:CURRENT"], "now-1h", "now", points=20_000).series
        assert isinstance(series, Raw)
        assert len(series.time) >= before
        assert "DEMO:SR:CURRENT" in {pv.name for pv in client.pvs("demo:sr")}
    assert again.password() == password
    assert "demo PVs were added" not in again.said()
    assert again.stop(signal.SIGTERM) == 0
    assert again.left() == set()


@pytest.mark.timeout(300)
def test_nothing_is_left_when_it_is_killed_and_the_next_start_goes_on(start: Start) -> None:
    up = start("--demo")
    up.wait_for(r"of \d+ PVs are connected")

    up.stop(signal.SIGKILL)
    until(lambda: not up.left(), what="the end of every process that it had started")

    again = start("--demo")
    with again.client() as client:
        until(lambda: client.health().health is Health.OK, 60, "everything to be well")
    assert "demo PVs were added" not in again.said()


@pytest.mark.timeout(300)
def test_killed_processes_come_back(start: Start) -> None:
    up = start("--demo")
    up.wait_for(r"of \d+ PVs are connected")
    for name in ("collector", "demo IOC", "web"):
        pid = int(up.wait_for(rf"{name} started \(process (\d+)\)")[1])
        os.kill(pid, signal.SIGKILL)
        up.wait_for(rf"{name} was killed by SIGKILL; starting it again in 0\.5 s")
        up.wait_for(rf"{name} started \(process (?!{pid}\))\d+\)")
    with up.client() as client:
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

    with up.client() as client:
        up.wait_for(r"of \d+ PVs are connected")
        until(archived(client, "DEMO:SR:CURRENT"), what="samples of the demo")
    assert not list(up.data.glob("*.db"))


class Refusal:
    """A `caflux up` that does not start."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.ended = subprocess.run(
            [sys.executable, "-P", "-m", "caflux", "up", f"--data={folder / 'da ta%20?#é'}", *arguments],
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
    up.wait_for("runs at")

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


def test_setting_that_makes_no_sense(refused: Callable[..., str]) -> None:
    assert "CAFLUX_CHECK_INTERVAL_S" in refused("--port=0", CAFLUX_CHECK_INTERVAL_S="soon")


def test_version_is_told() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "caflux", "--version"], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"caflux \d+\.\d+\.\d+\n", told.stdout)


def test_hangup_is_an_end_unless_it_was_turned_off(start: Start) -> None:
    up = start("--no-demo", prefix=["nohup"])
    up.wait_for("runs at")
    up.process.send_signal(signal.SIGHUP)
    os.kill(int(up.wait_for(r"collector started \(process (\d+)\)")[1]), signal.SIGKILL)
    up.wait_for("collector was killed")  # so it is there to tell
    assert up.stop(signal.SIGTERM) == 0

    again = start("--no-demo")
    again.wait_for("runs at")
    assert again.stop(signal.SIGHUP) == 0
    assert again.left() == set()


def test_logs_are_structured(start: Start) -> None:
    up = start("--no-demo")
    up.wait_for("runs at")

    first = (up.data / "logs" / "web.log").read_text().splitlines()[0]
    assert json.loads(first)["level"] == "info"
