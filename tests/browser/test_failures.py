"""When something is away the page says so, stays, and goes on by itself."""

import os
import re
import signal

import pytest
from caflux_testing.up import Up
from playwright.async_api import Page, expect

BEAM = "DEMO:SR:CURRENT"


@pytest.mark.timeout(300)
async def test_the_services_go_away_and_come_back(page: Page, up: Up, tolerated: list[str]) -> None:
    tolerated += ["net::ERR_", "Failed to load resource"]
    await page.goto("/")
    value = page.get_by_role("article", name=BEAM, exact=True).get_by_test_id("value")
    await expect(value).to_have_text(re.compile(r"^[\d.]+$"))
    await expect(page.get_by_role("button", name="Live")).to_be_visible()

    pid = up.pid_of("web")
    os.kill(pid, signal.SIGKILL)
    await expect(page.get_by_role("button", name="Reconnecting…")).to_be_visible(timeout=30_000)
    await expect(value).to_have_text(re.compile(r"^[\d.]+$"))
    up.wait_for(rf"web started \(process (?!{pid}\))\d+\)")
    await expect(page.get_by_role("button", name="Live")).to_be_visible(timeout=60_000)
    await expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)


@pytest.mark.timeout(300)
async def test_a_page_that_is_opened_meanwhile_fills_itself(page: Page, up: Up, tolerated: list[str]) -> None:
    tolerated += ["net::ERR_", "Failed to load resource", "Unable to preload"]
    await page.goto("/pvs")
    await expect(page.get_by_test_id("total")).to_have_text(re.compile(r"^\d+ PVs$"))
    pid = up.pid_of("web")
    os.kill(pid, signal.SIGKILL)
    await page.get_by_role("link", name="Health", exact=True).click()
    await expect(page.get_by_role("alert").first).to_contain_text("CAFlux does not answer")
    await expect(page.get_by_role("button", name="Try again").first).to_be_visible()
    up.wait_for(rf"web started \(process (?!{pid}\))\d+\)")
    await expect(page.get_by_test_id("summary")).to_be_visible(timeout=60_000)
    await expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)


async def test_an_address_that_is_no_page(page: Page) -> None:
    await page.goto("/nothing/here")
    await page.get_by_role("link", name="Go to the dashboard").click()
    await expect(page.get_by_role("heading", name="Dashboard")).to_be_attached()
