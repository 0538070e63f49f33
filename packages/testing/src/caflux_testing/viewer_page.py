"""What tests of the viewer's page have in common: what they look at, and where it is on the page."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import numpy as np
from caflux_storage.encode import encode_event, encode_numbers, sample_prefix
from caflux_storage.seam import Event
from playwright.async_api import Locator, Page

from caflux_testing.archive import write
from caflux_testing.wait import until_async

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
RAMP = 'TEST:"RAMP" {a}/b\\c µ'
"""Rises by 1 each second from 0; its name is as awkward as names get."""

SVG = "{http://www.w3.org/2000/svg}"
INTERRUPTED = "TEST:INTERRUPTED"
HOURS = 24
PER_POINT = 2_000
"""So many points of each PV the viewer asks for."""


def write_ramp(archive_url: str) -> None:
    """Archive a day of the ramp from BEGIN on, one sample a second."""
    n = HOURS * 3600
    time = int(BEGIN.timestamp()) * 10**9 + np.arange(n, dtype=np.int64) * 10**9
    zeros = np.zeros(n, np.int64)
    write(
        archive_url,
        encode_numbers([sample_prefix(RAMP)], zeros, time, np.arange(n, dtype=np.float64), zeros, zeros),
    )


def write_interrupted(archive_url: str) -> None:
    """Archive 10 minutes from BEGIN on, lost from the 4th to the 6th, and in a major alarm from then on."""
    begin, at = int(BEGIN.timestamp()) * 10**9, int((BEGIN + timedelta(minutes=6)).timestamp()) * 10**9
    time = begin + np.concatenate([np.arange(240), np.arange(360, 600)]).astype(np.int64) * 10**9
    severity = np.where(time >= at, 2, 0)
    zeros = np.zeros(len(time), np.int64)
    values = np.arange(len(time), dtype=np.float64)
    write(
        archive_url,
        encode_event(Event(INTERRUPTED, begin, "connected"))
        + encode_event(Event(INTERRUPTED, begin + 240 * 10**9, "disconnected"))
        + encode_event(Event(INTERRUPTED, at, "connected"))
        + encode_numbers([sample_prefix(INTERRUPTED)], zeros, time, values, severity, severity),
    )


def iso(time: datetime) -> str:
    """Write a time as the address has it."""
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def address(*pvs: str, **more: str) -> str:
    """Give the address of a viewer of some PVs."""
    return "/viewer?" + urlencode([*(("pv", pv) for pv in pvs), *more.items()], quote_via=quote)


def row(page: Page, pv: str) -> Locator:
    """Give the row of a trace in the table below the chart."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=pv))


def drawn(page: Page, pv: str) -> Locator:
    """Give what says what is drawn of a trace."""
    return row(page, pv).get_by_test_id("drawn").locator("span").first


async def number(locator: Locator, name: str) -> int:
    """Give an attribute as a number; 0 where there is none."""
    return int(float(await locator.get_attribute(name) or 0))


async def drag(page: Page, begin: float, end: float) -> None:
    """Drag over the plot area from one fraction of its width to another."""
    plot = page.locator(".u-over")
    box = await plot.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    await page.mouse.move(box["x"] + begin * box["width"], middle)
    await page.mouse.down()
    await page.mouse.move(box["x"] + (begin + end) / 2 * box["width"], middle, steps=4)
    await page.mouse.move(box["x"] + end * box["width"], middle, steps=4)
    await page.mouse.up()


async def hover(page: Page, place: float) -> None:
    """Put the cursor over the plot area, at a fraction of its width."""
    box = await page.locator(".u-over").first.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + place * box["width"], box["y"] + box["height"] / 2)


_ASKEW = """() => {
    const look = () => {
        const plots = [...document.querySelectorAll("[aria-roledescription=chart] .u-over")]
            .map((plot) => plot.getBoundingClientRect())
            .filter(({ width }) => width > 0);
        const apart = (side) => {
            const edges = plots.map((plot) => plot[side]);
            return plots.length > 1 ? Math.max(...edges) - Math.min(...edges) : 0;
        };
        window.askew = Math.max(window.askew ?? 0, apart("left"), apart("right"));
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


async def watch_edges(page: Page) -> None:
    """Have each frame of the pages to come measure by how much charts above one another are out of line."""
    await page.add_init_script(f"({_ASKEW})()")


async def askew(page: Page) -> float:
    """Give the most by which they were since the page was opened, in px."""
    return float(await page.evaluate("window.askew"))


async def texts_of_picture(page: Page) -> list[str]:
    """Save the chart as SVG, and give the texts in it."""
    await page.get_by_role("tab", name="Export").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Picture as SVG").click()
    picture = ET.parse(await (await downloading.value).path()).getroot()  # noqa: S314 - our own page wrote it
    parts = [*picture.iter(f"{SVG}text"), *picture.iter(f"{SVG}title")]
    return ["".join(part.itertext()) for part in parts]


def shown(page: Page) -> tuple[datetime, datetime]:
    """Give the range in the address."""
    query = parse_qs(urlsplit(page.url).query)
    return datetime.fromisoformat(query["from"][0]), datetime.fromisoformat(query["to"][0])


async def until_shown(page: Page, change: Callable[[datetime, datetime], bool], what: str) -> None:
    """Wait until the range in the address is as it is meant to be."""

    async def changed() -> bool:
        return change(*shown(page))

    await until_async(changed, 30, what)
