"""What arrives live: formulas beside their PVs, and one stream for all tabs."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from caflux.client import Client
from caflux_testing.up import Up
from caflux_testing.viewer_page import address
from caflux_testing.wait import until_async
from playwright.async_api import Locator, Page, expect

BEAM = "DEMO:SR:CURRENT"
SLOW = "DEMO:SR:LIFETIME"
DOUBLE, INTEGRAL = f'"{BEAM}" * 2', f'integral("{BEAM}")'
TABS = 8


def trace(page: Page, key: str) -> Locator:
    """Give the row of a trace below the chart; an expression's key begins with `=`."""
    return page.locator(f"tr[data-pv='{key}']")


def live(page: Page) -> Locator:
    """Give what says that the stream is there."""
    return page.get_by_role("banner").get_by_role("button", name="Live")


async def shown(row: Locator) -> tuple[datetime, float]:
    """Give the newest sample that a row shows."""
    text = await row.inner_text()
    found = re.search(r"(-?[\d.]+)\D*?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})", text)
    assert found, text
    time = datetime.strptime(found[2], "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
    return time, float(found[1])


async def moves(row: Locator) -> None:
    """Wait until a row shows a newer sample."""
    before = (await shown(row))[0]

    async def newer() -> bool:
        return (await shown(row))[0] > before

    await until_async(newer, 60, "newer samples")


@pytest.mark.timeout(300)
async def test_a_formula_is_streamed_beside_its_pvs(page: Page, up: Up) -> None:
    where = address(BEAM, **{"from": "now-1m", "zone": "UTC"})
    await page.goto(f"{where}&{httpx.QueryParams({'trace': f'expr:{DOUBLE}'})}")
    double = trace(page, f"={DOUBLE}")
    await expect(double.get_by_test_id("reading")).to_contain_text("mA")  # as its PV's
    await expect(live(page)).to_be_visible()

    await page.route("**/api/query/v1/data?*", lambda _: None)  # from here on, nothing but the stream tells
    for _ in range(3):
        await moves(double)
        time, value = await shown(double)
        async with httpx.AsyncClient(base_url=up.url, timeout=60) as client:
            asked = {"expr": DOUBLE, "from": "now-5m", "points": "5000"}
            [series] = (
                (await client.get("/api/query/v1/data", params=asked)).raise_for_status().json()["series"]
            )
        ms = round(time.timestamp() * 1e3)
        archived = [
            v for t, v in zip(series["time"], series["value"], strict=True) if t // 10**6 in {ms - 1, ms}
        ]
        assert any(abs(value - one) <= 1e-3 * abs(one) for one in archived), (value, archived)
    await page.unroute_all()


_ROWS = """async (box) => {
    const found = {};
    for (let top = 0; top <= box.scrollHeight; top += box.clientHeight / 2) {
        box.scrollTop = top;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        for (const head of box.querySelectorAll("[role=rowheader], th[scope=row]")) {
            found[head.textContent] = head.nextElementSibling?.textContent;
        }
    }
    return found;
}"""


def ms_of(stamp: str) -> int:
    """Give the time of a stamp in UTC, ms since 1970."""
    time = datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
    return round(time.timestamp() * 1e3)


@pytest.mark.timeout(300)
async def test_a_stream_that_is_cut_goes_on_where_it_ended(
    page: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["net::ERR_", "Failed to load resource"]
    await page.goto(address(SLOW, tab="table", **{"from": "now-2m", "zone": "UTC"}))
    table = page.get_by_role("region", name="Data of the chart")
    await expect(table.get_by_role("rowheader").first).to_be_visible()
    await expect(live(page)).to_be_visible()
    await page.route("**/api/query/v1/data?*", lambda _: None)  # from here on, nothing but the stream tells
    cut = datetime.now(UTC)
    away = asyncio.create_task(up.keep_away("web"))
    await expect(page.get_by_role("button", name="Reconnecting…")).to_be_visible(timeout=60_000)
    away.cancel()
    # Killed so often, it is started again after a while.
    await expect(live(page)).to_be_visible(timeout=120_000)
    back = datetime.now(UTC)

    async def all_told() -> bool:
        [series] = client.data([SLOW], (cut - timedelta(seconds=10)).isoformat(), back.isoformat()).series
        archived = {time // 10**6 for time in series.time}
        told = {ms_of(stamp) for stamp in await table.evaluate(_ROWS)}
        first, last = min(archived), max(archived)
        odd = {ms for ms in told if first < ms < last and not {ms - 1, ms} & archived}
        assert not odd, f"in the table and not in the archive: {odd}"
        return all({ms, ms + 1} & told for ms in archived)

    await until_async(all_told, 60, "every sample of the time of the cut to be in the chart's table")
    await page.unroute_all()


@pytest.mark.timeout(300)
async def test_what_can_not_be_streamed_is_told_and_nothing_else_stops(
    page: Page, tolerated: list[str]
) -> None:
    tolerated.append("404 (Not Found)")
    where = address(BEAM, "NO:SUCH:PV", **{"from": "now-1m", "zone": "UTC"})
    await page.goto(f"{where}&{httpx.QueryParams({'trace': f'expr:{INTEGRAL}'})}")
    integral = trace(page, f"={INTEGRAL}")
    await expect(integral.get_by_test_id("unstreamed")).to_have_text(re.compile("not live"))
    await expect(live(page)).to_be_visible()
    await expect(trace(page, "NO:SUCH:PV").get_by_role("alert")).to_contain_text("There is no PV")
    await moves(trace(page, BEAM))
    await moves(integral)  # it is read again


@pytest.mark.timeout(300)
async def test_many_tabs_have_one_stream(page: Page, up: Up) -> None:
    pages = [*[await page.context.new_page() for _ in range(TABS - 1)], page]
    for one in pages:
        await one.goto(address(BEAM, **{"from": "now-1m", "zone": "UTC"}))
        await expect(live(one)).to_be_visible()
    for one in (pages[0], pages[-1]):
        await moves(trace(one, BEAM))

    async def streams() -> float:
        async with httpx.AsyncClient(base_url=up.url, timeout=60) as http:
            text = (await http.get("/api/query/metrics")).text
        found = re.search(r"^caflux_live_clients ([\d.]+)$", text, re.MULTILINE)
        assert found, text
        return float(found[1])

    async def one_stream() -> bool:
        return await streams() == 1

    await until_async(one_stream, 30, "one stream")
    for one in pages[:-1]:
        await one.close()
    await moves(trace(pages[-1], BEAM))
