"""A real `caflux up --demo`, and real Chromium looking at it."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from caflux.client import Client
from caflux_testing.up import Up
from caflux_testing.viewer_page import INTERRUPTED, RAMP, write_interrupted, write_ramp
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright, expect

ROOT = Path(__file__).parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]
# Two cores may have a whole test suite to run at the same time.
expect.set_options(timeout=20_000)

# Chromium drops requests when a network interface of the machine comes or goes, as containers make them do.
NOT_OURS = "net::ERR_NETWORK_CHANGED"


@pytest.fixture(scope="session")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Give a running demo; when the tests are done, Ctrl-C must leave nothing of it."""
    if not (ROOT / "frontend" / "dist" / "index.html").exists():
        pytest.fail("the dashboard is not built: run `make frontend/dist/index.html`")
    up = Up(tmp_path_factory.mktemp("browser"), "--demo")
    up.start()
    up.wait_for(r"\d+ of \d+ PVs are connected")
    yield up
    assert up.stop() == 0, up.process.tail()
    assert up.left() == set(), up.process.tail()


@pytest.fixture
def client(up: Up) -> Iterator[Client]:
    """Give what asks the APIs directly, to compare with."""
    with Client(up.url) as client:
        yield client


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Give Chromium, as it is installed, kept off the network."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("Chromium is not installed: apt-get install chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *as_root])
        yield browser
        await browser.close()


@pytest.fixture
def tolerated() -> list[str]:
    """Give a list of texts; complaints of the page that hold one of them are expected by the test."""
    return [NOT_OURS]


@pytest.fixture
async def context(browser: Browser, up: Up) -> AsyncIterator[BrowserContext]:
    """Give a browser that was never here before."""
    context = await browser.new_context(base_url=up.url, viewport={"width": 1440, "height": 900})
    yield context
    await context.close()


@pytest.fixture
async def page(context: BrowserContext, tolerated: list[str]) -> AsyncIterator[Page]:
    """Give a tab that must not complain: no error on the console, no exception that nobody caught."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page = await context.new_page()
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert [text for text in complaints if not any(part in text for part in tolerated)] == []


@pytest.fixture(scope="session")
def recorded(up: Up) -> str:
    """Give a PV with a day of samples that is archived but not configured."""
    write_ramp(up.archive_url)
    return RAMP


@pytest.fixture
def ramp(recorded: str, tolerated: list[str]) -> str:
    """Give its name; config-api, asked what it is, does not know it."""
    tolerated.append("404 (Not Found)")
    return recorded


@pytest.fixture(scope="session")
def interruption(up: Up) -> str:
    """Give a PV with a gap and an alarm that is archived but not configured."""
    write_interrupted(up.archive_url)
    return INTERRUPTED


@pytest.fixture
def interrupted(interruption: str, tolerated: list[str]) -> str:
    """Give its name; config-api, asked what it is, does not know it."""
    tolerated.append("404 (Not Found)")
    return interruption


@pytest.fixture
async def nothing_left(up: Up, client: Client) -> AsyncIterator[None]:
    """Leave the list of PVs as it was."""
    before = {pv.name for pv in client.pvs()}
    yield
    added = {pv.name for pv in client.pvs()} - before
    if added:
        with client.as_admin(up.password, "tidy up") as admin:
            for name in added:
                admin.remove(name)
