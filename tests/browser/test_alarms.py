"""Alarm rules, maintenance, and who is mailed, on the page of health."""

import re
from typing import Any

import httpx
import pytest
from caflux.client import Client
from caflux_testing.accessible import violations
from caflux_testing.up import Up
from caflux_testing.wait import until
from playwright.async_api import Locator, Page, expect

RULE = "beam is there"


@pytest.mark.timeout(300)
async def test_a_rule_is_tried_added_acknowledged_and_deleted(
    page: Page, client: Client, up: Up, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)", "422 (Unprocessable"]
    until(lambda: client.health().engines, 60, "an engine")
    await page.goto("/health")
    section = page.get_by_role("region", name="Alarm rules")
    await section.get_by_role("button", name="Add a rule").click()
    form = page.get_by_role("dialog", name="Add a rule")
    await form.get_by_role("textbox", name="Name").fill(RULE)
    await form.get_by_role("textbox", name="What it watches").fill("DEMO:SR:CURRENT")
    await form.get_by_role("textbox", name="Low, major").fill("1e6")
    await form.get_by_role("button", name="Try it").click()
    await expect(form.get_by_test_id("dry-run")).to_contain_text("In the past hour it would have fired")
    await form.get_by_role("button", name="Add", exact=True).click()
    login = page.get_by_role("dialog", name="Log in")
    await login.get_by_role("textbox", name="Password").fill(up.password)
    await login.get_by_role("button", name="Log in").click()
    await expect(form).to_have_count(0)

    row = section.locator(f'tr[data-rule="{RULE}"]')
    await expect(row).to_contain_text("Major")
    await expect(page.get_by_test_id("summary")).to_contain_text("1 major alarm on PVs")
    await expect(row).to_contain_text(re.compile("DEMO:SR:CURRENT is .* below the MAJOR limit 1e\\+06"))
    await row.get_by_role("button", name="Acknowledge").click()
    asked = page.get_by_role("dialog", name="Acknowledge")
    await asked.get_by_role("textbox", name="Comment").fill("it is a demo")
    await asked.get_by_role("button", name="Acknowledge").click()
    await expect(row).to_contain_text("Acknowledged by admin: it is a demo")
    await incident_is_told(page, up)

    await maintenance_is_added_and_ended(page, row)

    await row.get_by_role("button", name="Change").click()
    change = page.get_by_role("dialog", name=f"Rule {RULE}")
    await expect(change.get_by_role("textbox", name="Low, major")).to_have_value("1000000")
    await change.get_by_role("button", name="Delete").click()
    await expect(row).to_have_count(0)
    await expect(page.get_by_test_id("summary")).not_to_contain_text("alarm")


async def incident_is_told(page: Page, up: Up) -> None:
    """What the supervisor holds of the incident is in the table and on the time line."""
    async with httpx.AsyncClient(base_url=up.url, timeout=60) as api:
        held = (await api.get("/api/supervisor/v1/incidents")).raise_for_status().json()
    incident = next(one for one in held if one["component"] == f"alarm {RULE}" and one["ended_at"] is None)
    assert incident["actions"][-1].endswith("acknowledged by admin: it is a demo")
    told = page.locator(f'tr[data-incident="{incident["id"]}"]')
    await expect(told).to_contain_text(incident["actions"][-1])
    await expect(told).to_contain_text("still")
    lane = page.get_by_test_id("time-line").locator(f'[data-lane="alarm {RULE}"]')
    await expect(lane.locator("[data-open=true]")).to_have_attribute("data-severity", "major")
    assert await violations(page, ["light", "control"]) == []


async def maintenance_is_added_and_ended(page: Page, rule: Locator) -> None:
    section = page.get_by_role("region", name="Maintenance")
    await expect(section).to_contain_text("No PV is under maintenance")
    await section.get_by_role("button", name="Add maintenance").click()
    form = page.get_by_role("dialog", name="Add maintenance")
    await form.get_by_role("textbox", name="PVs").fill("DEMO:SR:*\nDEMO:VAC:*")
    await form.get_by_label("From").fill("2026-01-01T00:00")
    await form.get_by_label("Until").fill("2026-01-01T01:00")
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(form.get_by_role("alert")).to_contain_text("must end after it begins, and in the future")
    await form.get_by_label("From").fill("")
    await form.get_by_role("button", name="For 4 h").click()
    await form.get_by_role("textbox", name="Why").fill("bake-out")
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(form).to_have_count(0)
    row = section.locator("tr[data-maintenance]")
    await expect(row).to_contain_text("DEMO:SR:*, DEMO:VAC:*")
    await expect(row).to_contain_text(re.compile(r"3 h 5\d min left.*bake-out"))
    await expect(rule).to_contain_text("Under maintenance: nobody is mailed")
    await row.get_by_role("button", name="End").click()
    await expect(row).to_have_count(0)
    await expect(rule).not_to_contain_text("Under maintenance")


@pytest.mark.timeout(300)
async def test_who_is_told_of_what_is_decided(page: Page, up: Up, tolerated: list[str]) -> None:
    tolerated += ["409 (Conflict)", "422 (Unprocessable"]
    await page.goto("/health")
    section = page.get_by_role("region", name="Mail")
    await expect(section).to_contain_text("Nobody is mailed: there is no mail server. Set CAFLUX_SMTP_HOST")
    await section.get_by_role("button", name="Log in").click()
    login = page.get_by_role("dialog", name="Log in")
    await login.get_by_role("textbox", name="Password").fill(up.password)
    await login.get_by_role("button", name="Log in").click()
    await expect(section).to_contain_text("Nobody is told of anything.")
    await section.get_by_role("button", name="Send a test mail").click()
    said = page.get_by_role("dialog", name="The mail was not sent")
    await expect(said).to_contain_text("CAFLUX_SMTP_HOST")
    await said.get_by_role("button", name="Close", exact=True).last.click()

    row = section.locator('tr[data-route="archiver group"]')
    await a_route_is_added(page, section)
    await expect(row).to_contain_text("a@lab.example")
    await expect(row).to_contain_text("*/engine")
    await expect(row).to_contain_text(
        re.compile("If nobody acknowledges for 15 min; again every 2 h; not 22:00.06:00 on fri but for major")
    )
    (route,) = (await routes(page))["routes"]
    assert route["to"] == ["a@lab.example"]
    assert route["quiet"] == {"start": "22:00:00", "stop": "06:00:00", "days": ["fri"], "unless": "major"}

    await section.get_by_role("button", name="Change", exact=True).click()
    limits = page.get_by_role("dialog", name="How many mails")
    await limits.get_by_role("textbox", name="At most").fill("5")
    await limits.get_by_role("button", name="Save").click()
    await expect(section).to_contain_text("at most 5 an hour go to each")
    await row.get_by_role("button", name="Change archiver group").click()
    change = page.get_by_role("dialog", name="Mail to archiver group")
    await expect(change.get_by_role("textbox", name="Again every")).to_have_value("120")
    await change.get_by_role("button", name="Delete").click()
    await expect(section).to_contain_text("Nobody is told of anything.")
    assert (await routes(page))["most_per_hour"] == 5


async def a_route_is_added(page: Page, section: Locator) -> None:
    await section.get_by_role("button", name="Tell somebody else").click()
    form = page.get_by_role("dialog", name="Who else is told")
    await form.get_by_role("textbox", name="Name").fill("archiver group")
    addresses = form.get_by_role("combobox", name="Addresses")
    await addresses.press_sequentially("a@lab.example,nobody,")
    await form.get_by_role("combobox", name="Of these parts only").press_sequentially("*/engine\n")
    await form.get_by_role("textbox", name="If nobody acknowledges for").fill("15")
    await form.get_by_role("textbox", name="Again every").fill("120")
    await form.get_by_label("There are quiet hours").check()
    await form.get_by_text("Fri", exact=True).click()
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(form.get_by_role("alert")).to_contain_text("an address is like operator@example.org")
    await addresses.press("Backspace")  # takes the last one out
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(form).to_have_count(0)


async def routes(page: Page) -> dict[str, Any]:
    answer = await page.request.get("/api/supervisor/v1/mail/routes")
    return dict(await answer.json())
