"""What can be set reaches the containers."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from caflux_service.settings import PREFIX
from caflux_supervisor.settings import SupervisorSettings

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
MAIL = ("CAFLUX_SMTP_", "CAFLUX_MAIL_")
BY_THE_IMAGE = {"host", "port", "data", "log_format"}
NOBODY_NEEDS = {"access_cache_s"}


def service(name: str) -> dict[str, Any]:
    found = yaml.safe_load(COMPOSE)["services"][name]
    assert isinstance(found, dict)
    return found


def test_the_supervisor_gets_each_of_its_settings() -> None:
    passed = {name.removesuffix("_FILE") for name in service("supervisor")["environment"]}
    wanted = set(SupervisorSettings.model_fields) - BY_THE_IMAGE - NOBODY_NEEDS
    assert {f"{PREFIX}{name.upper()}" for name in wanted} - passed == set()


def test_the_manager_mails_by_the_same_settings() -> None:
    def mail(name: str) -> dict[str, str]:
        return {key: value for key, value in service(name)["environment"].items() if key.startswith(MAIL)}

    assert mail("collector") == mail("supervisor") != {}


@pytest.mark.parametrize("name", ["collector", "supervisor"])
def test_the_file_of_who_signed_for_the_mail_server_is_where_its_variable_says(name: str) -> None:
    assert service(name)["environment"]["CAFLUX_SMTP_CA"] == "${CAFLUX_SMTP_CA:+/etc/caflux/smtp-ca.pem}"
    assert "${CAFLUX_SMTP_CA:-/dev/null}:/etc/caflux/smtp-ca.pem:ro" in service(name)["volumes"]


def test_the_example_lists_what_is_passed_on_and_nothing_else() -> None:
    passed = set(re.findall(r"\$\{(\w+)", COMPOSE))
    listed = Counter(re.findall(r"^# (\w+)=", EXAMPLE, re.MULTILINE))
    assert set(listed) == passed
    assert set(listed.values()) == {1}
