"""The demo's PVs go into a real config-api."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from caflux_demo_ioc.catalogue import demo_pvs
from caflux_demo_ioc.load import LoadError, load, main
from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process

PASSWORD = "a password of the test's own"


@pytest.fixture(scope="module")
def config_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("config-api")
    port = free_port()
    own = {
        "CAFLUX_DATABASE_URL": f"sqlite:///{folder / 'config.db'}",
        "CAFLUX_ADMIN_PASSWORD": PASSWORD,
        "CAFLUX_DATA": str(folder),
        "CAFLUX_PORT": str(port),
    }
    log = folder / "config-api.log"
    processes = [
        Process([sys.executable, "-m", module], log, {**os.environ, **own})
        for module in ("caflux_config_api.migrate", "caflux_config_api")
    ]
    migrate, server = processes
    try:
        migrate.start()
        assert migrate.wait(60) == 0, migrate.tail()
        server.start()
        url = f"http://{LOOPBACK}:{port}"
        server.wait_ready(lambda: httpx.get(f"{url}/readyz").is_success, 60)
        yield url
    finally:
        for process in processes:
            process.stop()


def names(url: str, prefix: str) -> set[str]:
    page = httpx.get(f"{url}/v1/pvs", params={"search": f"{prefix}*", "limit": 1_000}).json()
    return {pv["name"] for pv in page["pvs"]}


def token(url: str) -> dict[str, str]:
    issued = httpx.post(f"{url}/v1/tokens", auth=("admin", PASSWORD)).raise_for_status().json()
    return {"Authorization": f"Bearer {issued['token']}"}


def test_all_pvs_of_the_demo_are_configured_and_described(config_api: str) -> None:
    wanted = {pv.name: pv.description for pv in demo_pvs("ONE:")}
    assert load(config_api, PASSWORD, "ONE:") == len(wanted)
    page = httpx.get(f"{config_api}/v1/pvs", params={"search": "ONE:*", "limit": 1_000}).json()
    assert {pv["name"]: pv["description"] for pv in page["pvs"]} == wanted


def test_a_second_start_changes_nothing_that_a_user_changed(config_api: str) -> None:
    load(config_api, PASSWORD, "TWO:")
    before = names(config_api, "TWO:")
    gone = min(before)
    httpx.delete(f"{config_api}/v1/pvs/{gone}", headers=token(config_api)).raise_for_status()
    assert load(config_api, PASSWORD, "TWO:") == 0
    assert names(config_api, "TWO:") == before - {gone}


def test_it_leaves_no_token_behind(config_api: str) -> None:
    load(config_api, PASSWORD, "THREE:")
    left = httpx.get(f"{config_api}/v1/tokens", headers=token(config_api)).raise_for_status().json()
    assert "demo PVs" not in {row["name"] for row in left}


def test_a_wrong_password_is_said(config_api: str) -> None:
    with pytest.raises(LoadError, match="was refused: 401"):
        load(config_api, "wrong", "FOUR:")


def test_the_command_takes_the_password_from_its_file(
    config_api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "admin-password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    monkeypatch.setenv("CAFLUX_ADMIN_PASSWORD", "")
    monkeypatch.setenv("CAFLUX_ADMIN_PASSWORD_FILE", str(file))
    assert main([config_api, "--prefix", "FIVE:"]) == 0
    assert "PVs of the demo added" in capfd.readouterr().err
    assert names(config_api, "FIVE:") == {pv.name for pv in demo_pvs("FIVE:")}


def test_without_a_password_or_a_config_api_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CAFLUX_ADMIN_PASSWORD", raising=False)
    monkeypatch.delenv("CAFLUX_ADMIN_PASSWORD_FILE", raising=False)
    nowhere = f"http://{LOOPBACK}:{free_port()}"
    assert main([nowhere]) == 1
    assert "set CAFLUX_ADMIN_PASSWORD" in capfd.readouterr().err
    monkeypatch.setenv("CAFLUX_ADMIN_PASSWORD_FILE", "/nowhere/password")
    assert main([nowhere]) == 1
    assert "can't be read from /nowhere/password: No such file" in capfd.readouterr().err
    monkeypatch.setenv("CAFLUX_ADMIN_PASSWORD", PASSWORD)
    assert main([nowhere]) == 1
    assert f"config-api at {nowhere}/v1/pvs" in capfd.readouterr().err
