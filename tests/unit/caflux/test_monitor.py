"""The parts of `caflux monitor` that need no CAFlux."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from caflux import monitor
from caflux_testing.http_server import HttpServer
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
    mailer = monitor.Mailer(monitor.read_options(["--up=x", "--mail-to=a@lab.example"]))
    mailer.send("all is dead", "Really.")
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


def test_what_stays_wrong_is_told_again_after_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mailer = monitor.Mailer(monitor.read_options(["--up=x"]))
    wrong = {"query-api": "answers 503: the archive is away"}
    told = []
    for hour in (0, 1, 23, 25, 26, 49, 51):
        monitor.tell(mailer, tmp_path / "state.json", (wrong, [], wrong), hour * 3_600.0)
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
        monitor.Answers(lambda: server.url).faults()
        monkeypatch.setenv("CAFLUX_TOKEN", "reads")
        assert monitor.Answers(lambda: server.url).faults() == {}
    assert shown == [None, "Bearer reads"]
