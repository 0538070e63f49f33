"""Views: saved, shared, exported, and taken over from other tools."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import httpx
import numpy as np
import pytest
from caflux_storage.encode import encode_numbers, sample_prefix
from caflux_testing.accessible import violations
from caflux_testing.archive import write
from caflux_testing.up import Up
from playwright.async_api import Page, expect

BEGIN = datetime(2026, 6, 3, tzinfo=UTC)
STOP = BEGIN + timedelta(minutes=5)
ONE, TWO, SAVED = "TEST:VIEW:ONE", "TEST:VIEW:TWO", "A view of a test"
N = 300

PLT = f"""<?xml version="1.0"?>
<databrowser>
  <title>From the Data Browser</title>
  <scroll>false</scroll>
  <start>{BEGIN.astimezone():%Y-%m-%d %H:%M:%S}.000</start>
  <end>{STOP.astimezone():%Y-%m-%d %H:%M:%S}.000</end>
  <axes><axis><name>Both</name><use_axis_name>true</use_axis_name><min>-10</min><max>500</max></axis></axes>
  <annotations><annotation><text>Look here</text></annotation></annotations>
  <pvlist>
    <pv><display_name>First</display_name><name>ca://{ONE}</name><axis>0</axis></pv>
    <pv><name>sim://noise</name><axis>0</axis></pv>
    <formula><display_name>Sum</display_name><name>sum</name><axis>0</axis><formula>2 * a</formula>
      <input><pv>ca://{ONE}</pv><name>a</name></input></formula>
  </pvlist>
</databrowser>
"""


@pytest.fixture(scope="session")
def recorded(up: Up) -> list[str]:
    """Have PVs that are archived, but not configured: five minutes of a sample a second."""
    time = int(BEGIN.timestamp()) * 10**9 + np.arange(N, dtype=np.int64) * 10**9
    zeros = np.zeros(N, np.int64)
    value = np.arange(N, dtype=np.float64)
    lines = [encode_numbers([sample_prefix(pv)], zeros, time, value, zeros, zeros) for pv in (ONE, TWO)]
    write(up.archive_url, b"".join(lines))
    return [ONE, TWO]


@pytest.fixture
def ours(recorded: list[str], tolerated: list[str]) -> list[str]:
    """Let config-api not know these PVs."""
    tolerated.append("404 (Not Found)")
    return recorded


@pytest.fixture
def none_saved(up: Up) -> Iterator[None]:
    """Leave no saved view."""
    yield
    url = f"{up.url}/api/config/v1"
    issued = httpx.post(f"{url}/tokens", auth=("admin", up.password), timeout=60).raise_for_status().json()
    with httpx.Client(headers={"Authorization": f"Bearer {issued['token']}"}, timeout=60) as admin:
        for document in admin.get(f"{url}/documents", params={"kind": "view"}).json()["documents"]:
            admin.delete(f"{url}/documents/{document['id']}")
        admin.delete(f"{url}/tokens/{issued['id']}")


def address(*pvs: str, **more: str) -> str:
    span = {"from": BEGIN.isoformat(), "to": STOP.isoformat()}
    return "/viewer?" + urlencode([*(("pv", pv) for pv in pvs), *(span | more).items()], quote_via=quote)


@pytest.mark.usefixtures("ours")
async def test_what_is_exported_is_all_that_is_archived(page: Page) -> None:
    await page.goto(address(ONE, TWO, tab="export"))
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Export").click()
    lines = (await (await downloading.value).path()).read_text().splitlines()
    values = {pv: [line for line in lines if pv in line] for pv in (ONE, TWO)}
    assert [len(rows) for rows in values.values()] == [N, N]
    assert lines[-1] == f"# complete: {2 * N} rows"
    await expect(page.get_by_test_id("outcome")).to_have_attribute("data-rows", str(2 * N))
    await expect(page.get_by_test_id("outcome")).to_contain_text("Complete")
    assert await violations(page, context="[role=tabpanel]") == []

    await page.get_by_text("Bins", exact=True).click()
    await expect(page.get_by_role("button", name="Export")).to_be_disabled()
    await page.get_by_role("textbox", name="Width of a bin").fill("1m")
    await page.get_by_role("combobox", name="Format").click()
    await page.get_by_role("option", name="JSON").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Export").click()
    text = (await (await downloading.value).path()).read_text()
    assert '"complete": true' in text or '"complete":true' in text
    assert json.loads(text)


@pytest.mark.usefixtures("ours")
async def test_an_export_that_is_refused_says_why(page: Page, tolerated: list[str]) -> None:
    tolerated.append("422 (Unprocessable")
    await page.goto(address(ONE, tab="export"))
    await page.get_by_text("Bins", exact=True).click()
    await page.get_by_role("textbox", name="Width of a bin").fill("1m")
    await page.route("**/v1/export?*", lambda route: route.continue_(url=route.request.url + "&period=never"))
    await page.get_by_role("button", name="Export").click()
    await expect(page.get_by_role("alert")).to_contain_text("Period")
    await page.unroute("**/v1/export?*")
    tolerated.append("ERR_CONNECTION_RESET")
    await page.route("**/v1/export?*", lambda route: route.abort("connectionreset"))
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_contain_text("The export")
    await page.unroute("**/v1/export?*")
    async with page.expect_download():
        await page.get_by_role("button", name="Try again").click()


@pytest.mark.usefixtures("ours")
async def test_a_picture_shows_the_traces(page: Page) -> None:
    await page.goto(address(ONE, TWO, tab="export", trace=""))  # with something that is no trace
    await expect(page.get_by_role("application").first).to_be_visible()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Picture as SVG").click()
    picture = ET.parse(await (await downloading.value).path()).getroot()
    texts = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert ONE in texts
    assert TWO in texts
    paths = [path.get("d") or "" for path in picture.iter("{http://www.w3.org/2000/svg}path")]
    assert len([d for d in paths if d.count("L") > N / 2]) == 2
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Picture as PNG").click()
    assert (await (await downloading.value).path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.usefixtures("ours", "none_saved")
@pytest.mark.timeout(300)
async def test_a_view_is_saved_found_and_opened_by_its_address(
    page: Page, up: Up, tolerated: list[str]
) -> None:
    tolerated.append("401 (Unauthorized)")
    await page.goto(address(ONE, zone="UTC"))
    await page.get_by_role("button", name="Views").click()
    await page.get_by_role("tab", name="Save this one").click()
    await page.get_by_role("textbox", name="Name").fill(SAVED)
    await page.get_by_role("switch", name="Everybody sees it").check()
    await page.get_by_role("button", name="Save", exact=True).click()
    login = page.get_by_role("dialog", name="Log in")
    await login.get_by_role("textbox", name="Password").fill(up.password)
    await login.get_by_role("button", name="Log in").click()
    await expect(page.locator(f"li[data-view='{SAVED}']")).to_contain_text("shared by you")
    assert await violations(page, context="[role=dialog]") == []
    found = await (await page.request.get("/api/config/v1/documents", params={"kind": "view"})).json()
    [document] = [one for one in found["documents"] if one["name"] == SAVED]

    await page.goto("/viewer")
    await page.get_by_role("button", name="Views").click()
    await page.get_by_role("button", name=re.compile(f"^{SAVED}")).click()
    await expect(page).to_have_url(re.compile(f"pv={ONE}.*zone=UTC"))
    await page.goto(f"/viewer?view={document['id']}")
    await expect(page).to_have_url(re.compile(f"pv={ONE}.*zone=UTC"))
    await expect(page.get_by_role("rowheader", name=ONE)).to_be_visible()

    await page.get_by_role("button", name="Views").click()
    await page.get_by_role("button", name=f"Delete {SAVED}").click()
    await page.get_by_role("button", name="Delete it").click()
    await expect(page.get_by_text("No view is saved yet")).to_be_visible()


@pytest.mark.usefixtures("ours")
async def test_a_file_of_the_data_browser_is_shown_and_what_is_left_out_told(
    page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "ring.plt"
    file.write_text(PLT)
    await page.goto("/viewer")
    await page.get_by_role("button", name="Views").click()
    await page.get_by_role("tab", name="Import").click()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Pick a file").click()
    await (await choosing.value).set_files(file)
    notes = page.get_by_test_id("notes")
    await expect(notes).to_contain_text("sim://noise is left out")
    await expect(notes).to_contain_text("Look here")
    assert await violations(page, context="[role=dialog]") == []
    await page.get_by_role("button", name="Show it").click()

    await expect(page.locator(f"tr[data-pv='{ONE}']").get_by_test_id("drawn")).to_contain_text(f"{N} samples")
    formula = page.locator(f"tr[data-pv='=2 * \"{ONE}\"']")
    await expect(formula.get_by_test_id("reading").locator("strong")).to_have_text(f"{2 * (N - 1)}")
    await expect(page).to_have_url(re.compile(r"axis=min:-10(;|%3B)max:500(;|%3B)log:0(;|%3B)name:Both"))


@pytest.mark.usefixtures("ours")
async def test_a_file_is_dropped_on_the_viewer(page: Page) -> None:
    await page.goto("/viewer")
    await expect(page.get_by_role("button", name="Views")).to_be_visible()
    text = f"StripConfig 1.2\nStrip.Time.Timespan 600\nStrip.Curve.0.Name {ONE}\nStrip.Curve.1.Name {TWO}\n"
    await page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "two.stp"));
            for (const kind of ["dragover", "drop"])
                document.body.dispatchEvent(
                    new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )
    await page.get_by_role("button", name="Show it").click()
    await expect(page).to_have_url(re.compile(f"pv={ONE}.*pv={TWO}.*from=now-10m"))
