"""Every page in both colour schemes at three widths: pictures to look at, none wider than its screen."""

from pathlib import Path

import pytest
from caflux_testing.up import Up
from playwright.async_api import Browser, Page, expect

SHOTS = Path(__file__).parents[2] / "test-results" / "looks"
PAGES = {
    "dashboard": "/",
    "viewer": "/viewer?from=now-5m&pv=DEMO:SR:CURRENT&pv=DEMO:VAC:S01:PRESSURE&pv=DEMO:RF:TEMPERATURE"
    "&pv=DEMO:SR:MODE",
    "pvs": "/pvs",
    "health": "/health",
}
READY = {
    "dashboard": "article time",
    "viewer": "[data-testid=reading] strong",
    "pvs": "[role=row] strong",
    "health": "tr[data-thread]",
}
WIDTHS = (390, 1024, 1920)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
async def test_a_page_fits(name: str, scheme: str, browser: Browser, up: Up) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    context = await browser.new_context(base_url=up.url, color_scheme="dark" if scheme == "dark" else "light")
    page = await context.new_page()
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
        await page.goto(PAGES[name])
        await expect(page.locator(READY[name]).first).to_be_visible()
        too_wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{name} is {too_wide} px too wide at {width} px"
        if name == "viewer" and width < 600:
            tools = [page.get_by_role("toolbar").get_by_role("button", name=one) for one in ("Undo", "Live")]
            boxes = [await tool.bounding_box() for tool in tools]
            first, last = (box["y"] + box["height"] / 2 for box in boxes if box is not None)
            assert abs(first - last) < 10, "a phone has the tools in one row"
        background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = (int(part) for part in background[4:-1].split(","))
        assert (red + green + blue < 200) == (scheme == "dark")
        await page.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png", full_page=width < 600)
    await context.close()


async def test_a_colour_scheme_is_chosen_and_remembered(page: Page) -> None:
    await page.emulate_media(color_scheme="light")
    await page.goto("/health")
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
    await page.get_by_role("button", name="Colours").click()
    await page.get_by_role("menuitem", name="Dark").click()
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await page.reload(wait_until="commit")
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await expect(page.locator("tr[data-thread]").first).to_be_visible()


async def test_every_page_is_reached_with_the_keyboard(page: Page) -> None:
    await page.goto("/health")
    await expect(page.get_by_role("heading", name="Health")).to_be_attached()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    for name in ("CAFlux, dashboard", "Dashboard", "Viewer"):
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Choose what to look at")).to_be_visible()
