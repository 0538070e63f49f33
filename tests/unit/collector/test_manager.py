"""The manager and its engine as real processes. config-api is away all the time: the engine lives without."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from caflux_collector import manager
from caflux_collector.manager.config import read
from caflux_testing.managed import SOON_S, TOKEN, Collector
from caflux_testing.ports import LOOPBACK
from caflux_testing.wait import until

SOURCES = Path(manager.__file__).parents[2]


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def stopped(collector: Collector) -> None:
    if collector.process.alive:
        collector.process.stop()


@pytest.fixture
def new_collector(tmp_path: Path) -> Iterator[Callable[..., Collector]]:
    made: list[Collector] = []

    def make(**settings: str) -> Collector:
        made.append(Collector(tmp_path / str(len(made)), settings))
        return made[-1]

    yield make
    for collector in made:
        stopped(collector)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collector]:
    """Give a collector that runs, and goes on running."""
    collector = Collector(tmp_path_factory.mktemp("collector"))
    collector.start()
    yield collector
    collector.process.stop()


@pytest.fixture
def collector(new_collector: Callable[..., Collector]) -> Collector:
    return new_collector()


def test_the_manager_says_how_the_engine_is(running: Collector) -> None:
    pid = running.wait_for_engine()
    running.wait_for("a sign of life", lambda status: status["state"] == "running")
    status = running.status()
    assert status["engine_pid"] == pid
    assert status["started_ns"] > 1_700_000_000_000_000_000
    assert httpx.get(f"{running.url}/livez").json() == {"status": "alive"}
    assert (running.data / "manager.pid").read_text(encoding="ascii") == f"{running.process.pid}\n"


def test_the_engine_lives_without_config_api(running: Collector) -> None:
    running.wait_for_engine()
    engine = f"http://{LOOPBACK}:{running.engine_port}"
    assert httpx.get(f"{engine}/livez").status_code == 200
    ready = httpx.get(f"{engine}/readyz")
    assert (ready.status_code, ready.headers["content-type"]) == (503, "application/problem+json")
    assert "caflux_events_received_total" in httpx.get(f"{engine}/metrics").text
    assert httpx.get(f"{engine}/status/pvs").json()["name"] == []


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/restart"), ("POST", "/status")])
def test_other_addresses_are_problems(running: Collector, method: str, path: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx.request(method, running.url + path, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    "authorization", ["Bearer wrong", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN, "Bearer \u00e9"]
)
def test_only_the_service_token_restarts(running: Collector, authorization: str) -> None:
    pid = running.wait_for_engine()
    answer = running.restart(authorization)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert httpx.post(f"{running.url}/restart").status_code == 401
    assert running.wait_for_engine() == pid


def test_an_engine_that_is_killed_is_back_at_once(running: Collector) -> None:
    pid = running.wait_for_engine()
    restarts = running.status()["restarts"]
    os.kill(pid, signal.SIGKILL)
    running.wait_for_engine(other_than=pid)
    status = running.status()
    assert (status["restarts"], status["last_exit"]) == (restarts + 1, "signal SIGKILL")
    running.wait_for("a sign of life", lambda status: status["state"] == "running")


def test_a_restart_asked_for_is_a_clean_one(running: Collector) -> None:
    pid = running.wait_for_engine()
    restarts = running.status()["restarts"]
    answer = running.restart(content=b"x" * 100_000)  # a body that nobody asked for is no trouble
    assert (answer.status_code, answer.json()) == (202, {"status": "restart asked for"})
    running.wait_for_engine(other_than=pid)
    status = running.wait_for("the restart", lambda status: status["restarts"] == restarts + 1)
    assert status["last_exit"] == "status 0"


def test_a_request_that_never_ends_holds_up_no_other(running: Collector) -> None:
    with socket.create_connection((LOOPBACK, running.manager_port)) as idle:
        idle.sendall(b"POST /restart HTTP/1.1\r\n")
        assert httpx.get(f"{running.url}/livez", timeout=10).status_code == 200


def test_a_second_manager_on_the_folder_is_refused(running: Collector) -> None:
    second = running.another("second")
    second.start()
    assert second.wait(SOON_S) == 2
    said = f"caflux manager: a manager (pid {running.process.pid}) already works in {running.data}\n"
    assert second.output() == said
    assert (running.data / "manager.pid").read_text(encoding="ascii") == f"{running.process.pid}\n"


def test_sigterm_ends_both(collector: Collector) -> None:
    pid = collector.start()
    assert collector.process.stop() == 0
    assert is_gone(pid)
    assert "engine stopped" in collector.process.output()
    assert (collector.data / "manager.pid").read_text(encoding="ascii") == ""
    assert list((collector.data / "rings").iterdir()) == []


def test_an_engine_ends_when_its_manager_is_killed_and_the_next_one_waits_for_it(
    collector: Collector,
) -> None:
    pid = collector.start()
    os.kill(pid, signal.SIGSTOP)  # so that it takes its time
    collector.process.kill()
    collector.process.start()
    until(lambda: f"another engine (pid {pid})" in collector.process.output(), SOON_S, "the next to wait")
    os.kill(pid, signal.SIGCONT)
    collector.wait_for_engine(other_than=pid)
    assert is_gone(pid)
    assert collector.status()["restarts"] == 0
    assert [path.name for path in (collector.data / "rings").glob("*.bin")] == ["ring-0.bin"]


def test_an_engine_that_fails_at_its_start_is_started_again_until_it_can(collector: Collector) -> None:
    with socket.create_server((LOOPBACK, collector.engine_port)):
        collector.process.start()
        assert collector.wait_for("an end", lambda s: s["restarts"] >= 1)["last_exit"] == "status 1"
    collector.wait_for_engine()
    assert f"can't listen on {LOOPBACK} port {collector.engine_port}" in collector.process.output()


def test_a_port_in_use_is_a_sentence(collector: Collector) -> None:
    with socket.create_server((LOOPBACK, collector.manager_port)):
        collector.process.start()
        assert collector.process.wait(SOON_S) == 2
    said = (
        f"caflux manager: can't listen on {LOOPBACK} port {collector.manager_port}: Address already in use\n"
    )
    assert collector.process.output() == said


def test_a_control_socket_that_can_t_be_had_is_a_sentence(collector: Collector) -> None:
    place = collector.data / "manager.sock"
    place.mkdir(parents=True)
    collector.process.start()
    assert collector.process.wait(SOON_S) == 2
    said = f"caflux manager: can't listen on {place}: Is a directory\n"
    assert collector.process.output() == said


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"CAFLUX_DATA": ""}, "CAFLUX_DATA must be set"),
        ({"CAFLUX_SERVICE_TOKEN": ""}, "CAFLUX_SERVICE_TOKEN or CAFLUX_SERVICE_TOKEN_FILE must be set"),
        (
            {"CAFLUX_SERVICE_TOKEN": "", "CAFLUX_SERVICE_TOKEN_FILE": "/dev/null"},
            "CAFLUX_SERVICE_TOKEN or CAFLUX_SERVICE_TOKEN_FILE must be set",
        ),
        (
            {"CAFLUX_SERVICE_TOKEN": "", "CAFLUX_SERVICE_TOKEN_FILE": "/no/such/file"},
            "CAFLUX_SERVICE_TOKEN_FILE can't be read: [Errno 2] No such file or directory: '/no/such/file'",
        ),
        ({"CAFLUX_MANAGER_PORT": "many"}, "CAFLUX_MANAGER_PORT must be a port, not 'many'"),
        ({"CAFLUX_MANAGER_PORT": "70000"}, "CAFLUX_MANAGER_PORT must be a port, not '70000'"),
        ({"CAFLUX_DATA": "/dev/null/data"}, "can't write /dev/null/data/manager.pid: Not a directory"),
    ],
)
def test_settings_that_can_not_be_used_are_a_sentence(
    new_collector: Callable[..., Collector], settings: dict[str, str], sentence: str
) -> None:
    collector = new_collector(**settings)
    collector.process.start()
    assert collector.process.wait(SOON_S) == 2
    assert collector.process.output() == f"caflux manager: {sentence}\n"


def test_the_token_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    monkeypatch.setenv("CAFLUX_DATA", str(tmp_path))
    monkeypatch.setenv("CAFLUX_SERVICE_TOKEN", "")
    monkeypatch.setenv("CAFLUX_SERVICE_TOKEN_FILE", str(tmp_path / "token"))
    assert read().token == TOKEN


def test_an_engine_whose_settings_are_wrong_says_which(collector: Collector) -> None:
    environment = collector.environment() | {"CAFLUX_ARCHIVE_URL": "", "CAFLUX_THREADS": "0"}
    argv = [sys.executable, "-m", "caflux_collector.run"]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert "CAFLUX_ARCHIVE_URL: must be set" in said
    assert "CAFLUX_THREADS" in said


def test_the_manager_needs_the_standard_library_only() -> None:
    code = "import sys, caflux_collector.manager.main; print(*sys.modules)"
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    argv = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(SOURCES)!r}); {code}"]
    loaded = subprocess.run(argv, env=alone, capture_output=True, text=True, check=True).stdout.split()
    others = {name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names}
    own = {name for name in others if name.startswith("caflux_collector.manager.")}
    assert others - own == {
        "__main__",
        "caflux_collector",
        "caflux_collector.lock",
        "caflux_collector.manager",
    }
    assert "caflux_collector.manager.tell" in own
