import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from caflux_testing.compose import ComposeFailed, ComposeStack, host_address
from caflux_testing.running import running
from caflux_testing.smtp import SmtpServer
from caflux_testing.soft_ioc import SoftIoc

ROOT = Path(__file__).parents[2]
COUNTER = """\
record(calc, "$(P){name}") {{ field(SCAN, "{period}") field(INPA, "$(P){name}") field(CALC, "A+1") }}
"""


@pytest.fixture(scope="session")
def mail_server() -> Iterator[SmtpServer]:
    """Give a mail server on this machine that the containers reach."""
    with running(SmtpServer(host=host_address())) as server:
        yield server


@pytest.fixture(scope="session")
def counters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftIoc]:
    """Give an IOC on this machine: `EXACT…` count, slowly enough for none to be lost on the way."""
    database = "".join(COUNTER.format(name=f"EXACT{number:02}", period=".5 second") for number in range(20))
    with running(SoftIoc(tmp_path_factory.mktemp("counters"), database, interface=host_address())) as ioc:
        yield ioc


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftIoc]:
    """Give another with `LOAD…`, 200 records at 10 Hz."""
    database = "".join(COUNTER.format(name=f"LOAD{number:03}", period=".1 second") for number in range(200))
    with running(SoftIoc(tmp_path_factory.mktemp("load"), database, interface=host_address())) as ioc:
        yield ioc


@pytest.fixture(scope="session")
def stack(mail_server: SmtpServer, counters: SoftIoc, load: SoftIoc) -> Iterator[ComposeStack]:
    """Give the running stack; whatever happens, nothing of it stays."""
    settings = {
        "CAFLUX_SMTP_HOST": mail_server.host,
        "CAFLUX_SMTP_PORT": str(mail_server.port),
        "CAFLUX_MAIL_TO": "operator@lab.example",
        "EPICS_CA_ADDR_LIST": " ".join(f"{host_address()}:{ioc.ca_port}" for ioc in (counters, load)),
    }
    stack = ComposeStack(ROOT, f"caflux-test-{os.getpid()}", settings)
    try:
        stack.build()
        try:
            stack.up()
        except ComposeFailed as error:
            raise ComposeFailed(f"{error}\n{stack.logs(lines=40)}") from error
        yield stack
    finally:
        stack.remove()


@pytest.fixture
def admin_password(stack: ComposeStack) -> str:
    """Give the password that the first start made."""
    return stack.run("config-api", "cat", "/data/admin-password").strip()


@pytest.fixture
def web(stack: ComposeStack) -> Iterator[httpx.Client]:
    """Give a client of the one published port."""
    with httpx.Client(base_url=stack.url, timeout=30, trust_env=False) as client:
        yield client


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Show the containers' last lines beside a failure."""
    stack = getattr(item, "funcargs", {}).get("stack")
    if call.excinfo is not None and isinstance(stack, ComposeStack):
        item.add_report_section(call.when, "containers", stack.logs(lines=60))
