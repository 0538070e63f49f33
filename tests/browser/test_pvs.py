"""What is clicked on the page of PVs happens to what is archived."""

import asyncio
import re

import httpx
import pytest
from caflux.client import Client
from caflux_testing import archive
from caflux_testing.accessible import violations
from caflux_testing.looks import pictures
from caflux_testing.up import Up
from caflux_testing.wait import until_async
from playwright.async_api import Locator, Page, expect

PASSING = {"changed_at", "revision", "live"}
PV = "DEMO:SR:CURRENT.VAL"
"""A field of the demo that its own list does not name: ten events a second while there is beam."""


def row(page: Page, pv: str) -> Locator:
    return page.locator(f'[role=row][data-pv="{pv}"]')


async def log_in(page: Page, password: str) -> None:
    dialog = page.get_by_role("dialog", name="Log in")
    await expect(dialog).to_contain_text("admin-password")
    await dialog.get_by_role("textbox", name="Password").fill(password)
    await dialog.get_by_role("button", name="Log in").click()


async def choose_all_but_one(page: Page) -> None:
    """Choose the 300 PVs of a group but X:001."""
    await page.get_by_role("checkbox", name="Choose X:000").check()
    await page.get_by_role("button", name="Choose all 300").click()
    await page.get_by_role("checkbox", name="Choose X:001").uncheck()


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
@pytest.mark.timeout(600)
async def test_a_pv_is_added_paused_resumed_deleted_and_brought_back(
    page: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)", "404 (Not Found)"]  # its details, while it is being deleted
    await page.goto("/pvs")
    await expect(page.locator("[role=row][data-pv] strong").first).to_be_visible()
    assert await violations(page, ["light", "control"]) == []
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
    await expect(row(page, PV)).to_contain_text("Connected", timeout=30_000)

    await row(page, PV).get_by_role("button", name=f"Pause {PV}").click()
    await expect(row(page, PV)).to_contain_text("Paused")
    paused_at = await wait_for_event(up, PV, "paused")
    a_while_later = paused_at + 2 * 10**9
    await wait_for_samples(up, "DEMO:RF:POWER", after=a_while_later)
    assert await newest(up, PV) <= paused_at + 10**9

    # Its details say why it is not archived, what to do, and who did it.
    await row(page, PV).get_by_role("link", name=PV, exact=True).click()
    details = page.get_by_role("dialog", name=PV)
    diagnosis = details.get_by_role("region", name="Diagnosis")
    await expect(diagnosis).to_contain_text("paused")
    await details.get_by_label("Owner").fill("Jo")
    await details.get_by_role("button", name="Save").click()
    await expect(details.get_by_role("button", name="Save")).to_be_disabled()
    assert client.pv(PV).owner == "Jo"
    await details.get_by_role("tab", name="Changes").click()
    await expect(details.get_by_role("listitem").first).to_contain_text(
        re.compile("admin.*owner: Jo", re.DOTALL)
    )
    assert await violations(page, ["dark"], "[role=dialog]") == []
    await details.get_by_role("button", name="Archive it again").click()
    await wait_for_event(up, PV, "resumed")
    await wait_for_samples(up, PV, after=a_while_later)
    await expect(diagnosis).to_contain_text("It is archived", timeout=60_000)

    # Its data are purged once its name was typed; the drawer says when the collector has done it.
    await details.get_by_role("button", name="Pause").click()
    await expect(diagnosis).to_contain_text("paused", timeout=60_000)
    await details.get_by_role("tab", name="Purge").click()
    await expect(details).to_contain_text("Nothing of it was purged")
    await details.get_by_role("button", name="Purge data…").click()
    purging = page.get_by_role("dialog", name=f"Purge data of {PV}")
    await purging.get_by_role("radio", name="Everything").check()
    await purging.get_by_role("textbox", name="Why").fill("a trial")
    await purging.get_by_role("button", name="What would be deleted?").click()
    await expect(purging.get_by_test_id("would-go")).to_contain_text(
        re.compile(r"[1-9][\d,]* samples? would")
    )
    await pictures(page, "purge")
    assert await violations(page, ["light", "dark"], "[role=dialog]") == []
    do_it = purging.get_by_role("button", name="Purge for good")
    await purging.get_by_role("textbox", name=re.compile("^Type")).fill(PV[:-1])
    await expect(do_it).to_be_disabled()
    await purging.get_by_role("textbox", name=re.compile("^Type")).fill(PV)
    await do_it.click()
    await expect(purging).to_have_count(0)
    await expect(details.locator("[data-purge=done]")).to_contain_text("a trial", timeout=90_000)
    assert await newest(up, PV) == 0, "the archive has nothing of it any more"
    await details.get_by_role("button", name="Archive it again").click()
    await wait_for_samples(up, PV)

    await details.get_by_role("button", name=f"Delete {PV}").click()
    await expect(page.get_by_test_id("done")).to_contain_text("deleted")
    await expect(row(page, PV)).to_have_count(0)
    assert PV not in {pv.name for pv in client.pvs()}
    await wait_for_event(up, PV, "removed")
    assert await newest(up, PV), "what was recorded stays"
    await page.get_by_role("button", name="Undo").click()
    await expect(row(page, PV)).to_contain_text("The same, as a field")
    assert client.pv(PV).owner == "Jo"


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.timeout(300)
async def test_many_are_imported_chosen_and_changed_at_once(
    page: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)", "422 (Unprocessable"]
    await page.goto("/pvs")
    total = len(list(client.pvs()))
    await expect(page.get_by_test_id("total")).to_have_text(f"{total} PVs")
    await page.get_by_role("button", name="Import…").click()
    dialog = page.get_by_role("dialog", name="Import PVs")
    await dialog.get_by_role("textbox", name="Names, or a table").fill(
        "name,mode,period_s\nX:GOOD,,\nX:BAD,scan,-1\n"
    )
    await dialog.get_by_role("button", name="What would change?").click()
    await log_in(page, up.password)
    await expect(dialog.locator("[data-outcome=refused]")).to_contain_text("X:BAD")
    await expect(dialog.get_by_role("button", name="Do it")).to_be_disabled()
    assert len(list(client.pvs())) == total, "it was only tried"

    names = [f"X:{k:03}" for k in range(300)]
    table = "name;groups\n" + "".join(f"{name};new\n" for name in names)
    file = {"name": "pvs.csv", "mimeType": "text/csv", "buffer": table.encode()}
    await dialog.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await dialog.get_by_role("button", name="What would change?").click()
    await expect(dialog.get_by_test_id("outcome")).to_have_text("300 added.")
    await dialog.get_by_role("button", name="Do it").click()
    await expect(page.get_by_test_id("done")).to_contain_text("300 added")
    await dialog.get_by_role("button", name="Close", exact=True).last.click()
    await expect(page.get_by_test_id("total")).to_have_text(f"{total + 300} PVs")

    # All of a group, though few are in sight; but one.
    await page.get_by_role("combobox", name="Group").click()
    await page.get_by_role("option", name="new (300)").click()
    await expect(page.get_by_test_id("total")).to_have_text("300 PVs")
    await choose_all_but_one(page)
    chosen = page.get_by_role("region", name="What is chosen")
    await expect(chosen).to_contain_text("299 chosen")
    await chosen.get_by_role("button", name="Change…").click()
    change = page.get_by_role("dialog", name="Change 299 PVs")
    await change.get_by_role("combobox", name="Add to groups").fill("old")
    await page.keyboard.press("Enter")
    await change.get_by_role("textbox", name="Owner").fill("Al")
    await change.get_by_role("button", name="What would change?").click()
    await expect(change.get_by_test_id("outcome")).to_have_text("299 changed.")
    await change.get_by_role("button", name="Change them").click()
    await expect(page.get_by_test_id("done")).to_contain_text("299 changed")
    await change.get_by_role("button", name="Close", exact=True).last.click()
    found = {pv.name: (pv.owner, pv.groups) for pv in client.pvs("X:*")}
    assert found == dict.fromkeys(names, ("Al", ("new", "old"))) | {"X:001": ("", ("new",))}
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_test_id("done")).to_contain_text("as it was before")
    assert {(pv.owner, pv.groups) for pv in client.pvs("X:*")} == {("", ("new",))}

    await chosen.get_by_role("button", name="Pause").click()
    await expect(page.get_by_test_id("done")).to_contain_text("299 PVs are paused")
    assert [pv.name for pv in client.pvs("X:*") if pv.state == "active"] == ["X:001"]

    # Deleted, and undone: every one has its settings, its groups and its state again.
    before = [pv.model_dump(exclude=PASSING) for pv in client.pvs("X:*")]
    await choose_all_but_one(page)
    await chosen.get_by_role("button", name="Delete").click()
    await chosen.get_by_role("button", name="Delete 299: sure?").click()
    await expect(page.get_by_test_id("done")).to_contain_text("deleted")
    assert [pv.name for pv in client.pvs("X:*")] == ["X:001"]
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_test_id("done")).to_contain_text("as it was before")
    assert [pv.model_dump(exclude=PASSING) for pv in client.pvs("X:*")] == before

    # The list is entered anywhere: only what is in sight is read.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "offset=" in request.url else None)
    await page.locator("[role=grid]").evaluate("(table) => { table.parentElement.scrollTop = 1e6; }")
    await expect(row(page, "X:299")).to_be_visible()
    await expect(row(page, "X:000")).to_have_count(0)
    assert any("offset=200" in url for url in asked)
    await page.get_by_role("button", name="PV", exact=True).click()
    await expect(page.get_by_role("columnheader", name="PV", exact=True)).to_have_attribute(
        "aria-sort", "descending"
    )


async def test_the_list_is_walked_with_the_keyboard(page: Page) -> None:
    await page.goto("/pvs")
    rows = page.locator("[role=row][data-pv]")
    await expect(rows.first).to_be_visible()
    names = [await rows.nth(k).get_attribute("data-pv") for k in range(2)]
    await rows.first.focus()
    await page.keyboard.press("ArrowDown")
    await expect(row(page, str(names[1]))).to_be_focused()
    await page.keyboard.press("End")
    await expect(page.locator("[role=row]:focus")).to_have_attribute(
        "aria-rowindex", str(await page.locator("[role=grid]").get_attribute("aria-rowcount"))
    )
    await page.keyboard.press("Home")
    await expect(row(page, str(names[0]))).to_be_focused()
    await page.keyboard.press("Space")
    await expect(page.get_by_role("checkbox", name=f"Choose {names[0]}")).to_be_checked()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name=str(names[0]))).to_be_visible()


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.timeout(300)
async def test_a_group_is_made_renamed_and_deleted_and_its_pvs_stay(
    page: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)"]
    await page.goto("/pvs/groups")
    await page.get_by_role("banner").get_by_role("button", name="Log in").click()
    await log_in(page, up.password)
    await expect(page.get_by_role("button", name="admin")).to_be_visible()
    for name, groups in (("X:A", ["kept"]), ("X:B", [])):
        put = await page.request.put(
            f"/api/config/v1/pvs/{name}", data={"groups": groups}, headers={"X-CAFlux": "1"}
        )
        assert put.ok, await put.text()

    def grouped() -> dict[str, tuple[str, ...]]:
        return {pv.name: pv.groups for pv in client.pvs("X:*")}

    await page.get_by_role("button", name="Make a group").click()
    making = page.get_by_role("dialog", name="Make a group")
    await making.get_by_role("textbox", name="Name").fill("quadrupoles")
    await making.get_by_role("textbox", name="PVs").fill("X:A, X:B\nX:NONE")
    await making.get_by_role("button", name="Make it").click()
    await expect(making.get_by_role("alert")).to_contain_text("no PV X:NONE")
    assert await violations(page, ["light", "control"], "[role=dialog]") == []
    await making.get_by_role("textbox", name="PVs").fill("X:A, X:B")
    await making.get_by_role("button", name="Make it").click()
    made, renamed = page.locator("tr[data-group=quadrupoles]"), page.locator("tr[data-group=magnets-2]")
    await expect(made.get_by_role("link")).to_have_text("2")
    assert grouped() == {"X:A": ("kept", "quadrupoles"), "X:B": ("quadrupoles",)}
    await pictures(page, "groups")
    assert await violations(page, ["light", "dark"]) == []

    await made.get_by_role("button", name="Rename quadrupoles").click()
    renaming = page.get_by_role("dialog", name="Rename quadrupoles")
    await renaming.get_by_role("textbox", name="New name").fill("kept")
    await expect(renaming.get_by_role("status")).to_contain_text("are put into it")
    await renaming.get_by_role("textbox", name="New name").fill("magnets-2")
    await renaming.get_by_role("button", name="Rename").click()
    await expect(renamed.get_by_role("link")).to_have_text("2")
    await expect(made).to_have_count(0)
    assert grouped() == {"X:A": ("kept", "magnets-2"), "X:B": ("magnets-2",)}

    await renamed.get_by_role("button", name="Delete magnets-2").click()
    deleting = page.get_by_role("dialog", name="Delete the group magnets-2")
    await deleting.get_by_role("button", name="Delete the group").click()
    await expect(renamed).to_have_count(0)
    assert grouped() == {"X:A": ("kept",), "X:B": ()}
    await page.get_by_role("button", name="Undo").click()
    await expect(renamed.get_by_role("link")).to_have_text("2")
    await renamed.get_by_role("link").click()
    await expect(page.get_by_test_id("total")).to_have_text("2 PVs")


async def test_search_and_state_choose_rows_and_stay_in_the_address(page: Page, client: Client) -> None:
    await page.goto("/pvs")
    search = page.get_by_role("textbox", name="Search PVs")
    await search.fill("VAC:*:PRESSURE")
    await expect(page.get_by_test_id("total")).to_have_text("0 PVs")
    await search.fill("*vac:*:pressure")
    found = [pv.name for pv in client.pvs("*vac:*:pressure")]
    assert len(found) == 4
    await expect(page.get_by_test_id("total")).to_have_text("4 PVs")
    for name in found:
        await expect(row(page, name)).to_contain_text("mbar")
    await search.fill("/VAC:S0[13]:PRESSURE$/")
    await expect(page.get_by_test_id("total")).to_have_text("2 PVs")
    await page.reload()
    await expect(page.get_by_test_id("total")).to_have_text("2 PVs")
    await page.get_by_role("button", name="Columns").click()
    await page.get_by_role("menuitemcheckbox", name="Owner").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("columnheader", name="Owner")).to_be_visible()
    await page.get_by_text("Paused", exact=True).click()
    await expect(page.get_by_text("No PV matches")).to_be_visible()


@pytest.mark.usefixtures("nothing_left")
async def test_policies_are_tried_before_they_are_applied(
    page: Page, up: Up, client: Client, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)", "422 (Unprocessable"]
    with client.as_admin(up.password, "make some") as admin:
        for name in ("Y:1", "Y:2"):
            admin.add(name)
    await page.goto("/pvs/policies")
    await page.get_by_role("button", name="Begin with an example").click()
    editor = page.get_by_role("textbox", name="Policies as YAML")
    await editor.fill('policies:\n  - name: ys\n    patterns: ["Y:*"]\n    settings: {owner: Jo, perod: 3}\n')
    await page.get_by_role("button", name="What would change?").click()
    await log_in(page, up.password)
    await expect(page.get_by_role("alert")).to_contain_text("perod")
    await editor.fill('policies:\n  - name: ys\n    patterns: ["Y:*"]\n    settings: {owner: Jo}\n')
    await page.get_by_role("switch").check()
    await page.get_by_role("button", name="What would change?").click()
    await expect(page.get_by_test_id("effect")).to_contain_text("These 2 PVs would change so")
    await expect(page.get_by_role("row", name="Y:1")).to_contain_text("Jo")
    assert client.pv("Y:1").owner == ""
    assert await violations(page) == []
    await page.get_by_role("button", name="Save and apply").click()
    await expect(page.get_by_test_id("effect")).to_contain_text("2 PVs changed so")
    assert [client.pv(name).owner for name in ("Y:1", "Y:2")] == ["Jo", "Jo"]
    await editor.fill("policies: []\n")
    await page.get_by_role("button", name="What would change?").click()
    await expect(page.get_by_test_id("effect")).to_contain_text("removed: ys")
    await page.get_by_role("button", name="Save and apply").click()
    await expect(page.get_by_role("button", name="Discard")).to_have_count(0)


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


async def test_a_session_lasts_over_a_reload_and_ends_with_log_out(
    page: Page, up: Up, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)"]  # what the page was asking for as the session ended
    await page.goto("/health")
    await page.get_by_role("banner").get_by_role("button", name="Log in").click()
    await log_in(page, up.password)
    await expect(page.get_by_role("button", name="admin")).to_be_visible()
    await page.reload()
    await page.get_by_role("button", name="admin").click()
    await page.get_by_role("menuitem", name="Log out", exact=True).click()
    await expect(page.get_by_role("banner").get_by_role("button", name="Log in")).to_be_visible()
    answer = await page.request.get("/api/config/v1/me")
    assert answer.status == httpx.codes.UNAUTHORIZED
