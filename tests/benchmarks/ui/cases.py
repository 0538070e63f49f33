"""What is measured of the dashboard, each in a browser that was never there before."""

import asyncio
import gzip
import statistics
import time
from typing import Any

import httpx
from playwright.async_api import Browser, Page, Route, ViewportSize
from rig import BEGIN, POINTS, TRACES, Rig, cpu_s, iso, percentile

Result = dict[str, Any]
SIZE: ViewportSize = {"width": 1920, "height": 1080}
WARM_S = 10.0
SHOWN_S = 300.0
SECONDS = 30.0
MOVES = 60

_TIMED = """(() => {
    const frames = [];
    const ask = window.requestAnimationFrame.bind(window);
    window.frameCosts = frames;
    window.requestAnimationFrame = (action) => ask((time) => {
        const begin = performance.now();
        action(time);
        frames.push(performance.now() - begin);
    });
})()"""

_MOVE = """async (moves) => {
    const over = document.querySelector(".u-over");
    const box = over.getBoundingClientRect();
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const costs = [], latencies = [];
    await frame();
    for (let i = 0; i < moves; i++) {
        window.frameCosts.length = 0;
        const begin = performance.now();
        over.dispatchEvent(new WheelEvent("wheel", {
            deltaY: i % 2 ? 40 : -40, clientX: box.left + box.width / 2, clientY: box.top + 9,
            bubbles: true, cancelable: true,
        }));
        await Promise.resolve();
        const handled = performance.now() - begin;
        await frame();
        latencies.push(performance.now() - begin);
        costs.push(handled + window.frameCosts.reduce((sum, cost) => sum + cost, 0));
    }
    return { costs, latencies };
}"""

_INITIAL = """() => {
    const [{ loadEventEnd }] = performance.getEntriesByType("navigation");
    return performance.getEntriesByType("resource")
        .filter(({ name, startTime }) => name.endsWith(".js") && startTime <= loadEventEnd)
        .map(({ name }) => name);
}"""
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


async def _stored(page: Page, rig: Rig) -> None:
    """Show the stored PVs, and wait until all of them are drawn."""
    await page.goto(rig.viewer(rig.stored, **{"from": iso(BEGIN), "to": iso(BEGIN + POINTS)}))
    await page.wait_for_function(
        "([traces, points]) => document.querySelectorAll(`[data-points='${points}']`).length === traces",
        arg=[TRACES, POINTS],
        timeout=120_000,
    )


async def paint(rig: Rig, browser: Browser, repeat: int) -> Result:
    """First contentful paint and initial JavaScript of dashboard and viewer, nothing cached."""
    result: Result = {}
    for name, address in (("dashboard", rig.url), ("viewer", rig.viewer(rig.live[:4]))):
        times: list[float] = []
        scripts: list[str] = []
        for _ in range(repeat):
            context = await browser.new_context(viewport=SIZE, bypass_csp=True)
            page = await context.new_page()
            await page.goto(address, wait_until="load")
            await page.wait_for_function(f"({_PAINT})() !== undefined")
            times.append(await page.evaluate(_PAINT))
            scripts = await page.evaluate(_INITIAL)
            await context.close()
        async with httpx.AsyncClient() as client:
            bodies = [(await client.get(one)).content for one in scripts]
        sizes = [len(gzip.compress(body, 6)) for body in bodies]
        result[f"{name}_first_paint_ms"] = round(statistics.median(times))
        result[f"{name}_initial_js_gzip_kb"] = round(sum(sizes) / 1000, 1)
    return result


async def redraw(rig: Rig, browser: Browser, _repeat: int) -> Result:
    """Script time of a frame in which 20 traces of 2,000 samples are zoomed: the event, and drawing."""
    context = await browser.new_context(viewport=SIZE, bypass_csp=True)
    page = await context.new_page()
    await page.add_init_script(_TIMED)
    await _stored(page, rig)
    moved = await page.evaluate(_MOVE, MOVES)
    await context.close()
    costs = moved["costs"][5:]
    return {
        "traces": TRACES,
        "points": POINTS,
        "frame_p50_ms": percentile(costs, 0.5),
        "frame_p95_ms": percentile(costs, 0.95),
    }


async def slow_api(rig: Rig, browser: Browser, _repeat: int) -> Result:
    """From a turn of the wheel until the next frame stands, while the API does not answer at all."""
    context = await browser.new_context(viewport=SIZE, bypass_csp=True)
    page = await context.new_page()
    await page.add_init_script(_TIMED)
    await _stored(page, rig)
    never = asyncio.Event()

    async def hold(route: Route) -> None:
        await never.wait()
        await route.abort()

    await page.route("**/api/query/v1/data*", hold)
    moved = await page.evaluate(_MOVE, MOVES)
    never.set()
    await context.close()
    latencies = moved["latencies"][5:]
    return {
        "next_frame_p50_ms": percentile(latencies, 0.5),
        "next_frame_p95_ms": percentile(latencies, 0.95),
    }


async def live(rig: Rig, browser: Browser, _repeat: int) -> Result:
    """CPU of all of Chromium while 20 traces at 10 Hz move through five minutes full of samples."""
    await asyncio.sleep(max(0.0, rig.since + SHOWN_S - time.monotonic()))
    context = await browser.new_context(viewport=SIZE, bypass_csp=True)
    page = await context.new_page()
    await page.goto(rig.viewer(rig.live, **{"from": f"now-{SHOWN_S:.0f}s"}))
    await page.wait_for_selector("[data-points]", state="attached")
    await asyncio.sleep(WARM_S)
    before, begin = await cpu_s(browser), time.monotonic()
    await asyncio.sleep(SECONDS)
    cores = (await cpu_s(browser) - before) / (time.monotonic() - begin)
    await context.close()
    return {"traces": TRACES, "hz": 10, "chromium_cores": round(cores, 3)}


async def memory(rig: Rig, browser: Browser, minutes: int) -> Result:
    """JavaScript heap after a collection of garbage, each minute of a live view of 20 traces at 10 Hz."""
    context = await browser.new_context(viewport=SIZE, bypass_csp=True)
    page = await context.new_page()
    await page.goto(rig.viewer(rig.live, **{"from": "now-1m"}))
    await page.wait_for_selector("[data-points]", state="attached")
    session = await context.new_cdp_session(page)
    await session.send("Performance.enable")
    heap: list[float] = []
    nodes: list[int] = []
    for _ in range(minutes + 1):
        await session.send("HeapProfiler.collectGarbage")
        metrics = {
            one["name"]: one["value"] for one in (await session.send("Performance.getMetrics"))["metrics"]
        }
        heap.append(round(metrics["JSHeapUsedSize"] / 1e6, 2))
        nodes.append(int(metrics["Nodes"]))
        await asyncio.sleep(60)
    await context.close()
    return {"minutes": minutes, "heap_mb": heap, "nodes": nodes}
