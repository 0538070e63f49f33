"""Settings of the supervisor."""

import pytest
from caflux_service.settings import SettingsError, load
from caflux_supervisor.settings import SupervisorSettings

NEEDED = {"CONFIG_URL": "http://config", "QUERY_URL": "http://query", "DATA": "/data"}


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> SupervisorSettings:
    for name, value in (NEEDED | variables).items():
        monkeypatch.setenv(f"CAFLUX_{name}", value)
    return load(SupervisorSettings)


def test_nothing_is_mailed_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read(monkeypatch, SMTP_HOST="", MAIL_TO="a@lab").mails


def test_recipients_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, SMTP_HOST="mail", MAIL_TO=" a@lab, b@lab ,")

    assert settings.mails
    assert settings.recipients == ["a@lab", "b@lab"]


@pytest.mark.parametrize("nobody", ["", " ", ","])
def test_mail_to_nobody_is_a_mistake(monkeypatch: pytest.MonkeyPatch, nobody: str) -> None:
    with pytest.raises(SettingsError, match="CAFLUX_MAIL_TO: must name who"):
        read(monkeypatch, SMTP_HOST="mail", MAIL_TO=nobody)


def test_password_is_not_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = {"SMTP_HOST": "mail", "MAIL_TO": "a@lab", "SMTP_PASSWORD": "hunter2"}

    with pytest.raises(SettingsError, match="CAFLUX_SMTP_TLS: must be starttls or tls") as refused:
        read(monkeypatch, **mail)
    assert "hunter2" not in str(refused.value)
    assert read(monkeypatch, **mail, SMTP_TLS="starttls").smtp_tls == "starttls"
