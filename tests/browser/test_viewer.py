"""The viewer draws what the archive holds, says what it drew, and reads finer data as one zooms in."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from caflux.client import Client
from caflux_contracts.retrieval import Binned, Raw
from caflux_testing.accessible import violations
from caflux_testing.looks import pictures
from caflux_testing.up import Up
from caflux_testing.viewer_page import (
    BEGIN,
    HOURS,
    PER_POINT,
    address,
    drag,
    drawn,
    iso,
    number,
    row,
    texts_of_picture,
    until_shown,
)
from caflux_testing.wait import until_async
from playwright.async_api import Browser, Page, expect

BEAM = "DEMO:SR:CURRENT"


async def test_draws_the_points_that_it_says(page: Page, client: Client, ramp: str) -> None:
    stop = BEGIN + timedelta(minutes=10)
    await page.goto(address(ramp, **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    [raw] = client.data([ramp], BEGIN, stop, points=PER_POINT).series
    assert isinstance(raw, Raw)
    assert len(raw.time) == await number(drawn(page, ramp), "data-points")


async def test_zooming_in_reads_finer_data_and_double_click_goes_back(
    page: Page, client: Client, ramp: str
) -> None:
    stop = BEGIN + timedelta(hours=HOURS)
    await page.goto(address(ramp, **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, ramp)).to_contain_text("bins of 60 s")
    [coarse] = client.data([ramp], BEGIN, stop, points=PER_POINT).series
    assert isinstance(coarse, Binned)
    assert await number(drawn(page, ramp), "data-width") == coarse.width
    assert await number(drawn(page, ramp), "data-points") == len(coarse.time)

    await drag(page, 0.25, 0.75)
    await expect(page).to_have_url(re.compile("from=2026-03-01T0[56]:"))
    await expect(drawn(page, ramp)).to_contain_text(re.compile(r"bins of 2[12]\.\d s"))
    assert await number(drawn(page, ramp), "data-width") < coarse.width * 0.6

    await drag(page, 0.5, 0.52)
    await expect(drawn(page, ramp)).to_contain_text("samples")
    assert 600 < await number(drawn(page, ramp), "data-points") < PER_POINT

    for bins in (r"bins of 2[12]\.\d s", r"bins of 60 s"):
        await page.locator(".u-over").dblclick()
        await expect(drawn(page, ramp)).to_contain_text(re.compile(bins))
    await expect(page.get_by_role("button", name="Back to the last range")).to_be_disabled()


async def test_the_cursor_reads_the_value_that_was_held(page: Page, ramp: str) -> None:
    stop = BEGIN + timedelta(minutes=10)
    await page.goto(address(ramp, **{"from": iso(BEGIN), "to": iso(stop)}))
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    said = re.compile(rf"^{re.escape(ramp)} last \d+$")
    await expect(page.get_by_role("application")).to_have_accessible_description(said)
    box = await page.locator(".u-over").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 40)

    header = page.get_by_role("columnheader", name=re.compile("^At "))
    at = re.search(r"(\d+):(\d\d\.\d{3})$", await header.inner_text())
    assert at is not None
    seconds = int(at[1]) * 60 + float(at[2])
    assert seconds == pytest.approx(240, abs=2)
    await expect(row(page, ramp).get_by_test_id("reading")).to_have_text(re.compile(rf"^{int(seconds)}\s*$"))


async def test_live_goes_on_from_history_without_a_seam(page: Page, client: Client) -> None:
    await page.goto(address(BEAM, **{"from": "now-1m"}))
    await expect(page.get_by_role("button", name="Live", exact=True).first).to_be_visible()
    await expect(drawn(page, BEAM)).to_contain_text("samples")
    at_first = await number(drawn(page, BEAM), "data-points")

    async def newest_is_archived_and_new() -> bool:
        return await number(drawn(page, BEAM), "data-points") > at_first

    await until_async(newest_is_archived_and_new, 90, "more samples than at first")
    await page.get_by_role("button", name="Live", exact=True).last.click()
    await expect(page).to_have_url(re.compile("paused=1"))
    stamp = await row(page, BEAM).get_by_role("cell").nth(2).inner_text()
    value = await row(page, BEAM).get_by_test_id("reading").locator("strong").inner_text()
    newest = datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S.%f").astimezone()
    [raw] = client.data([BEAM], newest, newest + timedelta(milliseconds=1)).series
    assert isinstance(raw, Raw)
    assert value in {f"{number:.3f}" for number in raw.value}


async def test_states_texts_and_waveforms_are_drawn_as_what_they_are(page: Page, client: Client) -> None:
    states, text, wave = "DEMO:BL:SHUTTER", "DEMO:SR:STATUS", "DEMO:BPM:X"
    await page.goto(address(states, text, wave, **{"from": "now-1m"}))
    await expect(row(page, states).get_by_test_id("reading")).to_have_text(re.compile("^(Open|Closed)"))
    await expect(page.get_by_role("region", name=f"States of {states}")).to_contain_text(
        re.compile("Open|Closed")
    )

    lane = page.get_by_role("region", name=f"States of {text}")
    [raw] = client.data([text], "now-1m", "now").series
    assert isinstance(raw, Raw)
    await expect(lane).to_contain_text(str(raw.value[0]))

    card = page.get_by_role("region", name=f"Waveform {wave}")
    await expect(card.locator("canvas")).to_be_visible()
    await expect(row(page, wave).get_by_test_id("reading")).to_have_text(re.compile("^128 elements"))


async def test_heat_maps_and_the_curve_at_the_cursor_are_what_the_archive_holds(
    page: Page, client: Client
) -> None:
    wave, held = "DEMO:BPM:X", 3

    async def recorded() -> Raw | None:
        stop = datetime.now().astimezone().replace(microsecond=0)
        [raw] = client.data([wave], stop - timedelta(seconds=20), stop).series
        return raw if isinstance(raw, Raw) and len(raw.time) > 10 else None

    raw = await until_async(recorded, 60, "several waveforms in the archive")
    assert raw is not None
    begin = datetime.fromtimestamp(int(raw.time[0]) // 10**9, UTC)
    stop = datetime.fromtimestamp(int(raw.time[-1]) // 10**9, UTC)
    await page.goto(address(BEAM, wave, **{"from": iso(begin), "to": iso(stop)}))
    heat = page.get_by_role("region", name=f"{wave} over time").locator("canvas")
    await expect(heat).to_be_visible()

    # In the middle of the time in which one was held, however wide the map is.
    middle = (int(raw.time[held]) + int(raw.time[held + 1])) / 2e9
    share = (middle - begin.timestamp()) / (stop - begin).total_seconds()
    column = """(map, share) => [...map.getContext("2d")
        .getImageData(Math.floor(share * map.width), 0, 1, map.height).data]"""
    pixels = np.array(await heat.evaluate(column, share)).reshape(-1, 4)
    values = np.asarray(raw.value[held], dtype=float)
    rows = len(pixels)
    shown = values[((rows - np.arange(rows) - 0.5) / rows * len(values)).astype(int)]
    # Its colours grow brighter with the value, about evenly.
    assert np.corrcoef(pixels[:, :3] @ [0.2126, 0.7152, 0.0722], shown)[0, 1] > 0.95

    box = await page.locator(".u-over").first.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] * share, box["y"] + 40)
    stamp = datetime.fromtimestamp(int(raw.time[held]) // 10**6 / 1000).astimezone()
    card = page.get_by_role("region", name=f"Waveform {wave}")
    await expect(card.locator("time")).to_have_text(re.compile(f"{stamp:%Y-%m-%d %H:%M:%S}"))


async def test_the_address_holds_everything(page: Page) -> None:
    await page.goto(address(BEAM, "DEMO:VAC:S01:PRESSURE", **{"from": "now-8h"}))
    pressure, current = (page.get_by_role("button", name=f"Axis {unit}") for unit in ("mbar", "mA"))
    await expect(pressure).to_contain_text("log")
    await pressure.click()
    form = page.get_by_role("dialog", name="Axis mbar")
    await form.get_by_text("Linear", exact=True).click()
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await current.click()
    form = page.get_by_role("dialog", name="Axis mA")
    await form.get_by_text("Log", exact=True).click()
    await form.get_by_role("textbox", name="To").fill("500")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await page.get_by_text("5 min", exact=True).click()
    await expect(page).to_have_url(re.compile("from=now-5m"))

    await page.reload()
    await expect(pressure).not_to_contain_text("log")
    await expect(current).to_contain_text("log, auto … 500")
    await expect(page.get_by_role("radio", name="5 min")).to_be_checked()

    for _ in range(4):
        await page.go_back()
    await expect(pressure).to_contain_text("log")


async def test_a_range_can_be_typed_and_nonsense_is_refused(page: Page, ramp: str) -> None:
    await page.goto(
        address(ramp, zone="UTC", **{"from": "2026-03-02T00:00:00Z", "to": "2026-03-01T00:00:00Z"})
    )
    await expect(page.get_by_role("alert")).to_contain_text(
        re.compile("ends before it begins.* The last hour is shown instead")
    )
    await page.get_by_role("button", name="Range…").click()
    await expect(page.get_by_role("textbox", name="From")).to_have_value(re.compile("^2026-03-02 00:00:00"))
    await page.goto(address(ramp))
    await expect(page.get_by_role("alert")).to_have_count(0)
    await page.get_by_role("button", name="Range…").click()
    await page.get_by_role("textbox", name="From").fill("yesterday")
    await page.get_by_role("button", name="Show", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("now-2h")
    local = BEGIN.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    await page.get_by_role("textbox", name="From").fill(local)
    await page.get_by_role("textbox", name="To").fill(
        (BEGIN + timedelta(minutes=5)).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    )
    await page.get_by_role("button", name="Show", exact=True).click()
    await expect(drawn(page, ramp)).to_have_text("300 samples")


async def test_days_of_the_calendar_are_those_of_the_zone(page: Page, ramp: str) -> None:
    begin = BEGIN + timedelta(hours=12)
    await page.goto(
        address(ramp, zone="Asia/Tokyo", **{"from": iso(begin), "to": iso(begin + timedelta(hours=1))})
    )
    await page.get_by_role("button", name="2026-03-01 21:00:00").click()
    calendar = page.get_by_role("dialog")
    await calendar.get_by_role("button", name="2 March 2026", exact=True).click()
    await calendar.get_by_role("button", name="3 March 2026", exact=True).click()
    await page.get_by_role("button", name="Show", exact=True).click()
    midnight = datetime(2026, 3, 2, tzinfo=ZoneInfo("Asia/Tokyo"))
    await until_shown(page, lambda *span: span == (midnight, midnight + timedelta(days=2)), "the two days")


async def test_names_dropped_on_the_viewer_are_drawn(page: Page) -> None:
    await page.goto("/viewer")
    await page.get_by_role("heading", name="Choose what to look at").evaluate(
        """(place, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            for (const kind of ["dragover", "drop"])
                place.dispatchEvent(
                    new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        f"{BEAM}\nDEMO:SR:LIFETIME",
    )
    await expect(row(page, BEAM).get_by_test_id("reading")).to_contain_text("mA")
    await expect(row(page, "DEMO:SR:LIFETIME").get_by_test_id("reading")).to_contain_text("h")


async def test_an_unknown_pv_is_named_and_the_others_are_drawn(page: Page, tolerated: list[str]) -> None:
    tolerated.append("404 (Not Found)")
    await page.goto(address("NO:SUCH:PV", BEAM, **{"from": "now-1m"}))
    await expect(row(page, "NO:SUCH:PV").get_by_role("alert")).to_contain_text("NO:SUCH:PV")
    await expect(row(page, BEAM).get_by_test_id("reading")).to_contain_text("mA")


@pytest.mark.timeout(300)
async def test_a_note_is_written_with_the_keyboard_and_seen_by_everybody(
    page: Page, up: Up, browser: Browser, ramp: str
) -> None:
    stop = BEGIN + timedelta(minutes=10)
    shown = address(ramp, zone="UTC", **{"from": iso(BEGIN), "to": iso(stop)})
    await page.goto(shown)
    await expect(drawn(page, ramp)).to_have_text("600 samples")
    await page.get_by_role("banner").get_by_role("button", name="Log in").click()
    login = page.get_by_role("dialog", name="Log in")
    await login.get_by_role("textbox", name="Password").fill(up.password)
    await login.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("button", name="admin")).to_be_visible()

    # At the cursor, which the keyboard puts there: the middle and a hundredth of ten minutes.
    await page.get_by_role("application").focus()
    await page.keyboard.press("Control+ArrowRight")
    await page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Add a note")
    await expect(dialog.get_by_role("textbox", name="At, or from")).to_have_value("2026-03-01 00:05:06.000")
    assert await violations(page, ["light", "control"], "[role=dialog]") == []
    await dialog.get_by_role("textbox", name="What was it?").fill("Beam dump")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.type("2026-03-01 00:04")
    await expect(dialog).to_contain_text("after it begins")
    await dialog.get_by_role("textbox", name="Until").fill("")
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    note = page.get_by_role("list", name="Notes").get_by_role("button", name="Note: Beam dump (admin)")
    await expect(note).to_have_attribute("title", "Beam dump (admin)")

    # Between the measuring cursors: of a span.
    await page.get_by_role("application").focus()
    await page.keyboard.press("m")
    await page.keyboard.press("n")
    await expect(dialog.get_by_role("textbox", name="Until")).to_have_value("2026-03-01 00:06:40.000")
    await dialog.get_by_role("textbox", name="What was it?").fill("Orbit correction off")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(page.locator("[data-note]")).to_have_count(2)
    await pictures(page, "notes")
    assert await violations(page, ["light", "dark"]) == []

    context = await browser.new_context(base_url=up.url)
    others = await context.new_page()
    await others.goto(shown + "&tab=table")
    table = others.get_by_role("region", name="Data of the chart")
    await expect(table.get_by_role("columnheader", name="Notes")).to_be_visible()
    await table.evaluate("(table) => { table.scrollTop = 26 * 195; }")
    await expect(table.get_by_role("row", name=re.compile("00:03:20.000"))).to_contain_text(
        "Orbit correction off (admin)"
    )
    await others.get_by_role("button", name="Note: Beam dump (admin)").click()
    await expect(others.get_by_role("dialog")).to_contain_text("2026-03-01 00:05:06.000, admin")
    await others.keyboard.press("Escape")
    texts = await texts_of_picture(others)
    assert "2  2026-03-01 00:05:06.000  Beam dump (admin)" in texts
    await context.close()

    for text in ("Beam dump", "Orbit correction off"):
        await page.get_by_role("button", name=f"Note: {text} (admin)").click()
        await page.get_by_role("button", name="Change…").click()
        changing = page.get_by_role("dialog", name="Change the note")
        if text == "Beam dump":
            await changing.get_by_role("textbox", name="What was it?").fill("Beam dump, cavity 2")
            await changing.get_by_role("button", name="Save").click()
            await page.get_by_role("button", name="Note: Beam dump, cavity 2 (admin)").click()
            await page.get_by_role("button", name="Change…").click()
        await changing.get_by_role("button", name="Delete it").click()
        await expect(changing).to_have_count(0)
    await expect(page.locator("[data-note]")).to_have_count(0)
