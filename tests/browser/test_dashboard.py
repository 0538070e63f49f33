"""The dashboard shows what the archive holds, as it comes."""

import re
from collections.abc import Callable

from caflux.client import Client
from caflux_contracts.retrieval import Raw
from caflux_testing.up import Up
from caflux_testing.wait import until_async
from playwright.async_api import Locator, Page, expect

BEAM = "DEMO:SR:CURRENT"


def tile(page: Page, pv: str) -> Locator:
    return page.get_by_role("article", name=pv, exact=True)


def written(client: Client, pv: str, digits: int) -> Callable[[], set[str]]:
    """Give the values of the last minutes as a tile writes them."""

    def read() -> set[str]:
        [series] = client.data([pv], "now-5m", "now", points=20_000).series
        assert isinstance(series, Raw)
        return {f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}") for value in series.value}

    return read


async def test_tiles_show_what_is_archived_and_go_on(page: Page, client: Client) -> None:
    await page.goto("/")
    await expect(page.get_by_role("article")).to_have_count(12)
    value = tile(page, BEAM).get_by_test_id("value")
    await expect(value).to_have_text(re.compile(r"^[\d.]+$"))
    archived = written(client, BEAM, 3)

    shown: list[str] = []

    async def two_values_that_are_archived() -> bool:
        text = await value.inner_text()
        if text not in shown and text in archived():
            shown.append(text)
        return len(shown) >= 2

    # Sooner than history is read anew, and longer than the demo is ever without a changing beam.
    await until_async(two_values_that_are_archived, 50, "two archived values in the tile")
    await expect(tile(page, BEAM)).to_contain_text("mA")
    await expect(tile(page, BEAM)).to_contain_text("OK")
    states = ["Shutdown", "RF ramp", "Injection", "Stored beam", "Beam lost"]
    await expect(tile(page, "DEMO:SR:MODE").get_by_test_id("value")).to_have_text(
        re.compile("|".join(states))
    )
    await expect(page.get_by_role("button", name="Live")).to_be_visible()


async def test_charts_are_drawn_in_the_colour_of_their_legend(page: Page) -> None:
    await page.goto(f"/?pv={BEAM}&chart={BEAM}")
    panel = page.get_by_role("region", name=f"Chart of {BEAM}")
    await expect(panel).to_contain_text("mA")

    async def pixels_of_the_line() -> int:
        return int(
            await panel.locator("canvas").evaluate(
                """(canvas) => {
                    const swatch = canvas.closest("section").querySelector("li > span");
                    const wanted = getComputedStyle(swatch).backgroundColor.match(/\\d+/g).map(Number);
                    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                    const alike = (part, at) => Math.abs(part - data[at]) < 3;
                    let count = 0;
                    for (let i = 0; i < data.length; i += 4)
                        if (data[i + 3] > 250 && wanted.every((part, k) => alike(part, i + k))) count += 1;
                    return count;
                }"""
            )
        )

    async def drawn() -> bool:
        return await pixels_of_the_line() > 50

    await until_async(drawn, what="a line in the chart")


async def test_a_board_is_put_together_and_remembered(page: Page) -> None:
    await page.goto("/?empty=1")
    await expect(page.get_by_text("Nothing is watched here yet")).to_be_visible()

    field = page.get_by_role("textbox", name="Add a PV")
    await field.fill("lifet")
    await page.get_by_role("option", name="DEMO:SR:LIFETIME").click()
    await field.fill("DEMO:SR:FILLS")
    await field.press("Enter")

    await expect(tile(page, "DEMO:SR:LIFETIME").get_by_test_id("value")).to_have_text(
        re.compile(r"^\d+\.\d\d$")
    )
    await expect(tile(page, "DEMO:SR:FILLS").get_by_test_id("value")).to_have_text(re.compile(r"^\d+$"))
    await expect(page).to_have_url(re.compile(r"\?pv=DEMO:SR:LIFETIME&pv=DEMO:SR:FILLS$"))
    await tile(page, "DEMO:SR:LIFETIME").get_by_role("button", name="Chart of DEMO:SR:LIFETIME").click()
    await expect(page.get_by_role("region", name="Chart of DEMO:SR:LIFETIME")).to_be_visible()
    await tile(page, "DEMO:SR:FILLS").get_by_role("button", name="Remove DEMO:SR:FILLS").click()
    await expect(tile(page, "DEMO:SR:FILLS")).to_have_count(0)

    await page.goto("/")
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"\?pv=DEMO:SR:LIFETIME&chart=DEMO:SR:LIFETIME$"))


async def test_a_pv_that_does_not_exist_says_so_and_harms_no_other(
    page: Page, tolerated: list[str], up: Up
) -> None:
    tolerated.append("404 (Not Found)")
    await page.goto(f"{up.url}/?pv={BEAM}&pv=NO:SUCH:PV")
    await expect(page.get_by_role("alert")).to_contain_text("NO:SUCH:PV")
    await expect(tile(page, BEAM).get_by_test_id("value")).to_have_text(re.compile(r"^[\d.]+$"))
    await expect(page.get_by_role("button", name="Live")).to_be_visible()
