"""The real server, as a process of its own."""

import signal
import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from caflux_config_api.migrate import migrate
from caflux_testing.config_client import SERVICE_TOKEN, problem, pv_path
from caflux_testing.ports import free_port
from caflux_testing.processes import Process
from caflux_testing.wait import until

PYTHON = sys.executable


@pytest.fixture
async def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/config.db"
    await migrate(url)
    return url


@pytest.fixture
def environment(url: str, tmp_path: Path) -> dict[str, str]:
    token = tmp_path / "service-token"
    token.write_text(SERVICE_TOKEN + "\n", encoding="ascii")
    return {
        "CAFLUX_DATABASE_URL": url,
        "CAFLUX_PORT": str(free_port()),
        "CAFLUX_DATA": str(tmp_path / "data"),
        "CAFLUX_SERVICE_TOKEN_FILE": str(token),
        "CAFLUX_ADMIN_PASSWORD": "",
    }


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path) -> Iterator[Process]:
    process = Process([PYTHON, "-m", "caflux_config_api"], tmp_path / "config-api.log", environment)
    process.start()
    yield process
    process.stop()


@pytest.fixture
def client(server: Process, environment: dict[str, str]) -> Iterator[httpx.Client]:
    url = f"http://127.0.0.1:{environment['CAFLUX_PORT']}"
    with httpx.Client(base_url=url, timeout=30) as client:
        server.wait_ready(lambda: client.get("/readyz").status_code == 200)
        yield client


def test_a_user_from_the_first_start_on(client: httpx.Client, server: Process, tmp_path: Path) -> None:
    file = tmp_path / "data" / "admin-password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    password = file.read_text(encoding="ascii").strip()
    assert str(file) in server.output()
    assert password not in server.output()

    token = client.post("/v1/tokens", auth=("admin", password)).json()["token"]
    mine = {"Authorization": f"Bearer {token}"}
    for name in ("SR:C01-BI{BPM:1}Pos:X-I", "a/b//c/../d", "100% 'sure'\"?#", "Ö電🙂"):
        assert client.put(pv_path(name), json={}, headers=mine).status_code == 201
        assert client.get(pv_path(name)).json()["name"] == name
    assert len(client.get("/v1/pvs").json()["pvs"]) == 4
    assert "admin" in client.get("/openapi.json").text
    assert token not in server.output()


def test_what_is_no_http_request_is_refused(client: httpx.Client) -> None:
    problem(
        client.post("/v1/session", content=b"\x00\xff", headers={"content-type": "application/json"}), 400
    )
    problem(client.put(pv_path("x" * 500), json={}, headers={"Authorization": "Bearer x"}), 401)
    problem(client.get("/v1/nothing"), 404)
    problem(client.patch("/v1/pvs"), 405)


def test_it_ends_soon_though_somebody_polls(client: httpx.Client, server: Process) -> None:
    service = {"Authorization": f"Bearer {SERVICE_TOKEN}"}
    registration = {"host": "h", "version": "1", "engine_url": "http://e"}
    assert client.put("/v1/collectors/c", json=registration, headers=service).status_code == 200
    revision = client.get("/v1/collectors/c/assignment").json()["revision"]

    def poll() -> int:
        return client.get(f"/v1/collectors/c/assignment?revision={revision}&wait=60").status_code

    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(poll)
        until(lambda: "polls_waiting 1.0" in client.get("/metrics").text, what="the poll to wait")
        server.signal(signal.SIGTERM)
        assert server.wait(timeout=15) == 0
        assert answer.result() == 204
    assert "Traceback" not in server.output()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"CAFLUX_DATABASE_URL": ""}, "CAFLUX_DATABASE_URL: must be set"),
        ({"CAFLUX_DATABASE_URL": "oracle://x/y"}, "oracle"),
        ({"CAFLUX_PORT": "http"}, "CAFLUX_PORT"),
        ({"CAFLUX_DATA": ""}, "CAFLUX_ADMIN_PASSWORD"),
        ({"CAFLUX_DATA": "/proc/nowhere"}, "/proc/nowhere/admin-password"),
        ({"CAFLUX_SERVICE_TOKEN_FILE": "/nowhere"}, "CAFLUX_SERVICE_TOKEN_FILE"),
    ],
)
def test_settings_that_do_not_do(
    environment: dict[str, str], tmp_path: Path, change: dict[str, str], why: str
) -> None:
    process = Process([PYTHON, "-m", "caflux_config_api"], tmp_path / "log", environment | change)
    process.start()

    assert process.wait() not in {0, None}
    assert why in process.output()
    assert "Traceback" not in process.output()


@pytest.mark.usefixtures("client")
def test_a_port_in_use(server: Process, environment: dict[str, str], tmp_path: Path) -> None:
    second = Process(server.argv, tmp_path / "second.log", environment)
    second.start()

    assert second.wait() != 0
    assert environment["CAFLUX_PORT"] in second.output()
    assert "Traceback" not in second.output()
