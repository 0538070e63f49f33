"""An alarm rule on the real stack: from the IOC's record to the mail, and back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.smtp import SmtpServer
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    return soft_ioc()


@pytest.fixture
def stack(ioc: SoftIoc, smtp_server: SmtpServer, tmp_path: Path) -> Iterator[Stack]:
    mail = {
        "CAFLUX_SMTP_HOST": smtp_server.host,
        "CAFLUX_SMTP_PORT": str(smtp_server.port),
        "CAFLUX_MAIL_TO": "operator@lab.example",
        "CAFLUX_CHECK_INTERVAL_S": "1",
    }
    with running(Stack(tmp_path / "stack", ioc.environment, settings=mail)) as stack:
        stack.archive_pvs([f"{ioc.prefix}VALUE"])
        stack.wait_connected(1)
        stack.start_supervisor()
        yield stack


def rule(stack: Stack) -> dict[str, Any]:
    (found,) = httpx.get(f"{stack.supervisor_url}/v1/rules", timeout=30, verify=PLAIN_HTTP).json()
    return dict(found)


def test_a_pv_beyond_its_limit_is_mailed_with_a_plot_and_its_end_too(
    stack: Stack, ioc: SoftIoc, smtp_server: SmtpServer
) -> None:
    settings = {
        "pvs": [f"{ioc.prefix}*"],
        "condition": {"kind": "limits", "high_major": 20, "hysteresis": 1},
        "description": "Call the operator.",
    }
    token = {"Authorization": f"Bearer {stack.token}"}
    url = f"{stack.supervisor_url}/v1/rules/too high"
    httpx.put(url, json=settings, headers=token, timeout=30, verify=PLAIN_HTTP).raise_for_status()
    until(lambda: rule(stack)["evaluated"] and rule(stack)["watched"], what="the rule to be evaluated")

    def mails() -> list[Any]:
        return [each for each in smtp_server.messages if "alarm too high" in each["Subject"]]

    ioc.put("VALUE", 25)
    until(lambda: len(mails()) == 1, what="the mail", seen=lambda: rule(stack))
    text = mails()[0].get_body(("plain",)).get_content()
    assert f"{ioc.prefix}VALUE is 25, above the MAJOR limit 20. Call the operator." in text
    assert [part.get_content_type() for part in mails()[0].walk()].count("image/png") == 1

    ioc.put("VALUE", 5)
    until(lambda: len(mails()) == 2, what="the second mail", seen=lambda: rule(stack))
    assert mails()[1]["Subject"] == "[CAFlux] alarm too high is well again"
    assert mails()[1]["References"] == mails()[0]["Message-ID"]
