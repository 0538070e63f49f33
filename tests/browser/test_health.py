"""The page of health says what the supervisor knows, and restarts an engine."""

import re
from functools import partial

import pytest
from caflux.client import Client
from caflux_contracts.health import Health
from caflux_testing.accessible import violations
from caflux_testing.up import Up
from caflux_testing.wait import until, until_async
from playwright.async_api import Page, expect


def figure(text: str) -> float:
    """Read a number with thin groups and a unit."""
    return float(re.sub(r"[^\d.]", "", text.split("/")[0]))


async def test_a_running_engine_archives(page: Page, client: Client) -> None:
    until(lambda: client.health().health is Health.OK, 60, "everything to be well")
    await page.goto("/health")
    await expect(page.get_by_test_id("summary")).to_contain_text("OK")
    rate = page.get_by_test_id("rate")
    await expect(rate).to_have_text(re.compile(r"^[1-9][\d.]* /s"))
    [engine] = client.health().engines
    assert figure(await rate.inner_text()) == pytest.approx(engine.rate_hz, rel=0.5)

    archived = page.get_by_test_id("archived")
    at_first = figure(await archived.inner_text())

    async def more() -> bool:
        return figure(await archived.inner_text()) > at_first

    await until_async(more, what="more to be archived")
    await expect(page.locator("tr[data-thread]")).to_have_count(len(engine.threads))
    for component in client.health().components:
        state = page.locator(f'[data-component="{component.name}"]')
        await expect(state).to_contain_text("OK")
    await expect(page.get_by_role("region", name="Collectors")).to_contain_text(f"{engine.pvs} of")
    await expect(page.get_by_test_id("lost")).to_have_text("0")
    await expect(page.get_by_test_id("spool")).to_have_text("empty")  # once the archive keeps up
    await expect(page.get_by_test_id("growth")).to_have_text(re.compile(r"^[1-9][\d.]* [KMG]iB/day$"))
    assert await violations(page) == []


@pytest.mark.timeout(300)
async def test_an_engine_is_restarted(page: Page, client: Client, up: Up, tolerated: list[str]) -> None:
    tolerated.append("401 (Unauthorized)")
    [before] = client.health().engines
    await page.goto("/health")
    await page.get_by_role("button", name="Restart").click()
    question = page.get_by_role("dialog", name="Restart the engine")
    await question.get_by_role("button", name="Restart").click()
    dialog = page.get_by_role("dialog", name="Log in")
    await dialog.get_by_role("textbox", name="Password").fill(up.password)
    await dialog.get_by_role("button", name="Log in").click()
    await expect(question).to_have_count(0)

    def another_runs() -> bool:
        engines = client.health().engines
        return bool(engines) and engines[0].pid != before.pid and engines[0].connected > 0

    until(another_runs, 60, "another engine")
    [after] = client.health().engines
    await expect(page.get_by_role("region", name=re.compile("^Engine"))).to_contain_text(
        f"process {after.pid}"
    )


async def test_a_report_is_looked_at_and_taken_as_a_table(page: Page) -> None:
    await page.goto("/health")
    region = page.get_by_role("region", name="Reports")
    await region.get_by_role("combobox", name="Report").click()
    await page.get_by_role("option", name="Event rate").click()
    await expect(region.get_by_test_id("report-total")).to_contain_text("/s in all")
    await expect(region.locator('[data-pv="DEMO:SR:CURRENT"]')).to_contain_text("/s")
    # By another column, without one, and so is the table that is taken away.
    rows = region.locator("[role=row][data-pv]")
    by_name = region.get_by_role("columnheader", name="PV", exact=True)

    async def listed() -> list[str]:
        names: list[str] = await rows.evaluate_all("rows => rows.map((row) => row.dataset.pv)")
        return names

    async def is_listed_by_name(reverse: bool) -> bool:
        names = await listed()
        return len(names) > 1 and names == sorted(names, reverse=reverse)

    for order in ("ascending", "descending"):
        await by_name.get_by_role("button").click()
        await expect(by_name).to_have_attribute("aria-sort", order)
        await until_async(partial(is_listed_by_name, order == "descending"), what=f"names in {order} order")
    async with page.expect_download() as downloading:
        await region.get_by_role("link", name="CSV").click()
    table = (await (await downloading.value).path()).read_text(encoding="utf-8").splitlines()[1:]
    names = [line.partition(",")[0] for line in table]
    assert len(names) > 1
    assert names == sorted(names, reverse=True)
    await region.get_by_role("button", name="Columns").click()
    await page.get_by_role("menuitemcheckbox", name="Collector").click()
    await page.keyboard.press("Escape")
    await expect(region.get_by_role("columnheader", name="Collector")).to_have_count(0)

    await region.get_by_role("textbox", name="PVs of the report").fill("DEMO:SR:CURRENT")
    await expect(region.get_by_test_id("report-total")).to_contain_text("1 PV,")
    await expect(region.locator("[data-pv]")).to_have_count(1)
    async with page.expect_download() as started:
        await region.get_by_role("link", name="CSV").click()
    download = await started.value
    assert download.suggested_filename == "caflux-event-rate.csv"
    head, row = (await download.path()).read_text(encoding="utf-8").splitlines()
    assert head.split(",")[:4] == ["name", "state", "owner", "rate_hz"]
    assert row.startswith("DEMO:SR:CURRENT,active,")
    await region.get_by_role("link", name="DEMO:SR:CURRENT").click()
    await expect(page).to_have_url(re.compile("/viewer.*DEMO:SR:CURRENT"))
