"""What is clicked on the page of PVs happens to what is archived."""

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from caflux.client import Client
from caflux_testing import archive
from caflux_testing.up import Up
from caflux_testing.wait import until_async
from playwright.async_api import Locator, Page, expect

PV = "DEMO:SR:CURRENT.VAL"
"""A field of the demo that its own list does not name: ten events a second while there is beam."""


@pytest.fixture
async def nothing_left(up: Up, client: Client) -> AsyncIterator[None]:
    """Leave the list of PVs as it was."""
    before = {pv.name for pv in client.pvs()}
    yield
    added = {pv.name for pv in client.pvs()} - before
    if added:
        with client.as_admin(up.password, "tidy up") as admin:
            for name in added:
                admin.remove(name)


def row(page: Page, pv: str) -> Locator:
    return page.locator(f'[role=row][data-pv="{pv}"]')


async def log_in(page: Page, password: str) -> None:
    dialog = page.get_by_role("dialog", name="Log in")
    await expect(dialog).to_contain_text("admin-password")
    await dialog.get_by_role("textbox", name="Password").fill(password)
    await dialog.get_by_role("button", name="Log in").click()


async def newest(up: Up, pv: str) -> int:
    """Give the time of a PV's newest sample in the archive, ns, or 0."""
    samples = await asyncio.to_thread(archive.samples, up.archive_url, pv)
    return int(samples.time[-1]) if len(samples) else 0


async def wait_for_event(up: Up, pv: str, kind: str) -> int:
    """Wait until the archive has an event of a PV and give its time, ns."""

    async def last() -> int:
        events = await asyncio.to_thread(archive.events, up.archive_url, [pv])
        return max((event.time for event in events if event.kind == kind), default=0)

    return await until_async(last, what=f"{pv} to be {kind} in the archive")


async def wait_for_samples(up: Up, pv: str, after: int = 0) -> None:
    """Wait until the archive has samples of a PV from after a time (ns)."""

    async def there() -> bool:
        return await newest(up, pv) > after

    await until_async(there, 90, f"samples of {pv}")


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.timeout(300)
async def test_a_pv_is_added_paused_resumed_and_deleted(
    page: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated.append("401 (Unauthorized)")
    await page.goto("/pvs")
    await page.get_by_role("button", name="Add a PV").click()
    dialog = page.get_by_role("dialog", name="Add a PV")
    await dialog.get_by_label("Name").fill(PV)
    await dialog.get_by_label("Description").fill("The same, as a field")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await log_in(page, up.password)
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="admin")).to_be_visible()

    await expect(row(page, PV)).to_contain_text("The same, as a field")
    await wait_for_samples(up, PV)
    await expect(row(page, PV)).to_contain_text(re.compile(r"\d+\.\d{3} mA"), timeout=30_000)
    await expect(row(page, PV)).to_contain_text("double")

    await row(page, PV).get_by_role("button", name=f"Pause {PV}").click()
    await expect(row(page, PV)).to_contain_text("Paused")
    paused_at = await wait_for_event(up, PV, "paused")
    a_while_later = paused_at + 2 * 10**9
    await wait_for_samples(up, "DEMO:RF:POWER", after=a_while_later)
    assert await newest(up, PV) <= paused_at + 10**9

    await row(page, PV).get_by_role("button", name=f"Resume {PV}").click()
    await expect(row(page, PV)).to_contain_text("Active")
    await wait_for_event(up, PV, "resumed")
    await wait_for_samples(up, PV, after=a_while_later)

    await row(page, PV).get_by_role("button", name=f"More for {PV}").click()
    await page.get_by_role("menuitem", name="Delete…").click()
    question = page.get_by_role("dialog", name=f"Delete {PV}?")
    await expect(question).to_contain_text("stays in the archive")
    await question.get_by_role("button", name="Delete", exact=True).click()
    await expect(row(page, PV)).to_have_count(0)
    assert PV not in {pv.name for pv in client.pvs()}
    await wait_for_event(up, PV, "removed")
    assert await newest(up, PV), "what was recorded stays"


@pytest.mark.usefixtures("nothing_left")
async def test_many_are_pasted_and_a_bad_row_is_named(
    page: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)", "422 (Unprocessable"]
    await page.goto("/pvs")
    total = len(list(client.pvs()))
    await expect(page.get_by_test_id("total")).to_have_text(f"{total} PVs")
    await page.get_by_role("button", name="Add many…").click()
    dialog = page.get_by_role("dialog", name="Add many PVs")
    await dialog.get_by_role("textbox").fill("name,mode,period_s\nTEST:GOOD,monitor,\nTEST:BAD,scan,-1\n")
    await dialog.get_by_role("button", name="Add 2 PVs").click()
    await log_in(page, up.password)
    await expect(dialog.get_by_role("listitem")).to_contain_text("Row 2, TEST:BAD")
    assert len(list(client.pvs())) == total, "all or nothing"

    await dialog.get_by_role("textbox").fill("TEST:ONE\nTEST:TWO\n")
    await dialog.get_by_role("button", name="Add 2 PVs").click()
    await expect(dialog).to_contain_text("2 added, 0 changed")
    await dialog.get_by_role("button", name="Close", exact=True).last.click()
    await expect(page.get_by_test_id("total")).to_have_text(f"{total + 2} PVs")
    assert {"TEST:ONE", "TEST:TWO"} <= {pv.name for pv in client.pvs("TEST:")}


async def test_search_and_state_choose_rows_and_stay_in_the_address(page: Page, client: Client) -> None:
    await page.goto("/pvs")
    await page.get_by_role("textbox", name="Search PVs").fill("VAC:*:PRESSURE")
    await expect(page.get_by_test_id("total")).to_have_text("0 PVs")
    await page.get_by_role("textbox", name="Search PVs").fill("*vac:*:pressure")
    found = [pv.name for pv in client.pvs("*vac:*:pressure")]
    assert len(found) == 4
    await expect(page.get_by_test_id("total")).to_have_text("4 PVs")
    for name in found:
        await expect(row(page, name)).to_contain_text("mbar")
    await page.reload()
    await expect(page.get_by_test_id("total")).to_have_text("4 PVs")
    await page.get_by_text("Paused", exact=True).click()
    await expect(page.get_by_text("No PV matches")).to_be_visible()


async def test_a_wrong_password_is_refused_with_where_the_first_one_is(
    page: Page, tolerated: list[str]
) -> None:
    tolerated.append("401 (Unauthorized)")
    await page.goto("/pvs")
    await page.get_by_role("button", name="Log in").click()
    await log_in(page, "not the password")
    await expect(page.get_by_role("alert")).to_contain_text("Logging in failed")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_what_is_declined_is_not_done(page: Page, client: Client, tolerated: list[str]) -> None:
    tolerated.append("401 (Unauthorized)")
    await page.goto("/pvs")
    await row(page, "DEMO:BL:COUNTS").get_by_role("button", name="Pause DEMO:BL:COUNTS").click()
    await expect(page.get_by_role("dialog", name="Log in")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert client.pv("DEMO:BL:COUNTS").state == "active"


async def test_a_session_lasts_over_a_reload_and_ends_with_log_out(page: Page, up: Up) -> None:
    await page.goto("/health")
    await page.get_by_role("button", name="Log in").click()
    await log_in(page, up.password)
    await expect(page.get_by_role("button", name="admin")).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="admin").click()
    await page.get_by_role("menuitem", name="Log out", exact=True).click()
    await expect(page.get_by_role("button", name="Log in")).to_be_visible()
    answer = await page.request.get("/api/config/v1/me")
    assert answer.status == httpx.codes.UNAUTHORIZED
