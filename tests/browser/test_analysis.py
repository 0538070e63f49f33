"""What the viewer computes beside its chart, against what the archive holds."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import numpy as np
import pytest
from caflux.client import Client
from caflux_contracts.retrieval import Raw
from caflux_storage.encode import encode_numbers, encode_text, sample_prefix
from caflux_testing.accessible import violations
from caflux_testing.archive import write
from caflux_testing.up import Up
from playwright.async_api import Locator, Page, expect

BEGIN = datetime(2026, 5, 2, tzinfo=UTC)
STOP = BEGIN + timedelta(minutes=10)
RISING, FALLING, STATE, SAVED = (f"TEST:ANA:{name}" for name in ("RISING", "FALLING", "STATE", "SAVED"))
N = 600


def _ns(time: datetime) -> int:
    return int(time.timestamp()) * 10**9


def _line(pv: str, begin: datetime, value: np.ndarray) -> bytes:
    """Give samples of a PV, one a second."""
    time = _ns(begin) + np.arange(len(value), dtype=np.int64) * 10**9
    zeros = np.zeros(len(value), np.int64)
    return encode_numbers([sample_prefix(pv)], zeros, time, value.astype(np.float64), zeros, zeros)


@pytest.fixture(scope="session")
def recorded(up: Up) -> list[str]:
    """Have PVs that are archived, but not configured: ten minutes, and the same ten of the day before."""
    second = np.arange(N)
    write(
        up.archive_url,
        b"".join(
            [
                _line(RISING, BEGIN, second),
                _line(RISING, BEGIN - timedelta(days=1), second[:300] + 1_000),
                _line(FALLING, BEGIN, 50 - 2 * second),
                encode_text(sample_prefix(STATE), _ns(BEGIN), "Open", 0, 0),
                encode_text(sample_prefix(STATE), _ns(BEGIN + timedelta(minutes=9)), "Closed", 0, 0),
            ]
        ),
    )
    return [RISING, FALLING, STATE]


@pytest.fixture
def ours(recorded: list[str], tolerated: list[str]) -> list[str]:
    """Let config-api not know these PVs."""
    tolerated.append("404 (Not Found)")
    return recorded


def address(*pvs: str, **more: str) -> str:
    span = {"from": BEGIN.isoformat(), "to": STOP.isoformat()}
    return "/viewer?" + urlencode([*(("pv", pv) for pv in pvs), *(span | more).items()], quote_via=quote)


def statistics(up: Up, *pvs: str, **more: str) -> list[dict[str, Any]]:
    span = {"from": BEGIN.isoformat(), "to": STOP.isoformat()}
    answer = httpx.get(
        f"{up.url}/api/query/v1/statistics", params={"pv": list(pvs), **span, **more}, timeout=60
    )
    return list(answer.raise_for_status().json()["statistics"])


def row(page: Page, trace: str) -> Locator:
    return page.locator(f"tr[data-pv='{trace}']")


@pytest.mark.usefixtures("ours")
async def test_statistics_are_those_of_the_api(page: Page, up: Up) -> None:
    await page.goto(address(RISING, STATE, tab="statistics"))
    [of_numbers, of_states] = statistics(up, RISING, STATE, percentile="95")
    cells = row(page, RISING)

    await expect(cells.get_by_test_id("mean")).to_have_text(f"{of_numbers['held']['mean']:g}")
    await expect(cells.get_by_test_id("p95")).to_have_text(f"{of_numbers['held']['percentiles'][0][1]:g}")
    await expect(cells.get_by_test_id("max")).to_have_text(f"{of_numbers['max']['value']:g}")
    await expect(cells.get_by_test_id("count")).to_have_text(str(N))
    percents = {state["value"]: state["percent"] for state in of_states["states"]}
    assert percents == {"Open": 90.0, "Closed": 10.0}
    for state, percent in percents.items():
        await expect(page.locator(f"tr[data-state={state}]").get_by_test_id("percent")).to_have_text(
            f"{percent:.2f}"
        )

    assert await violations(page, context="[role=tabpanel]") == []
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Save CSV").click()
    saved = (await (await downloading.value).path()).read_text().splitlines()
    header, first = saved[0].split(","), saved[1].split(",")
    assert float(first[header.index("mean")]) == of_numbers["held"]["mean"]
    assert float(first[header.index("integral")]) == of_numbers["integral"]
    assert f"{STATE},Open,,540,90,1" in saved


@pytest.mark.usefixtures("ours")
async def test_a_trace_is_laid_over_what_it_was_the_day_before(page: Page, client: Client) -> None:
    await page.goto(address(RISING, tab="overlay"))
    await page.get_by_role("checkbox", name=f"{RISING}, Yesterday").check()
    assert await violations(page, context="[role=tabpanel]") == []
    await page.get_by_role("tab", name="Traces").click()

    day = timedelta(days=1)
    [before] = client.data([RISING], BEGIN - day, STOP - day, points=2_000).series
    assert isinstance(before, Raw)
    overlay = row(page, f"{RISING} -1d")
    await expect(overlay.get_by_test_id("drawn")).to_contain_text(f"{len(before.time)} samples")
    await expect(overlay.get_by_test_id("reading").locator("strong")).to_have_text(f"{before.value[-1]:g}")
    await page.reload()
    await expect(overlay.get_by_test_id("drawn")).to_contain_text(f"{len(before.time)} samples")


@pytest.mark.usefixtures("ours")
async def test_two_traces_are_drawn_against_each_other(page: Page) -> None:
    await page.goto(address(RISING, FALLING, tab="xy"))
    await expect(page.get_by_test_id("pairs")).to_have_text(str(N))
    await expect(page.get_by_test_id("correlation")).to_have_text("\u22121.000")
    await expect(page.get_by_test_id("slope")).to_have_text("\u22122")
    await page.get_by_role("button", name="Swap the two").click()
    await expect(page.get_by_test_id("slope")).to_have_text("\u22120.5")
    await expect(page.get_by_role("img", name=re.compile(f"^{RISING} against {FALLING}"))).to_be_visible()
    assert await violations(page, context="[role=tabpanel]") == []


@pytest.mark.usefixtures("ours")
async def test_a_histogram_counts_what_the_api_counts(page: Page, up: Up) -> None:
    await page.goto(address(RISING, tab="histogram"))
    bars = page.locator(f"figure[data-pv='{RISING}'] rect")
    [found] = statistics(up, RISING, bins="48")
    for by in ("held", "samples"):
        if by == "samples":
            await page.get_by_text("Samples", exact=True).click()
            await expect(page.locator("rect title").first).to_contain_text("samples")
        await expect(bars).to_have_count(48)
        drawn = [float(await bar.get_attribute("data-weight") or 0) for bar in await bars.all()]
        assert drawn == pytest.approx(found[by]["histogram"])
    assert await violations(page, context="[role=tabpanel]") == []


@pytest.fixture
def none_saved(up: Up) -> Iterator[None]:
    """Leave no virtual PV."""
    yield
    url = f"{up.url}/api/config/v1"
    auth = ("admin", up.password)
    issued = httpx.post(f"{url}/tokens", auth=auth, timeout=60).raise_for_status().json()
    headers = {"Authorization": f"Bearer {issued['token']}"}
    httpx.delete(f"{url}/virtual-pvs/{SAVED}", headers=headers, timeout=60)
    httpx.delete(f"{url}/tokens/{issued['id']}", headers=headers, timeout=60)


@pytest.mark.usefixtures("ours", "none_saved")
@pytest.mark.timeout(300)
async def test_a_formula_is_completed_mended_drawn_and_saved(
    page: Page, up: Up, tolerated: list[str]
) -> None:
    tolerated += ["422 (Unprocessable", "401 (Unauthorized)"]
    await page.goto(address(RISING, tab="formula"))
    editor = page.get_by_role("textbox", name="Formula")
    await editor.click()
    await page.keyboard.type('2 * "ANA:RIS')
    offered = page.locator(".cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)")
    await expect(offered.get_by_role("option", name=re.compile(RISING))).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(editor).to_have_text(f'2 * "{RISING}"')
    await page.keyboard.type(" & 1")
    verdict = page.get_by_role("status").filter(has_text="Column")
    await expect(verdict).to_contain_text(re.compile(r"Column 23: .*write and"))
    await expect(page.locator(".cm-lintRange-error")).to_have_text("&")
    await expect(page.get_by_role("button", name="Draw it")).to_be_disabled()
    assert await violations(page, context="[role=tabpanel]") == []

    for _ in range(4):
        await page.keyboard.press("Backspace")
    await expect(page.get_by_role("status").filter(has_text="Now 1198")).to_be_visible()
    await page.get_by_role("button", name="Save as virtual PV").click()
    dialog = page.get_by_role("dialog", name="Save as a virtual PV")
    await dialog.get_by_role("textbox", name="Name").fill(SAVED)
    await dialog.get_by_role("textbox", name="Unit").fill("mA")
    await dialog.get_by_role("button", name="Save").click()
    login = page.get_by_role("dialog", name="Log in")
    await login.get_by_role("textbox", name="Password").fill(up.password)
    await login.get_by_role("button", name="Log in").click()
    await expect(dialog).to_have_count(0)
    saved = await (await page.request.get(f"/api/config/v1/virtual-pvs/{SAVED}")).json()
    assert (saved["expression"], saved["egu"]) == (f'2 * "{RISING}"', "mA")

    await editor.click()
    await page.keyboard.type(f'"{RISING}" ** 2', delay=5)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await page.get_by_role("tab", name="Traces").click()
    squared = row(page, f'="{RISING}" ** 2')
    span = {"from": BEGIN.isoformat(), "to": STOP.isoformat(), "points": "2000"}
    answer = await page.request.get(
        "/api/query/v1/data", params={"expr": f'"{RISING}" ** 2', **span}, fail_on_status_code=True
    )
    [series] = (await answer.json())["series"]
    await expect(squared.get_by_test_id("drawn")).to_contain_text(f"{len(series['time'])} samples")
    await expect(squared.get_by_test_id("reading").locator("strong")).to_have_text(f"{(N - 1) ** 2}")
    await expect(row(page, SAVED).get_by_test_id("reading").locator("strong")).to_have_text(f"{2 * (N - 1)}")
