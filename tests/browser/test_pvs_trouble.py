"""Others change what one looks at, services go away while many PVs are changed: it is told, and mended."""

import asyncio
import re

import pytest
from caflux.client import Client
from caflux.errors import Unreachable
from caflux_contracts.pvs import PvSettings
from caflux_testing.accessible import violations
from caflux_testing.up import Up
from caflux_testing.wait import until
from playwright.async_api import Locator, Page, Route, expect

PV = "X:SHARED"
NAMES = [f"X:{k:04}" for k in range(400)]


@pytest.fixture
async def logged_in(page: Page, up: Up, tolerated: list[str]) -> Page:
    """Give the page of PVs to somebody who has logged in."""
    tolerated.append("401 (Unauthorized)")
    await page.goto("/pvs")
    await page.get_by_role("banner").get_by_role("button", name="Log in").click()
    dialog = page.get_by_role("dialog", name="Log in")
    await dialog.get_by_role("textbox", name="Password").fill(up.password)
    await dialog.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("button", name="admin")).to_be_visible()
    return page


async def details_of(page: Page, pv: str) -> Locator:
    await page.goto(f"/pvs?search={pv}&pv={pv}")
    details = page.get_by_role("dialog", name=pv)
    await expect(details.get_by_role("textbox", name="Description")).to_be_visible()
    return details


@pytest.mark.usefixtures("nothing_left")
async def test_two_people_change_the_same_pv(
    logged_in: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["412 (Precondition Failed)", "net::ERR_"]
    page, pv = logged_in, re.compile("/v1/pvs/X(:|%3A)SHARED$")
    with client.as_admin(up.password, "the other one") as other:
        other.add(PV, PvSettings(description="before"))
        details = await details_of(page, PV)

        # The page has not heard of the other's change when it sends its own.
        async def deaf(route: Route) -> None:
            await (route.abort() if route.request.method == "GET" else route.continue_())

        await page.route(pv, deaf)
        await details.get_by_role("textbox", name="Description").fill("mine")
        other.add(PV, PvSettings(description="before", owner="Al"), seen=other.pv(PV))
        async with page.expect_response(pv) as refused:
            await details.get_by_role("button", name="Save").click()
        assert (await refused.value).status == 412
        await page.unroute(pv)
        told = details.get_by_role("alert").filter(has_text="while you were editing")
        await expect(told).to_contain_text(re.compile(r"admin changed X:SHARED.*owner:.*Al"))
        assert await violations(page, ["light", "dark"], "[role=dialog]") == []
        assert client.pv(PV).description == "before"
        await expect(details.get_by_role("textbox", name="Owner")).to_have_value("Al")
        await expect(details.get_by_role("textbox", name="Description")).to_have_value("mine")
        await details.get_by_role("button", name="Save").click()
        await expect(details.get_by_role("button", name="Save")).to_be_disabled()
        await expect(told).to_have_count(0)
        assert (client.pv(PV).description, client.pv(PV).owner) == ("mine", "Al")

        # It is heard without saving, too, and what the other stored can be taken instead.
        await details.get_by_role("textbox", name="Description").fill("mine again")
        other.add(PV, PvSettings(description="theirs", owner="Al"), seen=other.pv(PV))
        await expect(told).to_contain_text("theirs")
        await details.get_by_role("button", name="Undo").click()
        await expect(details.get_by_role("textbox", name="Description")).to_have_value("theirs")
        await expect(told).to_have_count(0)


@pytest.mark.usefixtures("nothing_left")
async def test_a_pv_that_somebody_else_deletes_is_told_and_brought_back(
    logged_in: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated.append("404 (Not Found)")
    page = logged_in
    with client.as_admin(up.password, "the other one") as other:
        other.add(PV, PvSettings(owner="Jo"))
        details = await details_of(page, PV)
        other.remove(PV)
    told = details.get_by_role("alert", name="What became of it")
    await expect(told).to_contain_text("admin deleted X:SHARED", timeout=60_000)
    await expect(details.get_by_role("textbox", name="Description")).to_have_count(0)
    await told.get_by_role("button", name="Bring it back").click()
    await expect(details.get_by_role("textbox", name="Owner")).to_have_value("Jo")
    await expect(told).to_have_count(0)
    assert client.pv(PV).owner == "Jo"


@pytest.mark.usefixtures("nothing_left")
async def test_what_is_there_already_is_not_added_again(
    logged_in: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated.append("428 (Precondition Required)")
    page = logged_in
    with client.as_admin(up.password, "before") as other:
        other.add(PV, PvSettings(owner="Jo", description="before"))
    await page.get_by_role("button", name="Add a PV").click()
    dialog = page.get_by_role("dialog", name="Add a PV")
    await dialog.get_by_label("Name").fill(PV)
    await dialog.get_by_label("Description").fill("another")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog.get_by_role("alert")).to_contain_text(f"{PV} is in the list already")
    await dialog.get_by_role("link", name="Look at it").click()
    details = page.get_by_role("dialog", name=PV)
    await expect(details.get_by_role("textbox", name="Description")).to_have_value("before")
    assert client.pv(PV).description == "before"


async def paste(field: Locator, text: str) -> None:
    """Paste a text as the browser does when Ctrl+V is pressed."""
    await field.evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const pasted = { clipboardData, bubbles: true, cancelable: true };
            field.dispatchEvent(new ClipboardEvent("paste", pasted));
        }""",
        text,
    )


async def test_ten_thousand_names_are_pasted_to_add(logged_in: Page, client: Client) -> None:
    page, before = logged_in, len(list(client.pvs()))
    await page.get_by_role("button", name="Add a PV").click()
    adding = page.get_by_role("dialog", name="Add a PV")
    await paste(adding.get_by_label("Name"), "\n".join(f"P:{k:05}" for k in range(10_000)))
    dialog = page.get_by_role("dialog", name="Import PVs")
    await dialog.get_by_role("button", name="What would change?").click()
    await expect(dialog.get_by_test_id("outcome")).to_have_text(re.compile(r"^10\W000 added"), timeout=60_000)
    table = dialog.get_by_role("grid", name="What changes")
    await expect(table).to_have_attribute("aria-rowcount", "10001")
    await table.get_by_role("row", name="P:00000").focus()
    await page.keyboard.press("End")
    await expect(table.get_by_role("row", name="P:09999")).to_be_focused()
    assert await table.get_by_role("row").count() < 100, "only what is in sight exists"
    await dialog.get_by_role("button", name="Cancel").click()
    assert len(list(client.pvs())) == before, "it was only tried"


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.timeout(300)
async def test_the_services_go_away_while_many_are_changed(
    logged_in: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["net::ERR_", "Failed to load resource"]
    page = logged_in
    await page.get_by_role("button", name="Import…").click()
    dialog = page.get_by_role("dialog", name="Import PVs")
    table = "name,state\n" + "".join(f"{name},paused\n" for name in NAMES)
    await dialog.get_by_role("textbox", name="Names, or a table").fill(table)
    await dialog.get_by_role("button", name="What would change?").click()
    await expect(dialog.get_by_test_id("outcome")).to_have_text("400 added.")

    async def cut_off(route: Route) -> None:
        away.append(asyncio.create_task(up.keep_away("web")))
        await route.continue_()

    away: list[asyncio.Task[None]] = []
    await page.route("**/api/config/v1/pvs/import*", cut_off, times=1)
    await dialog.get_by_role("button", name="Do it").click()
    failed = dialog.get_by_role("alert")
    await expect(failed).to_contain_text("Importing PVs failed. CAFlux does not answer")
    await expect(failed).to_contain_text("all of it was done or nothing")
    away[0].cancel()

    def counted() -> set[int]:
        return {len(list(client.pvs("X:*")))}

    # Killed so often, they are started again after a while.
    some = await asyncio.to_thread(until, counted, 120, "the services to be back", ignoring=(Unreachable,))
    assert some <= {0, len(NAMES)}, "it was half done"
    await expect(page.get_by_role("button", name="Live")).to_be_visible(timeout=60_000)
    await failed.get_by_role("button", name="Try again").click()
    await expect(dialog.get_by_role("button", name="Close", exact=True).last).to_have_text("Close")
    await expect(page.get_by_test_id("done")).to_contain_text(re.compile(r"(400|0) added"))
    assert [pv.name for pv in client.pvs("X:*")] == NAMES
    await page.keyboard.press("Escape")

    # What is chosen has names that must be read before anything can be done to them.
    await page.goto("/pvs?search=X:*")
    await expect(page.get_by_test_id("total")).to_have_text("400 PVs")
    await page.get_by_role("checkbox", name=f"Choose {NAMES[0]}").check()
    chosen = page.get_by_role("region", name="What is chosen")
    await chosen.get_by_role("button", name="Choose all 400").click()
    await page.route("**/api/config/v1/pvs/export*", lambda route: route.abort())
    await chosen.get_by_role("button", name="Delete").click()
    await chosen.get_by_role("button", name="Delete 400: sure?").click()
    await expect(page.get_by_role("alert")).to_contain_text("CAFlux does not answer")
    await page.unroute_all()
    assert len(list(client.pvs("X:*"))) == len(NAMES)
    await page.get_by_role("alert").get_by_role("button", name="Try again").click()
    await expect(page.get_by_test_id("done")).to_contain_text("400 PVs are deleted")
    assert list(client.pvs("X:*")) == []
