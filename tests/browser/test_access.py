"""Users, their tokens and what they may do, as they are clicked."""

import re
from collections.abc import Iterator

import httpx
import pytest
from caflux_testing.accessible import violations
from caflux_testing.looks import pictures
from caflux_testing.up import Up
from playwright.async_api import Browser, Page, expect

PASSWORD = "a first password"
OWN_PAGE = {"X-CAFlux": "1"}
CLASS = "/api/config/v1/retention-classes/brief"


@pytest.fixture
def nobody_left(up: Up) -> Iterator[None]:
    """Leave no user and no token of this test."""
    yield
    url = f"{up.url}/api/config/v1"
    issued = httpx.post(f"{url}/tokens", auth=("admin", up.password), timeout=60).json()
    with httpx.Client(headers={"Authorization": f"Bearer {issued['token']}"}, timeout=60) as admin:
        admin.delete(f"{url}/users/vera")
        admin.delete(f"{url}/pvs/X:KEPT")
        admin.delete(f"{url}/retention-classes/brief")
        for token in admin.get(f"{url}/tokens").json():
            admin.delete(f"{url}/tokens/{token['id']}")


async def log_in(page: Page, name: str, password: str) -> None:
    await page.get_by_role("banner").get_by_role("button", name="Log in").click()
    dialog = page.get_by_role("dialog", name="Log in")
    await dialog.get_by_role("textbox", name="User").fill(name)
    await dialog.get_by_role("textbox", name="Password").fill(password)
    await dialog.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("banner").get_by_role("button", name=name)).to_be_visible()


@pytest.mark.usefixtures("nobody_left")
@pytest.mark.timeout(300)
async def test_an_admin_adds_a_viewer_who_is_offered_nothing_to_change(
    page: Page, browser: Browser, up: Up
) -> None:
    await page.goto("/pvs")
    await log_in(page, "admin", up.password)
    await page.get_by_role("link", name="Admin").click()
    await page.get_by_role("button", name="Add a user").click()
    adding = page.get_by_role("dialog", name="Add a user")
    await adding.get_by_label("Name").fill("vera")
    await adding.get_by_role("textbox", name="First password").fill(PASSWORD)
    await adding.get_by_role("button", name="Add", exact=True).click()
    vera = page.locator("tr[data-user=vera]")
    await expect(vera).to_contain_text("password")
    await pictures(page, "admin-users")

    await page.get_by_role("tab", name="API tokens").click()
    await page.get_by_role("button", name="Make a token").click()
    making = page.get_by_role("dialog", name="Make a token")
    await making.get_by_label("What it is for").fill("a display")
    await making.get_by_role("button", name="Make it").click()
    token = await making.get_by_test_id("token").text_content()
    await making.get_by_role("button", name="Done").click()
    made = page.locator("tr[data-token='a display']")
    await expect(made).to_contain_text("what its user may")
    await pictures(page, "admin-tokens")
    me = f"{up.url}/api/config/v1/me"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as script:
        assert (await script.get(me)).status_code == 200
        await page.get_by_role("button", name="Revoke a display").click()
        revoking = page.get_by_role("dialog", name="Revoke a display")
        await revoking.get_by_role("button", name="Revoke", exact=True).click()
        await expect(made).to_have_count(0)
        assert (await script.get(me)).status_code == 401

    # What was done is in the audit, and found there by who and what.
    await page.get_by_role("tab", name="Audit").click()
    audit = page.get_by_role("region", name="Audit")
    await expect(audit).to_contain_text("user vera added")
    await page.get_by_role("combobox", name="Kind").click()
    await page.get_by_role("option", name="API tokens").click()
    await expect(audit.get_by_role("rowheader").first).to_have_text(re.compile("^token .* revoked$"))
    await expect(audit).not_to_contain_text("vera")
    await page.get_by_role("textbox", name="By whom").fill("nobody-at-all")
    await expect(audit).to_contain_text("There is no such change")
    await page.get_by_role("textbox", name="By whom").fill("admin")
    await expect(audit).to_contain_text("revoked")
    await page.reload()
    await expect(audit.get_by_role("rowheader").first).to_have_text(re.compile("^token .* revoked$"))
    await pictures(page, "admin-audit")
    assert await violations(page, ["light"]) == []

    context = await browser.new_context(base_url=up.url, viewport={"width": 1440, "height": 900})
    hers = await context.new_page()
    await hers.goto("/pvs")
    await expect(hers.get_by_role("button", name="Add a PV")).to_be_visible()
    await log_in(hers, "vera", PASSWORD)
    await expect(hers.locator("[role=row][data-pv]").first).to_be_visible()
    await expect(hers.get_by_role("button", name="Add a PV")).to_have_count(0)
    await expect(hers.locator("[role=row][data-pv] button")).to_have_count(0)
    await expect(hers.get_by_role("link", name="Admin")).to_have_count(0)
    await hers.get_by_role("button", name="vera").click()
    await expect(hers.get_by_test_id("role")).to_have_text("Role: viewer")
    await hers.get_by_role("menuitem", name="API tokens").click()
    await expect(hers.get_by_role("region", name="Your API tokens")).to_be_visible()
    await expect(hers.get_by_role("tab")).to_have_text(["API tokens", "Retention", "Audit"])
    await hers.get_by_role("tab", name="Retention").click()
    await expect(hers.locator("tr[data-class=standard]")).to_contain_text("for ever")
    await expect(hers.get_by_role("main").get_by_role("button")).to_have_count(0)

    # Her role is changed, which PVs she may change, and she is logged out wherever she is.
    await page.get_by_role("tab", name="Users").click()
    await vera.get_by_role("combobox", name="Role of vera").click()
    await page.get_by_role("option", name="engineer").click()
    await expect(vera).to_contain_text("every PV")
    await vera.get_by_role("button", name="More for vera").click()
    await page.get_by_role("menuitem", name="Change…").click()
    changing = page.get_by_role("dialog", name="Change vera")
    await changing.get_by_role("combobox", name="May change only these PVs").fill("SR:*")
    await page.keyboard.press("Enter")
    await changing.get_by_role("button", name="Save").click()
    await expect(vera).to_contain_text("SR:*")
    await vera.get_by_role("button", name="More for vera").click()
    await page.get_by_role("menuitem", name="Log out everywhere").click()
    await hers.reload()
    await expect(hers.get_by_role("banner").get_by_role("button", name="Log in")).to_be_visible()
    await context.close()

    await vera.get_by_role("button", name="More for vera").click()
    await page.get_by_role("menuitem", name="Delete…").click()
    leaving = page.get_by_role("dialog", name="Delete vera")
    assert await violations(page, ["dark"], "[role=dialog]") == []
    await leaving.get_by_role("button", name="Delete", exact=True).click()
    await expect(vera).to_have_count(0)


@pytest.mark.usefixtures("nobody_left")
@pytest.mark.timeout(300)
async def test_to_keep_less_is_done_only_after_it_was_said_what_that_deletes(
    page: Page, up: Up, tolerated: list[str]
) -> None:
    tolerated += ["412 (Precondition Failed)"]
    await page.goto("/admin?tab=retention")
    await log_in(page, "admin", up.password)
    await page.get_by_role("button", name="Add a class").click()
    adding = page.get_by_role("dialog", name="Add a retention class")
    await adding.get_by_role("textbox", name="Name").fill("brief")
    await adding.get_by_role("textbox", name="Samples").fill("3 weeks")
    await expect(adding.get_by_role("button", name="Add", exact=True)).to_be_disabled()
    await adding.get_by_role("textbox", name="Samples").fill("3w")
    await adding.get_by_role("button", name="Add", exact=True).click()
    brief = page.locator("tr[data-class=brief]")
    await expect(brief).to_contain_text("3 weeks")
    put = await page.request.put("/api/config/v1/pvs/X:KEPT", data={"retention": "brief"}, headers=OWN_PAGE)
    assert put.ok, await put.text()

    await page.reload()
    await expect(brief.get_by_role("cell", name="1", exact=True)).to_be_visible()
    await expect(brief.get_by_role("button", name="Delete brief")).to_have_count(0)
    await brief.get_by_role("button", name="Change brief").click()
    changing = page.get_by_role("dialog", name="Change brief")
    await changing.get_by_role("textbox", name="Samples").fill("2d")
    await changing.get_by_role("button", name="Save", exact=True).click()
    losses = changing.get_by_test_id("losses")
    await expect(losses).to_contain_text("deletes data for good, of 1 PV")
    await expect(losses).to_contain_text("Samples from before")
    await expect(losses).to_contain_text("X:KEPT")
    await pictures(page, "admin-retention-losses")
    assert await violations(page, ["light", "control"], "[role=dialog]") == []
    assert (await kept(page))["raw"] == "3w", "it is asked first"
    await changing.get_by_role("button", name="Save, and delete these data").click()
    await expect(brief).to_contain_text("2 days")
    assert (await kept(page))["raw"] == "2d"

    # Somebody else is faster: what they said is shown, and not overwritten.
    await brief.get_by_role("button", name="Change brief").click()
    other = await page.request.put(
        CLASS, data={"raw": "5d", "rollup_1m": "2y"}, headers={**OWN_PAGE, "If-Match": "*"}
    )
    assert other.ok, await other.text()
    await changing.get_by_role("textbox", name="Samples").fill("4d")
    await changing.get_by_role("button", name="Save", exact=True).click()
    await changing.get_by_role("button", name="Show it as it is now").click()
    await expect(changing.get_by_role("textbox", name="Samples")).to_have_value("5d")
    await changing.get_by_role("button", name="Cancel").click()

    other = await page.request.put(
        "/api/config/v1/pvs/X:KEPT", data={"retention": None}, headers={**OWN_PAGE, "If-Match": "*"}
    )
    assert other.ok, await other.text()
    await page.reload()
    await brief.get_by_role("button", name="Delete brief").click()
    deleting = page.get_by_role("dialog", name="Delete the class brief")
    await deleting.get_by_role("button", name="Delete", exact=True).click()
    await expect(brief).to_have_count(0)


@pytest.mark.usefixtures("nobody_left")
@pytest.mark.timeout(300)
async def test_an_admin_sees_the_settings_in_force_and_no_secret(page: Page, up: Up) -> None:
    await page.goto("/admin?tab=settings")
    await log_in(page, "admin", up.password)
    config = page.get_by_role("region", name="config-api")
    token = config.locator("tr[data-setting=CAFLUX_SERVICE_TOKEN]")
    await expect(token).to_contain_text("set, not shown")
    await expect(config.locator("tr[data-setting=CAFLUX_LEASE_S]")).to_contain_text("default")
    await expect(page.locator("tr[data-setting=CAFLUX_ARCHIVE_URL]").first).to_contain_text("sqlite:///")
    await expect(page.get_by_role("region", name="supervisor")).to_contain_text("CAFLUX_CHECK_INTERVAL_S")
    engine = page.get_by_role("region", name="collector local")
    await expect(engine.locator("tr[data-setting=CAFLUX_SERVICE_TOKEN]")).to_contain_text("set, not shown")
    await expect(engine.locator("tr[data-setting=CAFLUX_BATCH_POINTS]")).to_contain_text("default")
    await pictures(page, "admin-settings")
    assert await violations(page, ["light", "dark"]) == []
    await page.get_by_role("switch", name="Only what somebody has set").check()
    await expect(config.locator("tr[data-setting=CAFLUX_LEASE_S]")).to_have_count(0)
    await page.get_by_role("textbox", name="Search settings").fill("token")
    await expect(token).to_be_visible()
    for service in ("config", "query", "supervisor"):
        told = await (await page.request.get(f"/api/{service}/v1/settings")).text()
        assert up.password not in told
        assert '"CAFLUX_SERVICE_TOKEN"' in told or service == "query"


OFFERED = {
    "/health": {
        "Restart": "operator",
        "Add maintenance": "operator",
        "Add a rule": "engineer",
        "Send a test mail": "engineer",
        "Tell somebody else": "engineer",
    },
    "/pvs": {"Add a PV": "engineer", "Import…": "engineer"},
    "/pvs/groups": {"Make a group": "engineer"},
}
"""Buttons of pages, and from which role on they are there."""


@pytest.mark.usefixtures("nobody_left")
@pytest.mark.timeout(300)
async def test_each_role_is_offered_what_it_may(page: Page, up: Up) -> None:
    users = f"{up.url}/api/config/v1/users"
    async with httpx.AsyncClient(timeout=60, headers=OWN_PAGE) as admin:
        session = {"username": "admin", "password": up.password}
        (await admin.post(f"{up.url}/api/config/v1/session", json=session)).raise_for_status()
        vera = {"name": "vera", "role": "viewer", "password": PASSWORD}
        (await admin.post(users, json=vera)).raise_for_status()
        logged_in = await page.request.post(
            "/api/config/v1/session", data={"username": "vera", "password": PASSWORD}, headers=OWN_PAGE
        )
        assert logged_in.ok, await logged_in.text()
        roles = ["viewer", "operator", "engineer"]
        for role in roles:
            (await admin.patch(f"{users}/vera", json={"role": role})).raise_for_status()
            for path, buttons in OFFERED.items():
                await page.goto(path)
                await expect(page.get_by_role("button", name="vera")).to_be_visible()
                for name, least in buttons.items():
                    button = page.get_by_role("button", name=name, exact=True)
                    there = roles.index(role) >= roles.index(least)
                    await expect(button).to_have_count(1 if there else 0)
            await expect(page.get_by_role("link", name="Admin")).to_have_count(0)


@pytest.mark.usefixtures("nobody_left")
@pytest.mark.timeout(300)
async def test_what_is_typed_outlives_the_session(page: Page, up: Up, tolerated: list[str]) -> None:
    tolerated += ["401 (Unauthorized)"]
    await page.goto("/admin")
    await log_in(page, "admin", up.password)
    await page.get_by_role("button", name="Add a user").click()
    adding = page.get_by_role("dialog", name="Add a user")
    await adding.get_by_label("Name").fill("vera")
    await adding.get_by_role("textbox", name="First password").fill(PASSWORD)
    ended = await page.request.delete("/api/config/v1/session", headers=OWN_PAGE)
    assert ended.ok, await ended.text()
    await adding.get_by_role("button", name="Add", exact=True).click()
    login = page.get_by_role("dialog", name="Log in")
    await expect(login).to_contain_text("Your session has ended")
    await expect(login.get_by_role("textbox", name="User")).to_have_value("admin")
    assert await violations(page, ["light", "dark", "control"], "[role=dialog]") == []
    await page.keyboard.press("Escape")
    await expect(login).to_have_count(0)
    ended_note = page.get_by_role("alert").filter(has_text="Your session has ended")
    await expect(ended_note).to_be_visible()
    await expect(adding.get_by_label("Name")).to_have_value("vera")
    await adding.get_by_role("button", name="Add", exact=True).click()
    await login.get_by_role("textbox", name="Password").fill(up.password)
    await login.get_by_role("button", name="Log in").click()
    await expect(page.locator("tr[data-user=vera]")).to_be_visible()
    await expect(ended_note).to_have_count(0)


async def kept(page: Page) -> dict[str, str]:
    answer = await page.request.get(CLASS)
    found: dict[str, str] = await answer.json()
    return found
