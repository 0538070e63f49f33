"""Users, their tokens and what they may do, as they are clicked."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from caflux_testing.up import Up
from playwright.async_api import Browser, Page, expect

SHOTS = Path(__file__).parents[2] / "test-results" / "looks"
PASSWORD = "a first password"


@pytest.fixture
def nobody_left(up: Up) -> Iterator[None]:
    """Leave no user and no token of this test."""
    yield
    url = f"{up.url}/api/config/v1"
    issued = httpx.post(f"{url}/tokens", auth=("admin", up.password), timeout=60).json()
    with httpx.Client(headers={"Authorization": f"Bearer {issued['token']}"}, timeout=60) as admin:
        admin.delete(f"{url}/users/vera")
        for token in admin.get(f"{url}/tokens").json():
            admin.delete(f"{url}/tokens/{token['id']}")


async def log_in(page: Page, name: str, password: str) -> None:
    await page.get_by_role("button", name="Log in").click()
    dialog = page.get_by_role("dialog", name="Log in")
    await dialog.get_by_role("textbox", name="User").fill(name)
    await dialog.get_by_role("textbox", name="Password").fill(password)
    await dialog.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("button", name=name)).to_be_visible()


@pytest.mark.usefixtures("nobody_left")
@pytest.mark.timeout(300)
async def test_an_admin_adds_a_viewer_who_is_offered_nothing_to_change(
    page: Page, browser: Browser, up: Up
) -> None:
    await page.goto("/pvs")
    await log_in(page, "admin", up.password)
    await page.get_by_role("link", name="Admin").click()
    await page.get_by_role("button", name="Add a user").click()
    adding = page.get_by_role("dialog", name="Add a user")
    await adding.get_by_label("Name").fill("vera")
    await adding.get_by_role("textbox", name="First password").fill(PASSWORD)
    await adding.get_by_role("button", name="Add", exact=True).click()
    await expect(page.locator("tr[data-user=vera]")).to_contain_text("password")

    await page.get_by_role("button", name="Make a token").click()
    making = page.get_by_role("dialog", name="Make a token")
    await making.get_by_label("What it is for").fill("a display")
    await making.get_by_role("button", name="Make it").click()
    token = await making.get_by_test_id("token").text_content()
    await making.get_by_role("button", name="Done").click()
    await expect(page.locator("tr[data-token='a display']")).to_contain_text("what its user may")
    await expect(page.get_by_role("region", name="Audit")).to_contain_text("user vera added")
    await look(page)
    me = f"{up.url}/api/config/v1/me"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as script:
        assert (await script.get(me)).status_code == 200
        await page.get_by_role("button", name="Revoke a display").click()
        await expect(page.locator("tr[data-token='a display']")).to_have_count(0)
        assert (await script.get(me)).status_code == 401

    context = await browser.new_context(base_url=up.url, viewport={"width": 1440, "height": 900})
    hers = await context.new_page()
    await hers.goto("/pvs")
    await expect(hers.get_by_role("button", name="Add a PV")).to_be_visible()
    await log_in(hers, "vera", PASSWORD)
    await expect(hers.locator("[role=row][data-pv]").first).to_be_visible()
    await expect(hers.get_by_role("button", name="Add a PV")).to_have_count(0)
    await expect(hers.locator("[role=row][data-pv] button")).to_have_count(0)
    await expect(hers.get_by_role("link", name="Admin")).to_have_count(0)
    await hers.get_by_role("button", name="vera").click()
    await expect(hers.get_by_test_id("role")).to_have_text("Role: viewer")
    await hers.get_by_role("menuitem", name="Log out everywhere").click()
    await expect(hers.get_by_role("button", name="Log in")).to_be_visible()
    await context.close()


async def look(page: Page) -> None:
    """Take pictures to look at; none is wider than its screen."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        for width in (390, 1440):
            await page.set_viewport_size({"width": width, "height": 900})
            too_wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            await page.screenshot(path=SHOTS / f"admin-{scheme}-{width}.png")
            assert too_wide <= 0, f"{too_wide} px too wide at {width} px"
