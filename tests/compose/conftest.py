import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from caflux_testing.compose import ComposeFailed, ComposeStack

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def stack() -> Iterator[ComposeStack]:
    """Give the running stack; whatever happens, nothing of it stays."""
    stack = ComposeStack(ROOT, f"caflux-test-{os.getpid()}")
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
