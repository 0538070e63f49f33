"""Whom the manager tells: real HTTP and SMTP servers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from caflux_collector.manager import tell
from caflux_collector.manager.config import Config, Mail
from caflux_collector.manager.tell import Teller
from caflux_testing.http_server import HttpServer
from caflux_testing.running import running
from caflux_testing.smtp import Certificate, SmtpServer
from caflux_testing.wait import until
from fastapi import FastAPI, Request, Response


@dataclass
class Supervisor:
    """Takes reports, or doesn't."""

    answers: int = 204
    told: list[Any] = field(default_factory=list)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/v1/reports")
        async def reports(request: Request) -> Response:
            if self.answers == 204:
                self.told.append((request.headers["authorization"], await request.json()))
            return Response(status_code=self.answers)

        return app


@pytest.fixture
def supervisor() -> Supervisor:
    return Supervisor()


@pytest.fixture
def url(supervisor: Supervisor) -> Iterator[str]:
    with HttpServer(supervisor.app()) as server:
        yield server.url


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tell, "FIRST_PAUSE_S", 0.1)
    monkeypatch.setattr(tell, "PATIENCE_S", 0.2)


def teller(
    url: str, smtp: SmtpServer | None = None, log: Callable[..., None] = lambda *_, **__: None, **how: str
) -> Teller:
    to, sender = "operator@lab.example", "caflux@lab.example"
    mail = Mail(smtp.host, smtp.port, to, sender, **how) if smtp else None
    config = Config(Path(), "", 0, "token", json_logs=False, collector="lab", supervisor_url=url, mail=mail)
    return Teller(config, log)


def texts(supervisor: Supervisor) -> list[str]:
    return [report["text"] for _, body in supervisor.told for report in body["reports"]]


def test_the_supervisor_is_told_and_nobody_is_mailed(
    supervisor: Supervisor, url: str, smtp_server: SmtpServer
) -> None:
    told = teller(url, smtp_server)
    told.report("the engine hung")
    until(lambda: texts(supervisor) == ["the engine hung"], what="the supervisor to be told")
    told.report("the engine leaked")
    until(lambda: texts(supervisor)[1:] == ["the engine leaked"], what="the second")
    assert {header for header, _ in supervisor.told} == {"Bearer token"}
    assert {body["collector"] for _, body in supervisor.told} == {"lab"}
    assert smtp_server.messages == []


def test_where_the_supervisor_does_not_answer_one_mail_tells_all(smtp_server: SmtpServer) -> None:
    told = teller("http://127.0.0.1:9", smtp_server)
    told.report("the engine hung")
    told.report("the engine leaked")
    until(lambda: smtp_server.messages, what="a mail")
    told.report("the engine hung again")  # within ten minutes: with the next mail
    (mail,) = smtp_server.messages
    assert mail["To"] == "operator@lab.example"
    assert str(mail["Subject"]).startswith("[CAFlux] collector lab: the engine ")
    text = mail.get_content()
    assert "UTC: the engine hung\r\n" in text
    assert "the manager of lab mails by itself" in text


def test_a_report_waits_for_whoever_comes_back_first(supervisor: Supervisor, url: str) -> None:
    supervisor.answers = 503
    told = teller(url)
    told.report("the engine hung")
    told.report("x" * 10_000)
    supervisor.answers = 204
    until(lambda: texts(supervisor) == ["the engine hung", "x" * 10_000], what="both reports")


def test_without_anybody_to_tell_nothing_waits() -> None:
    told = teller("")
    told.report("the engine hung")
    until(lambda: not told.waiting, what="it to be let go")


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_only_a_mail_server_whose_certificate_is_trusted_is_mailed_by(tmp_path: Path, tls: str) -> None:
    certificate = Certificate(tmp_path)
    with running(SmtpServer(certificate, implicit=tls == "tls")) as server:
        reasons: list[str] = []
        refused = teller(
            "http://127.0.0.1:9", server, lambda _, **more: reasons.append(more["reason"]), tls=tls
        )
        refused.report("the engine hung")
        until(
            lambda: any("CERTIFICATE_VERIFY_FAILED" in reason for reason in reasons), what="it to be refused"
        )
        assert not server.messages
        teller("http://127.0.0.1:9", server, tls=tls, ca=str(certificate.ca)).report("the engine leaked")
        until(lambda: server.messages, what="a mail")
        assert "the engine leaked" in server.messages[0].get_content()
