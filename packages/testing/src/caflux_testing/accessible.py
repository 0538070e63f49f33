"""What axe-core finds wrong with a page, in every theme."""

from collections.abc import Iterable

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

THEMES = ("light", "dark", "control")
_SHOW = """(theme) => {
    const { dataset } = document.documentElement;
    dataset.mantineColorScheme = theme === "light" ? "light" : "dark";
    if (theme === "control") dataset.theme = "control"; else delete dataset.theme;
}"""
_AT_REST = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    const ends = ({ effect }) => effect.getComputedTiming().endTime !== Infinity;
    const ending = document.getAnimations().filter(ends);
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)));
    await frame();
}"""
_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


async def violations(page: Page, themes: Iterable[str] = THEMES, context: str | None = None) -> list[str]:
    """Give what axe-core finds wrong with a page as it stands, or with the part that a selector names.

    The themes are put on as CSS knows them, for as long as axe looks; then the page is as it was.
    """
    before = await page.evaluate(
        "({ ...document.documentElement.dataset, motion: matchMedia('(prefers-reduced-motion)').matches })"
    )
    if not before["motion"]:
        await page.emulate_media(reduced_motion="reduce")  # colours on their way are of no theme
    found: list[str] = []
    for theme in themes:
        await page.evaluate(_SHOW, theme)
        found += await _lasting(page, theme, context)
    was = "control" if before.get("theme") == "control" else before["mantineColorScheme"]
    await page.evaluate(_SHOW, was)
    if not before["motion"]:
        await page.emulate_media(reduced_motion="no-preference")
    return found


async def _lasting(page: Page, theme: str, context: str | None) -> list[str]:
    """Give what axe-core still finds at the third look: what is on its way to a theme is soon gone."""
    found: list[str] = []
    for _ in range(3):
        await page.evaluate(_AT_REST)
        results = await Axe().run(page, context=context, options=_OPTIONS)
        found = [
            f"{theme}: {one['id']}: {node['target']}: {node.get('failureSummary', one['help'])}"
            for one in results.response["violations"]
            for node in one["nodes"]
        ]
        if not found:
            break
    return found
