"""The parts of `caflux monitor` that need no CAFlux."""

import ast
import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from caflux import monitor
from caflux_testing.http_server import HttpServer
from caflux_testing.running import running
from caflux_testing.smtp import Certificate, SmtpServer
from fastapi import FastAPI, Request


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(Path(monitor.__file__).read_text())
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--up=/nowhere/data"], "/nowhere/data is no data folder of caflux up"),
        (["--compose=/nowhere"], "/nowhere"),
        ([], "--compose"),
        (["--up=x", "--smtp=h", "--smtp-user=u"], "sent in the clear"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(tmp_path: Path, arguments: list[str], says: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-I", monitor.__file__, f"--state={tmp_path}", "--between=0", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode in (1, 2)
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_mail_goes_by_the_machines_own_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any program of that name will do: what it reads is kept."""
    program = tmp_path / "sendmail"
    program.write_text(f"#!/bin/sh\ncat >{tmp_path}/mail\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    options = Namespace(mail_to="a@lab.example", mail_from="caflux@lab.example", smtp=None)
    monitor.send(options, "all is dead", "Really.")
    kept = (tmp_path / "mail").read_text()
    assert "To: a@lab.example" in kept
    assert "Subject: [CAFlux] all is dead" in kept


@pytest.mark.parametrize(
    ("row", "once", "fault"),
    [
        (None, False, "has no container"),
        ({"State": "running", "Health": "healthy", "ExitCode": 0}, False, None),
        ({"State": "running", "Health": "", "ExitCode": 0}, False, None),
        ({"State": "running", "Health": "unhealthy", "ExitCode": 0}, False, "runs and is unhealthy"),
        ({"State": "exited", "Health": "", "ExitCode": 137}, False, "is exited (exit code 137)"),
        ({"State": "exited", "Health": "", "ExitCode": 0}, True, None),
        ({"State": "exited", "Health": "", "ExitCode": 1}, True, "is exited (exit code 1)"),
    ],
)
def test_containers_are_judged(row: dict[str, object] | None, once: bool, fault: str | None) -> None:
    assert monitor.Compose._fault(row, once=once) == fault  # compose itself: tests/compose


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_it_logs_in_where_the_mail_server_is_whom_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tls: str
) -> None:
    certificate = Certificate(tmp_path)
    (tmp_path / "password").write_text("right\n")
    with running(SmtpServer(certificate, ("caflux", "right"), implicit=tls == "tls")) as server:
        options = Namespace(
            mail_to="a@lab.example",
            mail_from="caflux@lab.example",
            smtp=f"{server.host}:{server.port}",
            smtp_tls=tls,
            smtp_user="caflux",
            smtp_password_file=tmp_path / "password",
        )
        with pytest.raises(monitor.MonitorError, match="certificate"):
            monitor.send(options, "x", "y")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.ca))
        monitor.send(options, "all is dead", "Really.")
    assert [str(message["Subject"]) for message in server.messages] == ["[CAFlux] all is dead"]


def test_what_could_not_be_mailed_is_mailed_by_the_next_round(
    tmp_path: Path, smtp_server: SmtpServer
) -> None:
    options = Namespace(
        mail_to="a@lab.example",
        mail_from="caflux@lab.example",
        smtp=f"{smtp_server.host}:{smtp_server.port}",
        smtp_tls="none",
        smtp_user=None,
    )
    state, was = tmp_path / "state.json", {"query-api": "answers 503"}

    def told(*found: Any) -> list[str]:
        monitor.tell(options, state, found, 0)
        return [str(message["Subject"]) for message in smtp_server.messages]

    smtp_server.stop()
    with pytest.raises(monitor.MonitorError, match="can't mail"):
        told(was, ["restarted query-api"], was)
    with pytest.raises(monitor.MonitorError, match="can't mail"):
        told({}, [], {})
    smtp_server.start()
    assert told({}, [], {}) == ["[CAFlux] query-api: not well", "[CAFlux] well again"]
    assert len(told({}, [], {})) == 2
    assert json.loads(state.read_text())["waiting"] == []


def test_what_stays_wrong_is_told_again_after_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"query-api": "answers 503: the archive is away"}
    told = []
    for hour in (0, 1, 23, 25, 26, 49, 51):
        monitor.tell(Namespace(mail_to=None), tmp_path / "state.json", (wrong, [], wrong), hour * 3_600.0)
        told.append("query-api: not well" in capsys.readouterr().out)
    assert told == [True, False, False, True, False, True, False]


def test_it_says_who_it_is_where_reading_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FastAPI()
    shown: list[str | None] = []

    @app.get("/api/{part}/readyz")
    async def ready(part: str) -> str:
        return part

    @app.get("/api/supervisor/v1/health")
    async def health(request: Request) -> dict[str, list[str]]:
        shown.append(request.headers.get("authorization"))
        return {"components": []}

    with HttpServer(app) as server:
        monitor.answers(server.url)
        monkeypatch.setenv("CAFLUX_TOKEN", "reads")
        assert monitor.answers(server.url) == {}
    assert shown == [None, "Bearer reads"]
