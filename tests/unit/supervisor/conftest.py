"""A supervisor's surroundings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_contracts.mail import MailRoute, MailRoutes
from caflux_supervisor.settings import SupervisorSettings
from caflux_testing.smtp import SmtpServer
from caflux_testing.watched import Watched
from pydantic import SecretStr


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    with watched.server:
        yield watched


@pytest.fixture
def settings(watched: Watched, smtp_server: SmtpServer, tmp_path: Path) -> SupervisorSettings:
    routes = MailRoutes(routes=[MailRoute(name="one", to=["operator@lab"])], group_s=0)
    (tmp_path / "mail-routes.json").write_text(routes.model_dump_json(), encoding="utf-8")
    return SupervisorSettings(
        config_url=f"{watched.server.url}/config",
        query_url=f"{watched.server.url}/query",
        service_token=SecretStr("service-token-of-the-test"),
        data=tmp_path,
        check_interval_s=0.05,
        check_timeout_s=1.5,
        smtp_host=smtp_server.host,
        smtp_port=smtp_server.port,
        mail_from="caflux@lab",
        mail_to="operator@lab",
        public_url="https://caflux.lab",
    )
