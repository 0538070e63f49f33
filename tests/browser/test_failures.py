"""When something is away the page says so, stays, and goes on by itself."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from caflux.client import Client
from caflux_testing.up import Up
from caflux_testing.viewer_page import address, drawn, hover, row
from caflux_testing.wait import until_async
from playwright.async_api import Page, expect

BEAM = "DEMO:SR:CURRENT"


@pytest.mark.timeout(300)
async def test_the_services_go_away_and_come_back(page: Page, up: Up, tolerated: list[str]) -> None:
    tolerated += ["net::ERR_", "Failed to load resource"]
    await page.goto("/")
    value = page.get_by_role("article", name=BEAM, exact=True).get_by_test_id("value")
    await expect(value).to_have_text(re.compile(r"^[\d.]+$"))
    await expect(page.get_by_role("button", name="Live")).to_be_visible()

    viewer = await page.context.new_page()
    await viewer.goto(address(BEAM, **{"from": "now-2m"}))
    reading = row(viewer, BEAM).get_by_test_id("reading").locator("strong")
    await expect(reading).to_have_text(re.compile(r"^[\d.]+$"))

    wall = await page.context.new_page()
    await wall.goto(f"/?pv={BEAM}&wall=1")
    shown = wall.get_by_role("article", name=BEAM, exact=True).get_by_test_id("value")
    await expect(shown).to_have_text(re.compile(r"^[\d.]+$"))
    stale = wall.get_by_role("alert").filter(has_text="nothing new since")

    away = asyncio.create_task(up.keep_away("web"))
    await expect(page.get_by_role("button", name="Reconnecting…")).to_be_visible(timeout=30_000)
    await expect(stale).to_contain_text("CAFlux does not answer")
    await expect(shown).to_have_text(re.compile(r"^[\d.]+$"))
    await hover(viewer, 0.97)  # the demo may have begun a moment ago: the end stays in sight
    await viewer.mouse.wheel(0, -300)
    failed = row(viewer, BEAM).get_by_role("alert")
    await expect(failed).to_contain_text(f"Reading {BEAM} failed. CAFlux does not answer")
    await expect(failed.get_by_role("button", name="Try again")).to_be_visible()
    await viewer.mouse.move(1, 1)
    await expect(reading).to_have_text(re.compile(r"^[\d.]+$"))
    await expect(value).to_have_text(re.compile(r"^[\d.]+$"))
    away.cancel()
    # Killed so often, it is started again after a while.
    await expect(page.get_by_role("button", name="Live")).to_be_visible(timeout=120_000)
    await expect(stale).to_have_count(0, timeout=60_000)
    await wall.close()
    await expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)
    await expect(viewer.get_by_role("alert")).to_have_count(0, timeout=60_000)
    await expect(drawn(viewer, BEAM)).to_contain_text(re.compile(r"\d (samples|bins)"))
    await viewer.close()


@pytest.mark.timeout(300)
async def test_a_page_that_is_opened_meanwhile_fills_itself(page: Page, up: Up, tolerated: list[str]) -> None:
    tolerated += ["net::ERR_", "Failed to load resource", "Unable to preload", "part of CAFlux"]
    await page.goto("/pvs")
    await expect(page.get_by_test_id("total")).to_have_text(re.compile(r"^\d+ PVs$"))
    away = asyncio.create_task(up.keep_away("web"))
    await page.get_by_role("link", name="Health", exact=True).click()
    await expect(page.get_by_role("alert").first).to_contain_text("CAFlux does not answer")
    await expect(page.get_by_role("button", name="Try again").first).to_be_visible()
    away.cancel()
    await expect(page.get_by_test_id("summary")).to_be_visible(timeout=60_000)
    await expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)


@pytest.mark.timeout(300)
async def test_a_page_is_not_loaded_anew_while_nothing_answers(page: Page, tolerated: list[str]) -> None:
    tolerated += ["net::ERR_", "Failed to load resource", "Unable to preload", "part of CAFlux"]
    await page.goto("/pvs")
    await expect(page.get_by_test_id("total")).to_have_text(re.compile(r"^\d+ PVs$"))
    await page.evaluate("document.documentElement.dataset.loaded = 'before'")
    await page.route("**/*", lambda route: route.abort())
    async with page.expect_event("requestfailed", lambda asked: asked.method == "HEAD", timeout=60_000):
        await page.get_by_role("link", name="Health", exact=True).click()
    failed = page.get_by_role("alert").filter(has_text="CAFlux does not answer, or is a newer one")
    await expect(failed.first).to_be_visible()
    await failed.first.get_by_role("button", name="Try again").click()
    async with page.expect_event("requestfailed", lambda asked: asked.method == "HEAD", timeout=60_000):
        pass
    assert await page.evaluate("document.documentElement.dataset.loaded") == "before"
    await page.unroute_all()
    await expect(page.get_by_test_id("summary")).to_be_visible(timeout=60_000)
    await expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)


@pytest.mark.timeout(300)
async def test_the_list_of_pvs_says_when_it_can_not_be_read(page: Page, tolerated: list[str]) -> None:
    tolerated += ["net::ERR_", "Failed to load resource"]
    await page.goto("/pvs")
    await expect(page.get_by_test_id("total")).to_have_text(re.compile(r"^\d+ PVs$"))
    await page.route("**/api/config/v1/pvs?*", lambda route: route.abort())
    await page.get_by_role("textbox", name="Search PVs").fill("LIFETIME")
    failed = page.get_by_role("alert").first
    await expect(failed).to_contain_text("CAFlux does not answer", timeout=60_000)
    await page.unroute_all()
    await failed.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("row").filter(has_text="DEMO:SR:LIFETIME")).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.timeout(300)
async def test_a_wrong_clock_and_a_sleep_do_not_stop_the_viewer(page: Page, client: Client) -> None:
    await page.clock.install(time=datetime.now(UTC) + timedelta(days=3))
    await page.goto(address(BEAM, zone="UTC", **{"from": "now-1m"}))
    reading = row(page, BEAM).get_by_test_id("reading")
    await expect(reading).to_contain_text("mA")
    [raw] = client.data([BEAM], "now-1m", "now").series
    archived = datetime.fromtimestamp(raw.time[-1] / 1e9, UTC)
    stamp = row(page, BEAM).get_by_role("cell").nth(2)
    seen = datetime.strptime(await stamp.inner_text(), "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
    assert abs(seen - archived) < timedelta(hours=1), (
        "it shows the archive's times, not those of its own clock"
    )
    await expect(page.get_by_role("note")).to_have_text("Clock 3d ahead")

    await page.clock.fast_forward("40:00")
    before = await stamp.inner_text()

    async def goes_on() -> bool:
        return await stamp.inner_text() > before

    await until_async(goes_on, 90, "newer values than before the sleep")
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.timeout(300)
async def test_a_pv_that_is_deleted_while_one_looks_is_told(page: Page, up: Up) -> None:
    pv = "DEMO:TMP:TUNNEL"
    await page.goto(address(pv, BEAM, **{"from": "now-1m"}))
    reading = row(page, pv).get_by_test_id("reading")
    await expect(reading.locator("strong")).to_be_visible()
    board = await page.context.new_page()
    await board.goto("/")
    tile = board.get_by_role("article", name=pv, exact=True)
    await expect(tile).to_contain_text("OK")
    url = f"{up.url}/api/config/v1"
    async with httpx.AsyncClient(base_url=url, timeout=60) as admin:
        issued = (await admin.post("/tokens", auth=("admin", up.password))).json()
        admin.headers["Authorization"] = f"Bearer {issued['token']}"
        (await admin.delete(f"/pvs/{pv}")).raise_for_status()
        try:
            await expect(reading).to_contain_text("not recorded: removed", timeout=90_000)
            await expect(row(page, BEAM).get_by_test_id("reading")).to_contain_text("mA")
            await expect(tile).to_contain_text("REMOVED", timeout=90_000)
        finally:
            (await admin.post(f"/pvs/{pv}/restore")).raise_for_status()
            await admin.delete(f"/tokens/{issued['id']}")
    await expect(reading.locator("strong")).to_be_visible(timeout=90_000)
    await expect(tile).not_to_contain_text("REMOVED", timeout=90_000)
    await board.close()


async def test_an_address_that_is_no_page(page: Page) -> None:
    await page.goto("/nothing/here")
    await page.get_by_role("link", name="Go to the dashboard").click()
    await expect(page.get_by_role("heading", name="Dashboard")).to_be_attached()
