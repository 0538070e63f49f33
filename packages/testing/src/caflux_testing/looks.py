"""Pictures of pages to look at, in every theme and at every width that matters."""

from pathlib import Path

from playwright.async_api import Page, expect

SHOTS = Path("test-results") / "looks"
WIDTHS = (390, 2560, 1440)
"""Of a phone, a wall, and a desk; what comes last is what the page is left with."""
_DIM = """(on) => {
    const { dataset } = document.documentElement;
    if (on) dataset.theme = "control"; else delete dataset.theme;
}"""


async def pictures(page: Page, name: str) -> None:
    """Take pictures of a page as it stands; in none of them is it wider than its screen."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("dim", "dark", "light"):
        await page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        wanted = "light" if scheme == "light" else "dark"
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", wanted)
        await page.evaluate(_DIM, scheme == "dim")
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            too_wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            await page.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png")
            assert too_wide <= 0, f"{name} is {too_wide} px too wide at {width} px"
