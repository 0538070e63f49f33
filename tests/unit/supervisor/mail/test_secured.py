"""Mail servers that want TLS and a login."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.mail.mailing import Mailing
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.settings import SupervisorSettings
from caflux_testing.running import running
from caflux_testing.smtp import Certificate, SmtpServer
from prometheus_client import CollectorRegistry
from pydantic import SecretStr


@pytest.fixture
def secured(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[SmtpServer, Path, str]]:
    """Give a server that wants a login and TLS of the kind that the test asks for, and who signed for it."""
    certificate = Certificate(tmp_path)
    implicit = request.param == "tls"
    with running(SmtpServer(certificate, ("caflux", "right"), implicit=implicit)) as server:
        yield server, certificate.ca, request.param


@pytest.mark.parametrize(
    ("secured", "changes", "said"),
    [
        ("starttls", {}, "250 taken as 42"),
        ("starttls", {"smtp_password": SecretStr("wrong")}, "535"),
        ("starttls", {"smtp_ca": None}, "certificate"),
        ("starttls", {"smtp_tls": "none", "smtp_password": None, "smtp_user": None}, "530"),
        ("starttls", {"smtp_tls": "tls"}, "does CAFLUX_SMTP_TLS fit the port?"),
        ("tls", {}, "250 taken as 42"),
        ("tls", {"smtp_password": SecretStr("wrong")}, "535"),
        ("tls", {"smtp_ca": None}, "certificate"),
    ],
    indirect=["secured"],
)
async def test_tls_and_login_and_what_is_said_where_they_fail(
    settings: SupervisorSettings,
    secured: tuple[SmtpServer, Path, str],
    changes: dict[str, Any],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server, ca, tls = secured
    login = {
        "smtp_tls": tls,
        "smtp_user": "caflux",
        "smtp_password": SecretStr("right"),
        "smtp_ca": ca,
    }
    mailing = Mailing(
        settings.model_copy(update={"smtp_port": server.port, **login, **changes}),
        Incidents(settings.data / "incidents.db"),
        Metrics(CollectorRegistry()),
        lambda: datetime.now(UTC),
        set,
        lambda _: True,
        lambda _, __: asyncio.sleep(0, None),
    )
    answer = await mailing.test(["on-call@lab"], "eve")

    assert answer.accepted is (changes == {})
    assert said in (f"250 {answer.said}" if answer.accepted else answer.said)
    assert [str(each["Subject"]) for each in server.messages] == ["[CAFlux] a test"] * answer.accepted
    captured = capsys.readouterr()
    assert "right" not in captured.out + captured.err + answer.said
