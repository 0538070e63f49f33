"""The viewer under the hands of its users: moved, measured, read as a table, and without a mouse."""

import asyncio
import re
from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from caflux.client import Client
from caflux_contracts.retrieval import Raw
from caflux_testing.accessible import violations
from caflux_testing.up import Up
from caflux_testing.viewer_page import (
    BEGIN,
    HOURS,
    PER_POINT,
    address,
    askew,
    drag,
    drawn,
    hover,
    iso,
    row,
    shown,
    texts_of_picture,
    until_shown,
    watch_edges,
)
from caflux_testing.wait import until_async
from playwright.async_api import Browser, Error, Page, Route, expect

BEAM = "DEMO:SR:CURRENT"


async def test_wheel_drag_and_keys_move_the_chart_and_every_move_is_undone(
    page: Page, client: Client, ramp: str
) -> None:
    stop = BEGIN + timedelta(minutes=10)
    await page.goto(address(ramp, **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    await hover(page, 0.25)
    await page.mouse.wheel(0, -400)
    await until_shown(page, lambda begin, end: end - begin < timedelta(minutes=6), "the wheel to zoom in")
    begin, end = shown(page)
    kept = begin + (end - begin) * 0.25
    assert abs(kept - (BEGIN + timedelta(minutes=2.5))) < timedelta(seconds=2)
    [raw] = client.data([ramp], begin, end, points=PER_POINT).series
    assert isinstance(raw, Raw)
    await expect(drawn(page, ramp)).to_have_text(f"{len(raw.time)} samples")

    await page.keyboard.down("Shift")
    await drag(page, 0.2, 0.7)
    await page.keyboard.up("Shift")
    await until_shown(page, lambda first, _: first < begin, "a drag with shift to go back in time")
    moved, moved_end = shown(page)
    assert abs((moved_end - moved) - (end - begin)) < timedelta(milliseconds=5)
    assert abs((begin - moved) - (end - begin) * 0.5) < timedelta(seconds=5)

    await page.mouse.wheel(200, 0)  # as two fingers on a touchpad do
    await until_shown(page, lambda first, _: first > moved, "the wheel to go sideways")
    moved, moved_end = shown(page)
    assert abs((moved_end - moved) - (end - begin)) < timedelta(milliseconds=5)

    await page.locator(".u-wrap").first.hover()
    await page.get_by_role("application").focus()
    await page.keyboard.press("ArrowRight")
    await until_shown(page, lambda first, _: first > moved, "the arrow to go on in time")
    on = shown(page)
    await page.get_by_role("button", name="Back to the last range").click()
    await until_shown(page, lambda first, _: first == moved, "the range before")
    await page.get_by_role("button", name="Forward to the next range").click()
    await until_shown(page, lambda first, last: (first, last) == on, "the range after")
    for _ in range(6):
        await page.get_by_role("button", name="Undo").click()
    await until_shown(page, lambda first, last: (first, last) == (BEGIN, stop), "everything to be undone")
    await expect(page.get_by_role("button", name="Undo")).to_be_disabled()


async def test_the_chart_moves_while_the_api_is_slow_and_gives_up_what_nobody_waits_for(
    page: Page, ramp: str, tolerated: list[str]
) -> None:
    tolerated.append("net::ERR_")
    stop = BEGIN + timedelta(hours=HOURS)
    await page.goto(address(ramp, **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, ramp)).to_contain_text("bins of 60 s")
    given_up: list[str] = []
    page.on("requestfailed", lambda request: given_up.append(request.url))
    answers = asyncio.Event()

    async def hold(route: Route) -> None:
        await answers.wait()
        with suppress(Error):  # The page may have given it up meanwhile.
            await route.continue_()

    await page.route("**/api/query/v1/data*", hold)
    await hover(page, 0.5)
    time = page.get_by_test_id("read-out").locator("div").first
    await expect(time).to_contain_text("2026-03-0")
    for _ in range(3):
        before = page.url
        await page.mouse.wheel(0, -300)
        await expect(page).not_to_have_url(before)
    begin, end = shown(page)
    assert end - begin < timedelta(hours=HOURS / 3)
    await hover(page, 0.0)
    await hover(page, 0.002)
    await expect(time).to_contain_text(iso(begin.astimezone())[:10])
    await expect(drawn(page, ramp)).to_contain_text("bins of 60 s")

    async def two_were_given_up() -> bool:
        return len([url for url in given_up if "/v1/data" in url]) >= 2

    await until_async(two_were_given_up, 30, "requests of views that are gone to be cancelled")
    answers.set()
    await expect(drawn(page, ramp)).not_to_contain_text("bins of 60 s")


async def test_two_fingers_move_and_stretch_the_chart(browser: Browser, up: Up, recorded: str) -> None:
    stop = BEGIN + timedelta(minutes=10)
    phone = await browser.new_context(
        base_url=up.url, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = await phone.new_page()
    await page.goto(address(recorded, **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, recorded)).to_have_text("600 samples")
    over = page.locator(".u-over").first
    await over.scroll_into_view_if_needed()
    box = await over.bounding_box()
    assert box is not None
    hand = await phone.new_cdp_session(page)

    async def touch(kind: str, *places: float) -> None:
        points = [
            {"x": box["x"] + place * box["width"], "y": box["y"] + box["height"] / 2, "id": finger}
            for finger, place in enumerate(places)
        ]
        await hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    await touch("touchStart", 0.4, 0.6)
    for step in range(1, 6):
        await touch("touchMove", 0.4 - 0.04 * step, 0.6 + 0.04 * step)
    await touch("touchEnd")
    await until_shown(page, lambda begin, end: end - begin < timedelta(minutes=5), "fingers to stretch it")
    begin, end = shown(page)
    assert abs(begin + (end - begin) / 2 - (BEGIN + timedelta(minutes=5))) < timedelta(seconds=10)

    await touch("touchStart", 0.4, 0.6)
    for step in range(1, 6):
        await touch("touchMove", 0.4 + 0.04 * step, 0.6 + 0.04 * step)
    await touch("touchEnd")
    await until_shown(page, lambda first, _: first < begin - timedelta(seconds=30), "fingers to move it")
    first, last = shown(page)
    assert abs((last - first) - (end - begin)) < timedelta(seconds=1)
    await phone.close()


async def test_measures_between_two_cursors_and_says_it_without_a_mouse(page: Page, ramp: str) -> None:
    stop = BEGIN + timedelta(minutes=10)
    await page.goto(address(ramp, zone="UTC", **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    await page.get_by_role("application").focus()
    await page.keyboard.press("m")
    differences = page.get_by_test_id("differences")
    await expect(differences).to_contain_text("3.33 min")
    cells = (
        differences.get_by_role("row")
        .filter(has=page.get_by_role("rowheader", name=ramp))
        .get_by_role("cell")
    )
    await expect(cells.nth(2)).to_have_text("200")
    await expect(cells.nth(3)).to_have_text("1")
    await page.get_by_role("slider", name="Measuring cursor B").press("Shift+ArrowRight")
    await expect(cells.nth(2)).to_have_text("260")

    await page.get_by_role("application").focus()
    await page.keyboard.press("Control+ArrowRight")
    await expect(page.get_by_test_id("spoken")).to_have_text(
        re.compile(r"^At 2026-03-01 00:05:06\.000: .* 306$")
    )


async def test_gaps_alarms_and_events_are_told(page: Page, interrupted: str) -> None:
    stop = BEGIN + timedelta(minutes=10)
    await page.goto(address(interrupted, **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, interrupted)).to_have_text("480 samples")
    await hover(page, 0.5)
    await expect(page.get_by_test_id("read-out")).to_contain_text("not recorded: disconnected")
    await hover(page, 0.8)
    await expect(page.get_by_test_id("read-out")).to_contain_text("MAJOR")
    lanes = page.get_by_role("region", name="Alarms and gaps")
    for width in (390, 1440):
        await page.set_viewport_size({"width": width, "height": 900})
        for words in (interrupted, "major alarm", "not recorded: disconnected"):
            await expect(lanes.get_by_text(words, exact=True)).to_be_visible()
    events = page.get_by_role("list", name="Events")
    await expect(events.get_by_role("button")).to_have_count(3)
    await events.get_by_role("button", name="disconnected").click()
    await expect(page.get_by_role("dialog")).to_contain_text(interrupted)
    await page.keyboard.press("Escape")
    texts = await texts_of_picture(page)
    assert {interrupted, "major alarm", "not recorded", "not recorded: disconnected"} <= set(texts)


async def test_an_axis_is_moved_stretched_and_let_go_and_the_first_range_is_gone_back_to(
    page: Page, ramp: str
) -> None:
    begin, stop = iso(BEGIN), iso(BEGIN + timedelta(minutes=10))
    await page.goto(address(ramp, **{"from": begin, "to": stop}))
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    said = page.get_by_role("button", name="Axis no unit")
    axis = page.locator(".u-axis[title*=Drag]")
    box = await axis.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    async def limits() -> tuple[float, float]:
        await expect(said).to_contain_text("…")
        low, high = re.findall(r"[-\d.]+", await said.inner_text())
        return float(low), float(high)

    await page.mouse.move(x, y)
    await page.mouse.wheel(0, 300)
    low, high = await limits()
    assert (low + high) / 2 == pytest.approx(299.5, abs=20)
    assert high - low > 1000  # 600 and a little at first
    await page.mouse.down()
    await page.mouse.move(x, y + box["height"] / 4, steps=3)
    await page.mouse.up()

    async def moved() -> bool:
        now = await limits()
        return abs(now[0] - low - (high - low) / 4) < 30 and abs(now[1] - now[0] - high + low) < 30

    await until_async(moved, what="the axis to show a quarter more above")
    shown_so = await limits()
    await page.reload()
    assert await limits() == shown_so
    await page.go_back()
    await expect(said).to_contain_text(f"{low:g}")
    await axis.dblclick()
    await expect(said).not_to_contain_text("…")

    for samples in (r"^30\d samples", r"^15\d samples"):
        await page.get_by_role("application").press("+")
        await expect(drawn(page, ramp)).to_contain_text(re.compile(samples))
    await page.get_by_role("application").press("Home")
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    await expect(page.get_by_role("button", name="Back to the last range")).to_be_disabled()


async def test_panels_above_one_another_share_one_axis_of_time_and_show_what_was_chosen(
    page: Page, ramp: str, interrupted: str
) -> None:
    await watch_edges(page)
    wide = f'1e7 + 0.001 * "{interrupted}"'
    traces = [f"axis:above;pv:{ramp}", f"axis:beside;pv:{interrupted}", f"axis:below;expr:{wide}"]
    axes = ["name:above", "side:right;name:beside", "panel:1;name:below"]
    many = [*(("trace", trace) for trace in traces), *(("axis", axis) for axis in axes)]
    span = [("from", iso(BEGIN)), ("to", iso(BEGIN + timedelta(minutes=10))), ("zone", "UTC")]
    await page.goto("/viewer?" + urlencode([*many, *span], quote_via=quote))
    for trace, samples in ((ramp, "600"), (interrupted, "480"), (wide, "48[01]")):
        await expect(drawn(page, trace)).to_have_text(re.compile(f"^{samples} samples"))
    charts = page.get_by_role("application")
    await expect(charts).to_have_count(2)
    values = charts.first.locator(".u-axis[title*=Drag]")
    await expect(values).to_have_count(2)
    places = [
        await one.bounding_box() for one in (values.first, charts.first.locator(".u-over"), values.last)
    ]
    left, plot, right = (box["x"] for box in places if box is not None)
    assert left < plot < right

    for key in ("+", "+", "ArrowRight", "Home"):
        await charts.first.press(key)
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    below = page.get_by_role("button", name="Axis below")
    await below.click()
    await page.get_by_role("dialog", name="Axis below").get_by_text("Log", exact=True).click()
    await expect(below).to_contain_text("log")
    await page.keyboard.press("Escape")
    await page.get_by_role("tab", name="Table").click()
    table = page.get_by_role("region", name="Data of the chart").get_by_role("table")
    second = table.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="2026-03-01 00:00:02.000")
    )
    for cell, value in enumerate((2, 2, 1e7 + 0.002)):
        text = (await second.get_by_role("cell").nth(cell).inner_text()).replace("\u2009", "")
        assert float(text) == pytest.approx(value)
    assert {"above", "beside", "below", ramp, "1e7"} <= set(await texts_of_picture(page))
    assert await askew(page) < 1


async def test_numbers_as_large_as_they_get_are_drawn_zoomed_and_measured(
    page: Page, interrupted: str
) -> None:
    span = {"from": iso(BEGIN), "to": iso(BEGIN + timedelta(minutes=10))}
    huge = f'if("{interrupted}" < 240, -1.7e308, 1.7e308)'
    await page.goto("/viewer?" + urlencode([("trace", f"expr:{huge}"), *span.items()], quote_via=quote))
    await expect(drawn(page, huge)).to_contain_text("samples")
    await page.get_by_role("application").press("m")
    await expect(page.get_by_test_id("differences")).to_contain_text("1.700e308")
    axis = page.locator(".u-axis[title*=Drag]")
    box = await axis.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.wheel(0, -300)
    await expect(page.get_by_role("button", name="Axis no unit")).to_contain_text("e+308 …")
    await page.go_back()
    texts = await texts_of_picture(page)
    assert {"\u22121.0e308", "0", "1.0e308"} <= set(texts)
    assert not any("NaN" in text for text in texts)


async def test_an_empty_chart_says_why(page: Page, interrupted: str) -> None:
    before = iso(BEGIN - timedelta(hours=2))
    await page.goto(address(interrupted, **{"from": before, "to": iso(BEGIN - timedelta(hours=1))}))
    chart = page.get_by_role("region", name="Chart", exact=True)
    await expect(chart).to_contain_text("Nothing of these traces was recorded in this range.")
    await page.goto(address(interrupted, **{"from": "2190-01-01T00:00:00Z", "to": "2190-01-02T00:00:00Z"}))
    await expect(chart).to_contain_text("lies in the future")
    await page.goto(address(BEAM, **{"from": before, "to": iso(BEGIN - timedelta(hours=1))}))
    await expect(chart).to_contain_text("Nothing of these traces was recorded in this range.")
    texts = await texts_of_picture(page)
    assert "mA" in texts, "the unit is known"
    assert not [text for text in texts if re.fullmatch(r"[\d.]+", text)], "no number is made up"


async def test_the_chart_is_a_table_too_in_the_zone_that_is_chosen(page: Page, interrupted: str) -> None:
    stop = BEGIN + timedelta(minutes=10)
    await page.goto(address(interrupted, **{"from": iso(BEGIN), "to": iso(stop)}))
    await page.get_by_role("tab", name="Table").click()
    table = page.get_by_role("region", name="Data of the chart").get_by_role("table")
    await expect(table).to_have_attribute("aria-rowcount", "481")
    await page.get_by_role("button", name=re.compile("→")).click()
    zone = page.get_by_role("combobox", name="Zone")
    await zone.fill("Tokyo")
    await page.get_by_role("option", name="Asia/Tokyo").click()
    await page.keyboard.press("Escape")
    first = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="2026-03-01 09:00:00.000"))
    await expect(first.get_by_role("cell")).to_have_text("0")
    await expect(page.get_by_role("application")).to_have_accessible_name(re.compile("2026-03-01 09:00:00"))


async def test_ten_thousand_pasted_names_are_bounded_and_it_says_so(page: Page, tolerated: list[str]) -> None:
    tolerated += ["404 (Not Found)", "net::ERR_"]
    await page.goto("/viewer")
    await expect(page.get_by_text("Choose what to look at")).to_be_visible()
    await page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", Array.from({ length: 10000 }, (_, i) => `NO:SUCH:${i}`).join("\\n"));
            document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    await expect(page.get_by_role("status").filter(has_text="left out")).to_contain_text(
        re.compile(r"Of 10.000 PVs 100 were added and 9.900 left out")
    )
    await expect(page.get_by_role("rowheader")).to_have_count(100)


async def test_axe_finds_nothing(page: Page) -> None:
    await page.goto(address(BEAM, "DEMO:SR:MODE", "DEMO:SR:STATUS", "DEMO:BPM:X", **{"from": "now-2m"}))
    await expect(row(page, BEAM).get_by_test_id("reading")).to_contain_text("mA")
    await page.get_by_role("application").focus()
    await page.keyboard.press("m")
    await expect(page.get_by_test_id("differences")).to_be_visible()
    assert await violations(page) == []
