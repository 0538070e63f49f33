"""Alarm rules on the page of health: added after a dry run, in alarm, acknowledged, deleted."""

import re

import pytest
from caflux.client import Client
from caflux_testing.up import Up
from caflux_testing.wait import until
from playwright.async_api import Page, expect

RULE = "beam is there"


@pytest.mark.timeout(300)
async def test_a_rule_is_tried_added_acknowledged_and_deleted(
    page: Page, client: Client, up: Up, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)", "409 (Conflict)"]
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
    await expect(row).to_contain_text(re.compile("DEMO:SR:CURRENT is .* below the MAJOR limit 1e\\+06"))
    await row.get_by_role("button", name="Acknowledge").click()
    asked = page.get_by_role("dialog", name="Acknowledge")
    await asked.get_by_role("textbox", name="Comment").fill("it is a demo")
    await asked.get_by_role("button", name="Acknowledge").click()
    await expect(row).to_contain_text("Acknowledged by admin: it is a demo")

    await section.get_by_role("button", name="Send a test mail").click()
    said = page.get_by_role("dialog", name="The mail was not sent")
    await expect(said).to_contain_text("CAFLUX_SMTP_HOST")
    await said.get_by_role("button", name="Close", exact=True).last.click()

    await row.get_by_role("button", name="Change").click()
    change = page.get_by_role("dialog", name=f"Rule {RULE}")
    await expect(change.get_by_role("textbox", name="Low, major")).to_have_value("1000000")
    await change.get_by_role("button", name="Delete").click()
    await expect(row).to_have_count(0)
