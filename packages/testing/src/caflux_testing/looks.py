"""Pictures of pages to look at, in every theme and at every width that matters."""

from pathlib import Path

from playwright.async_api import Page, expect

from caflux_testing.wait import until_async

SHOTS = Path("test-results") / "looks"
WIDTHS = (390, 2560, 1440)
"""Of a phone, a wall, and a desk; what comes last is what the page is left with."""
_DIM = """(on) => {
    const { dataset } = document.documentElement;
    if (on) dataset.theme = "control"; else delete dataset.theme;
}"""
_FITS = "document.documentElement.scrollWidth <= window.innerWidth"


async def pictures(page: Page, name: str) -> None:
    """Take pictures of a page as it stands, once it is no wider than its screen."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("dim", "dark", "light"):
        await page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        wanted = "light" if scheme == "light" else "dark"
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", wanted)
        await page.evaluate(_DIM, scheme == "dim")
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            await until_async(lambda: page.evaluate(_FITS), 30, f"{name} to fit into {width} px")
            await page.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png")
