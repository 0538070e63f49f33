"""Every page in both colour schemes at three widths: pictures to look at, none wider than its screen."""

import re
from pathlib import Path

import pytest
from caflux_testing.up import Up
from playwright.async_api import Browser, Locator, Page, expect

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
        if name == "viewer":
            await _viewer_is_at_hand(page, width)
        if name == "pvs" and width < 600:
            await _names_are_whole(page)
        background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = (int(part) for part in background[4:-1].split(","))
        assert (red + green + blue < 200) == (scheme == "dark")
        await page.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png", full_page=width < 600)
    await context.close()


async def _viewer_is_at_hand(page: Page, width: int) -> None:
    tools = [page.get_by_role("toolbar").get_by_role("button", name=one) for one in ("Undo", "Live")]
    first, last = [y + height / 2 for _, y, _, height in [await _box(tool) for tool in tools]]
    assert abs(first - last) < 10, f"the tools are in one row at {width} px"
    removers = page.get_by_role("button", name="Remove DEMO")
    for one in [*await removers.all(), *await page.get_by_role("tab").all()]:
        left, _, wide, _ = await _box(one)
        assert left >= 0, f"in sight at {width} px: {one}"
        assert left + wide <= width, f"in sight at {width} px: {one}"
        inside = await one.evaluate(
            "e => { const own = e.getBoundingClientRect(), box = e.closest('[role=tabpanel], [role=tablist]')"
            ".getBoundingClientRect(); return own.left >= box.left - 1 && own.right <= box.right + 1 }"
        )
        assert inside, f"nothing is to be scrolled to at {width} px: {one}"
    if width > 1800:
        _, top, _, height = await _box(page.get_by_role("region", name="Chart"))
        assert top + height > 900 - 40, "the chart has the height of a wide screen"


async def _names_are_whole(page: Page) -> None:
    cut = await page.get_by_role("rowheader").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth)"
    )
    assert cut == [], "a phone shows a PV's name whole"
    assert await page.get_by_role("rowheader").count() > 5
    more = page.get_by_role("button", name="More")
    await expect(page.get_by_role("link", name="Policies")).to_be_hidden()
    await more.click()
    await expect(page.get_by_role("link", name="Policies")).to_be_visible()
    await more.click()


async def _box(one: Locator) -> tuple[float, float, float, float]:
    box = await one.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


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
    await expect(page).to_have_title(re.compile("^Health .* CAFlux$"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Choose what to look at")).to_be_visible()
    await expect(page).to_have_title(re.compile("^Viewer .* CAFlux$"))
    await expect(page.get_by_test_id("arrival")).to_have_text("Viewer")
    await expect(page.get_by_role("link", name="Viewer", exact=True)).to_be_focused()
