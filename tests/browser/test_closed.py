"""Reading is closed: who is not logged in sees nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from caflux_testing.accessible import violations
from caflux_testing.up import Up
from caflux_testing.wait import until_async
from playwright.async_api import Page, expect

PASSWORD = "a first password"
OWN_PAGE = {"X-CAFlux": "1"}


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """Give one where reading needs to be logged in."""
    up = Up(tmp_path, environment={"CAFLUX_READING": "closed"})
    up.start()
    yield up
    up.stop()


@pytest.mark.timeout(300)
async def test_nothing_read_is_seen_once_the_session_has_ended(
    page: Page, up: Up, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)"]
    session = "/api/config/v1/session"
    logged_in = await page.request.post(
        session, data={"username": "admin", "password": up.password}, headers=OWN_PAGE
    )
    assert logged_in.ok, await logged_in.text()
    wall = await page.context.new_page()
    await wall.clock.install()
    await wall.goto("/?wall=true")
    await expect(wall.get_by_role("main")).to_be_visible()
    await page.goto("/admin")
    await page.get_by_role("button", name="Add a user").click()
    adding = page.get_by_role("dialog", name="Add a user")
    await adding.get_by_label("Name").fill("vera")
    await adding.get_by_role("textbox", name="First password").fill(PASSWORD)
    ended = await page.request.delete(session, headers=OWN_PAGE)
    assert ended.ok, await ended.text()
    await adding.get_by_role("button", name="Add", exact=True).click()

    login = page.get_by_role("dialog", name="Log in")
    await expect(login).to_contain_text("Your session has ended")
    await page.keyboard.press("Escape")
    await expect(login).to_have_count(0)
    note = page.get_by_role("alert").filter(has_text="Your session has ended")
    await expect(note).to_contain_text("Log in to see this page again")
    await expect(page.locator("#main")).to_be_hidden()
    covered = page.locator("[role=dialog]").filter(has_text="First password")
    await expect(covered).to_have_count(1)
    await expect(covered).to_be_hidden()
    assert await violations(page, ["light", "dark", "control"]) == []
    await note.get_by_role("button", name="Log in").click()
    await login.get_by_role("textbox", name="Password").fill(up.password)
    await login.get_by_role("button", name="Log in").click()
    await expect(note).to_have_count(0)
    await expect(page.locator("#main")).to_be_visible()
    await expect(adding.get_by_label("Name")).to_have_value("vera")

    await page.request.delete(session, headers=OWN_PAGE)
    told = wall.get_by_role("alert").filter(has_text="Your session has ended")

    async def a_minute_later() -> bool:
        await wall.clock.fast_forward(61_000)
        return await told.is_visible()

    await until_async(a_minute_later, 60, "the wall to say that its session has ended")
    await wall.close()
