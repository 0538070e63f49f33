"""How a list of 100,000 PVs scrolls: by the wheel, and by its scroll bar to places far away."""

from typing import Any

from playwright.async_api import Browser, Page, ViewportSize
from rig import Rig, configure, percentile

MANY = 100_000
TURNS = 120
"""Turns of the wheel, one after another as fast as the page takes them."""

_SIZE: ViewportSize = {"width": 1920, "height": 1080}
_TABLE = "[role=grid][aria-label=PVs]"

# Notes the time between frames, and for each place at which the scrolling stopped how long the rows took.
_WATCH = f"""() => {{
    const box = document.querySelector("{_TABLE}").parentElement;
    const seen = {{ frames: [], busy: 0, at: 0, shown: null }};
    const rowsShown = () => {{
        const {{ left, top, bottom }} = box.getBoundingClientRect();
        return [top + 60, (top + bottom) / 2, bottom - 40].every((y) =>
            document.elementsFromPoint(left + 60, y).some((one) => one.closest("[role=row][data-pv]")));
    }};
    box.addEventListener("scroll", () => {{ seen.at = performance.now(); seen.shown = null; }});
    new PerformanceObserver((list) => {{
        for (const {{ duration }} of list.getEntries()) seen.busy = Math.max(seen.busy, duration);
    }}).observe({{ type: "longtask" }});
    let before = performance.now();
    const frame = (now) => {{
        seen.frames.push(now - before);
        before = now;
        if (seen.at > 0 && seen.shown === null && rowsShown()) seen.shown = performance.now() - seen.at;
        requestAnimationFrame(frame);
    }};
    requestAnimationFrame(frame);
    window.seen = seen;
}}"""
_TO_TOP = f"""async () => {{
    document.querySelector("{_TABLE}").parentElement.scrollTop = 0;
    await new Promise((done) => setTimeout(done, 500));
}}"""
_BAR_PX = 15
_THUMB_PX = 26
"""Below the top, when it is scrolled up."""
_FORGET = "() => { Object.assign(window.seen, { frames: [], busy: 0, at: 0, shown: null }); }"


async def scrolling(rig: Rig, browser: Browser, _repeat: int) -> dict[str, Any]:
    """Times between frames while the list is scrolled, and until rows far away are shown, ms."""
    _configure(rig)
    context = await browser.new_context(viewport=_SIZE, bypass_csp=True)
    page = await context.new_page()
    await page.goto(f"{rig.url}/pvs")
    await page.locator("[role=row][data-pv]").first.wait_for()
    box = await page.locator(_TABLE).locator("xpath=..").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.evaluate(_WATCH)
    result: dict[str, Any] = {"pvs": MANY}
    await page.evaluate(_FORGET)
    for _ in range(TURNS):
        await page.mouse.wheel(0, 400)
    result["wheel"] = await _seen(page)
    for name, share in (("middle", 0.5), ("quarter", 0.25), ("end", 1.0)):
        await page.evaluate(_TO_TOP)
        await page.evaluate(_FORGET)
        bar = box["x"] + box["width"] - _BAR_PX / 2
        await page.mouse.move(bar, box["y"] + _THUMB_PX)
        await page.mouse.down()
        await page.mouse.move(bar, box["y"] + _THUMB_PX + share * (box["height"] - _THUMB_PX), steps=40)
        await page.mouse.up()
        await page.mouse.up()
        result[f"bar_to_{name}"] = await _seen(page)
    result["dom_rows"] = await page.locator(f"{_TABLE} [role=row]").count()
    await context.close()
    return result


async def _seen(page: Page) -> dict[str, float]:
    """Wait until the rows are shown where the scrolling ended, and sum up what it took."""
    await page.wait_for_function("() => window.seen.shown !== null", timeout=60_000)
    seen = await page.evaluate("() => window.seen")
    row = await page.evaluate(
        f"() => Number(document.querySelector('{_TABLE} [data-pv]').getAttribute('aria-rowindex'))"
    )
    return {
        "frames": len(seen["frames"]),
        "frame_p50_ms": percentile(seen["frames"], 0.5),
        "frame_p95_ms": percentile(seen["frames"], 0.95),
        "frame_longest_ms": percentile(seen["frames"], 1.0),
        "task_longest_ms": round(seen["busy"], 1),
        "rows_after_ms": round(seen["shown"], 1),
        "first_row": row,
    }


def _configure(rig: Rig) -> None:
    """Have 100,000 PVs in the list; paused, so that nobody looks for them on the network."""
    rows = [
        {
            "name": f"SR:C{k // 1000:02}:DEV{k % 1000:03}:VALUE",
            "state": "paused",
            "groups": [f"c{k // 1000:02}"],
        }
        for k in range(MANY)
    ]
    configure(rig.url, rig.password, rows)
