"""`caflux monitor` beside a real `caflux up`: what does not run is started, and somebody is told."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from caflux import monitor
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.smtp import SmtpServer
from caflux_testing.up import Up
from caflux_testing.wait import until


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """Give a `caflux up` without a demo; what the monitor started of it is ended, too."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>CAFlux</title>")
    secrets = {"CAFLUX_ADMIN_PASSWORD": "correct horse battery", "CAFLUX_FRONTEND": str(tmp_path / "dist")}
    started = Up(tmp_path, environment=secrets)
    started.start()
    yield started
    started.stop()
    if (owner := owner_of(started.data)) is not None:
        os.kill(owner, signal.SIGTERM)
        until(lambda: owner_of(started.data) is None, what="what the monitor started to end")


def owner_of(data: Path) -> int | None:
    """Give the `caflux up` that has a data folder."""
    pid = int((data / "caflux.lock").read_text())
    try:
        return pid if str(data) in Path(f"/proc/{pid}/cmdline").read_text() else None
    except FileNotFoundError:
        return None


def look(up: Up, server: SmtpServer, folder: Path) -> subprocess.CompletedProcess[str]:
    """Do one round, as cron does it: with hardly any environment."""
    mail = [f"--smtp={server.host}:{server.port}", "--mail-to=a@lab.example,b@lab.example"]
    program = [sys.executable, "-I", monitor.__file__, f"--up={up.data}", "--between=0.5"]
    return subprocess.run(
        [*program, *mail, f"--state={folder / 'state'}"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )


def subjects(server: SmtpServer) -> list[str]:
    return [str(message["Subject"]) for message in server.messages]


def serves(data: Path) -> bool:
    url = json.loads((data / "command.json").read_text())["url"]
    return httpx.get(f"{url}/api/supervisor/readyz", verify=PLAIN_HTTP).is_success


def test_what_is_dead_is_started_and_told_once(up: Up, smtp_server: SmtpServer, tmp_path: Path) -> None:
    until(lambda: serves(up.data), ignoring=(httpx.HTTPError,), what="CAFlux to serve")
    assert look(up, smtp_server, tmp_path).returncode == 0
    assert subjects(smtp_server) == []
    up.stop(signal.SIGKILL)
    until(lambda: not up.left(), what="everything to be dead")

    ended = look(up, smtp_server, tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert serves(up.data)
    assert owner_of(up.data) not in (None, up.process.pid)
    (message,) = smtp_server.messages
    assert message["Subject"] == "[CAFlux] started again what did not run"
    assert message["To"] == "a@lab.example, b@lab.example"
    text = message.get_content()
    assert f"caflux up does not run on {up.data}" in text
    assert re.search(r"- started it: \S*python\S* -P -m caflux up --port=0", text)
    assert look(up, smtp_server, tmp_path).returncode == 0
    assert len(smtp_server.messages) == 1


def test_what_hangs_is_ended_and_started(up: Up, smtp_server: SmtpServer, tmp_path: Path) -> None:
    until(lambda: serves(up.data), ignoring=(httpx.HTTPError,), what="CAFlux to serve")
    until(lambda: look(up, smtp_server, tmp_path).returncode == 0, what="all to be well")
    os.kill(up.pid_of("web"), signal.SIGSTOP)

    ended = look(up, smtp_server, tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert serves(up.data)
    text = smtp_server.messages[-1].get_content()
    assert f"ended caflux up (process {up.process.pid})" in text


def test_what_cannot_be_mended_is_told_once_and_when_it_is_well(
    up: Up, smtp_server: SmtpServer, tmp_path: Path
) -> None:
    up.stop()
    kept = up.data / "command.json"
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "command": ["/nowhere/python"]}))
    for _ in range(2):
        ended = look(up, smtp_server, tmp_path)
        assert ended.returncode == 1
        assert "caflux up does not run" in ended.stderr
    (message,) = smtp_server.messages
    assert str(message["Subject"]).endswith(": not well")
    assert "/nowhere/python" in message.get_content()
    by_hand = Up(tmp_path, environment={"CAFLUX_FRONTEND": str(tmp_path / "dist")})
    by_hand.start()
    until(lambda: look(up, smtp_server, tmp_path).returncode == 0, what="all to be well")
    by_hand.stop()
    assert subjects(smtp_server)[1:] == ["[CAFlux] well again"]


def test_no_secret_is_kept_for_the_start(up: Up) -> None:
    kept = (up.data / "command.json").read_text()
    assert "correct horse" not in kept
    assert "CAFLUX_FRONTEND" in kept
