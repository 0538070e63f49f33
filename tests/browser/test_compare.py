"""Compare tells what differs between two times, what changed most first, and plots it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import numpy as np
import pytest
from caflux_storage import Event
from caflux_storage.encode import encode_event, encode_numbers, encode_text, sample_prefix
from caflux_testing.accessible import violations
from caflux_testing.archive import write
from caflux_testing.up import Up
from playwright.async_api import Locator, Page, expect

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
THEN = BEGIN + timedelta(hours=1)
LATER = THEN + timedelta(minutes=10)
QUIET, NOISY, SAME, TEXT, GONE = (f"TEST:CMP:{name}" for name in ("QUIET", "NOISY", "SAME", "TEXT", "GONE"))
RANKED = [QUIET, GONE, TEXT, NOISY]
"""What differs, as it has to be ranked."""


def _ns(time: datetime) -> int:
    return int(time.timestamp()) * 10**9


def _line(pv: str, value: list[float]) -> bytes:
    """Give samples of a PV, one a minute."""
    n = len(value)
    time = _ns(BEGIN) + np.arange(n, dtype=np.int64) * 60 * 10**9
    zeros = np.zeros(n, np.int64)
    return encode_numbers([sample_prefix(pv)], zeros, time, np.array(value), zeros, zeros)


@pytest.fixture(scope="session")
def compared(up: Up) -> None:
    """Have PVs that are archived, but not configured, before and after a change."""
    noise = np.random.default_rng(3).normal(size=71)
    noise[60] = noise[70] = 0.0
    noise[65:] += 1.0
    write(
        up.archive_url,
        b"".join(
            [
                _line(QUIET, [5.0] * 65 + [7.5] * 6),
                _line(NOISY, list(10.0 + noise)),
                _line(SAME, [1.0] * 71),
                encode_text(sample_prefix(TEXT), _ns(BEGIN), "Closed", 0, 0),
                encode_text(sample_prefix(TEXT), _ns(THEN + timedelta(minutes=5)), "Open", 0, 0),
                _line(GONE, [3.0] * 62),
                encode_event(Event(GONE, _ns(THEN + timedelta(minutes=2)), "disconnected", "IOC gone")),
            ]
        ),
    )


def address(**more: str) -> str:
    times = {"time1": THEN.isoformat(), "time2": LATER.isoformat()}
    return "/compare?" + urlencode({**times, "search": "TEST:CMP:*", **more})


def rows(page: Page) -> Locator:
    return page.locator("[role=row][data-pv]")


def cell(page: Page, pv: str, name: str) -> Locator:
    return page.locator(f'[role=row][data-pv="{pv}"]').get_by_test_id(name)


async def names(page: Page) -> list[str | None]:
    return [await row.get_attribute("data-pv") for row in await rows(page).all()]


@pytest.mark.usefixtures("compared")
async def test_what_changed_most_comes_first(page: Page, tolerated: list[str]) -> None:
    tolerated.append("404 (Not Found)")
    await page.goto(address())

    await expect(page.get_by_test_id("summary")).to_contain_text("4 of 5 PVs differ")
    await expect(rows(page)).to_have_count(4)
    assert await names(page) == RANKED
    await expect(cell(page, QUIET, "before")).to_have_text("5")
    await expect(cell(page, QUIET, "after")).to_have_text("7.5")
    await expect(cell(page, QUIET, "difference")).to_have_text("+2.5")
    await expect(cell(page, TEXT, "after")).to_have_text("Open")
    await expect(cell(page, GONE, "before")).to_have_text("3")
    await expect(cell(page, GONE, "after")).to_have_text("disconnected")
    assert await violations(page) == []


@pytest.mark.usefixtures("compared")
async def test_one_kind_or_everything_is_listed_and_the_address_holds_it(
    page: Page, tolerated: list[str]
) -> None:
    tolerated.append("404 (Not Found)")
    await page.goto(address())
    await page.get_by_text("States 1").click()
    await expect(rows(page)).to_have_count(1)
    assert await names(page) == [TEXT]

    await page.get_by_text("All PVs").click()
    await expect(page).to_have_url(re.compile("show=all"))
    await expect(cell(page, SAME, "after")).to_have_text("1")
    await page.reload()
    await expect(rows(page)).to_have_count(5)
    assert await names(page) == [*RANKED, SAME]


@pytest.mark.usefixtures("compared")
async def test_a_click_plots_what_changed_over_both_times(page: Page, tolerated: list[str]) -> None:
    tolerated.append("404 (Not Found)")
    await page.goto(address())
    await page.get_by_role("checkbox", name=f"Choose {QUIET}").check()
    await page.get_by_role("checkbox", name=f"Choose {NOISY}").check()
    await page.get_by_role("link", name="Plot the 2 chosen").click()

    await expect(page).to_have_url(re.compile(f"viewer.*pv={QUIET}.*pv={NOISY}.*from=2026-04-01T00:59"))
    await expect(page.get_by_role("rowheader", name=QUIET)).to_be_visible()
    await expect(page.get_by_role("rowheader", name=NOISY)).to_be_visible()


@pytest.mark.usefixtures("compared")
async def test_another_time_is_typed_and_nonsense_is_refused(page: Page, tolerated: list[str]) -> None:
    tolerated.append("404 (Not Found)")
    await page.goto(address())
    await expect(rows(page)).to_have_count(4)
    second = page.get_by_role("textbox", name="Second time")
    await second.fill("tomorrow, maybe")
    await second.press("Enter")
    await expect(page.get_by_text("now-2h or 2026-03-01 14:30:00")).to_be_visible()
    await expect(page).to_have_url(re.compile("time2=2026-04-01T01(:|%3A)10"))

    await second.fill((THEN + timedelta(minutes=3)).astimezone().strftime("%Y-%m-%d %H:%M:%S"))
    await second.press("Enter")
    await expect(page).to_have_url(re.compile("time2=2026-04-01T01:03"))
    await expect(cell(page, TEXT, "after")).to_have_count(0)
    await expect(cell(page, GONE, "after")).to_have_text("disconnected")
