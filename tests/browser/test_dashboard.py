"""The dashboard shows what the archive holds, as it comes, on boards that are put together and saved."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from caflux.client import Client
from caflux_contracts.retrieval import Raw
from caflux_testing.accessible import violations
from caflux_testing.up import Up
from caflux_testing.wait import until_async
from playwright.async_api import Browser, Locator, Page, Route, expect

BEAM, MODE = "DEMO:SR:CURRENT", "DEMO:SR:MODE"
LIFETIME, FILLS = "DEMO:SR:LIFETIME", "DEMO:SR:FILLS"


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


def written(client: Client, pv: str, digits: int) -> Callable[[], set[str]]:
    """Give the values of the last minutes as a tile writes them."""

    def read() -> set[str]:
        [series] = client.data([pv], "now-5m", "now", points=20_000).series
        assert isinstance(series, Raw)
        return {f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}") for value in series.value}

    return read


@pytest.fixture
async def documents(up: Up) -> AsyncIterator[httpx.AsyncClient]:
    """Give what asks config-api for documents as an admin; none of the test's are left."""
    url = f"{up.url}/api/config/v1"
    issued = await asyncio.to_thread(httpx.post, f"{url}/tokens", auth=("admin", up.password), timeout=60)
    headers = {"Authorization": f"Bearer {issued.json()['token']}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60) as admin:
        yield admin
        for one in (await admin.get("/documents")).json()["documents"]:
            await admin.delete(f"/documents/{one['id']}")
        await admin.delete(f"/tokens/{issued.json()['id']}")


async def log_in(page: Page, password: str) -> None:
    dialog = page.get_by_role("dialog", name="Log in")
    await dialog.get_by_role("textbox", name="Password").fill(password)
    await dialog.get_by_role("button", name="Log in").click()


async def place_of(page: Page, name: str) -> tuple[int, int, int, int]:
    """Give where a tile is on the screen: left, top, width, height."""
    box = await tile(page, name).bounding_box()
    assert box is not None
    return round(box["x"]), round(box["y"]), round(box["width"]), round(box["height"])


async def test_tiles_show_what_is_archived_and_go_on(page: Page, client: Client) -> None:
    await page.goto("/")
    await expect(tile(page, BEAM)).to_be_visible()
    assert await page.get_by_role("article").count() == 15, "a dozen values and three charts"
    value = tile(page, BEAM).get_by_test_id("value")
    await expect(value).to_have_text(re.compile(r"^[\d.]+$"))
    archived = written(client, BEAM, 3)

    shown: list[str] = []

    async def two_values_that_are_archived() -> bool:
        text = await value.inner_text()
        if text not in shown and text in archived():
            shown.append(text)
        return len(shown) >= 2

    # Sooner than history is read anew, and longer than the demo is ever without a changing beam.
    await until_async(two_values_that_are_archived, 50, "two archived values in the tile")
    await expect(tile(page, BEAM)).to_contain_text("mA")
    await expect(tile(page, BEAM)).to_contain_text("OK")
    states = ["Shutdown", "RF ramp", "Injection", "Stored beam", "Beam lost"]
    await expect(tile(page, MODE).get_by_test_id("value")).to_have_text(re.compile("|".join(states)))
    await expect(page.get_by_role("button", name="Live")).to_be_visible()
    assert await violations(page) == []


async def test_charts_are_drawn_in_the_colour_of_their_legend(page: Page) -> None:
    await page.goto(f"/?pv={BEAM}&chart={BEAM}")
    panel = page.locator("article[data-kind=chart]")
    said = re.compile(rf"^{BEAM} last \S+ mA")
    await expect(panel.get_by_role("application")).to_have_accessible_description(said)
    await expect(panel).to_contain_text("mA")

    async def pixels_of_the_line() -> int:
        return int(
            await panel.locator("canvas").evaluate(
                """(canvas) => {
                    const swatch = canvas.closest("article").querySelector("li line");
                    const wanted = getComputedStyle(swatch).stroke.match(/\\d+/g).map(Number);
                    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                    const alike = (part, at) => Math.abs(part - data[at]) < 3;
                    let count = 0;
                    for (let i = 0; i < data.length; i += 4)
                        if (data[i + 3] > 250 && wanted.every((part, k) => alike(part, i + k))) count += 1;
                    return count;
                }"""
            )
        )

    async def drawn() -> bool:
        return await pixels_of_the_line() > 50

    await until_async(drawn, what="a line in the chart")


@pytest.mark.timeout(300)
async def test_a_board_is_made_arranged_saved_and_shared(
    page: Page, browser: Browser, up: Up, documents: httpx.AsyncClient, tolerated: list[str]
) -> None:
    tolerated += ["401 (Unauthorized)", "412 (Precondition"]
    await page.goto("/")
    await page.get_by_role("button", name="Board: My board").click()
    await page.get_by_role("menuitem", name="New board…").click()
    naming = page.get_by_role("dialog", name="New board")
    await naming.get_by_label("Name").fill("Shift")
    await naming.get_by_role("switch").check()
    await naming.get_by_role("button", name="Make it").click()
    await log_in(page, up.password)
    await expect(page.get_by_text("Nothing is watched here yet")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/\?board=[0-9a-f]{16}$"))
    board_id = page.url.partition("=")[2]

    field = page.get_by_role("textbox", name="Add a PV")
    await field.fill("lifet")
    await page.locator(f'[role=option][value="{LIFETIME}"]:visible').click()
    await field.fill(FILLS)
    await field.press("Enter")
    await expect(tile(page, LIFETIME).get_by_test_id("value")).to_have_text(re.compile(r"^\d+\.\d\d$"))
    await expect(tile(page, FILLS).get_by_test_id("value")).to_have_text(re.compile(r"^\d+$"))
    for kind, pv in (("Gauge…", BEAM), ("States…", MODE)):
        await page.get_by_role("button", name="Tile", exact=True).click()
        await page.get_by_role("menuitem", name=kind).click()
        adding = page.get_by_role("dialog", name="New tile")
        await adding.get_by_role("textbox", name="PV of the tile").fill(pv)
        await page.locator(f'[role=option][value="{pv}"]:visible').click()
        await adding.get_by_role("button", name="Add", exact=True).click()
    await expect(tile(page, BEAM).get_by_role("img", name=f"{BEAM}: ")).to_be_visible()
    await page.get_by_role("button", name="Tile", exact=True).click()
    await page.get_by_role("menuitem", name="Text…").click()
    await page.get_by_label("Text").fill("Call 1234 at night")
    await page.get_by_role("button", name="Add", exact=True).click()

    # With the keyboard, and with the mouse.
    await page.get_by_role("button", name="Arrange").click()
    place = page.get_by_role("group", name=f"Place of {LIFETIME}")
    await place.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page.get_by_role("status").filter(has_text="column 2, row 1, 5 wide")).to_be_attached()
    corner = page.get_by_role("group", name=f"Place of {FILLS}").locator(".react-resizable-handle")
    await drag(page, corner, 220, 0)
    await page.get_by_role("button", name="Done").click()
    left, top, width, _ = await place_of(page, LIFETIME)
    assert (await place_of(page, FILLS))[1] > top, "it made way"
    assert await violations(page, ["light"]) == []
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Not saved")).to_have_count(0)

    saved = (await documents.get(f"/documents/{board_id}")).json()
    tiles = {(one["kind"], *one.get("pvs", [one.get("text")])): one for one in saved["content"]["tiles"]}
    assert set(tiles) == {
        ("sparkline", LIFETIME),
        ("sparkline", FILLS),
        ("gauge", BEAM),
        ("states", MODE),
        ("text", "Call 1234 at night"),
    }
    assert [tiles["sparkline", LIFETIME][key] for key in "xywh"] == [1, 0, 5, 4]
    assert tiles["sparkline", FILLS]["w"] > 4
    assert (saved["name"], saved["shared"], saved["owner"]) == ("Shift", True, "admin")

    # Somebody else, who has never logged in, opens its address: the same, on a wall.
    other = await browser.new_context(base_url=up.url, viewport={"width": 1440, "height": 900})
    wall = await other.new_page()
    await wall.goto(f"/?board={board_id}")
    await expect(tile(wall, LIFETIME).get_by_test_id("value")).to_have_text(re.compile(r"^\d+\.\d\d$"))
    assert (await place_of(wall, LIFETIME))[0] == left
    assert abs((await place_of(wall, LIFETIME))[2] - width) <= 1
    await wall.goto(f"/?board={board_id}&wall=1")
    await expect(tile(wall, LIFETIME)).to_be_visible()
    await expect(wall.get_by_role("navigation")).to_have_count(0)
    await expect(tile(wall, LIFETIME).get_by_role("button")).to_have_count(0)
    lowest = await wall.evaluate(
        "Math.max(...[...document.querySelectorAll('article')].map((t) => t.getBoundingClientRect().bottom))"
    )
    assert 700 < lowest <= 900, "as high as the screen"
    await wall.keyboard.press("Escape")
    await expect(wall.get_by_role("navigation")).to_be_visible()
    await other.close()

    # What somebody else saved meanwhile is not overwritten unasked.
    await change(documents, board_id, description="for the night")
    await tile(page, FILLS).hover()
    await tile(page, FILLS).get_by_role("button", name=f"More for {FILLS}").click()
    await page.get_by_role("menuitem", name="Remove").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("changed meanwhile")
    await page.get_by_role("button", name="Overwrite it").click()
    await expect(page.get_by_text("Not saved")).to_have_count(0)
    after = (await documents.get(f"/documents/{board_id}")).json()
    assert len(after["content"]["tiles"]) == 4
    await page.goto("/")
    await expect(page.get_by_role("button", name="Board: Shift")).to_be_visible()
    await page.get_by_role("button", name="Board: Shift").click()
    await page.get_by_role("menuitem", name="Delete this board").click()
    await expect(page.get_by_role("button", name="Board: My board")).to_be_visible()
    assert (await documents.get(f"/documents/{board_id}")).status_code == 404


async def drag(page: Page, what: Locator, x: int, y: int) -> None:
    """Drag by so many pixels, as a hand does: once it lies still, and in steps."""
    await what.hover()
    box = await what.bounding_box()
    assert box is not None
    begin = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.move(*begin)
    await page.mouse.down()
    await page.mouse.move(begin[0] + x, begin[1] + y, steps=12)
    await page.mouse.up()


async def change(documents: httpx.AsyncClient, document_id: str, **changed: Any) -> None:
    """Change a document as somebody else would."""
    document = (await documents.get(f"/documents/{document_id}")).json()
    wanted = {key: document[key] for key in ("name", "description", "shared", "content")} | changed
    answer = await documents.put(f"/documents/{document_id}", json=wanted, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def test_changes_stay_in_the_browser_until_they_are_undone(page: Page) -> None:
    await page.goto(f"/?pv={LIFETIME}&pv={FILLS}")
    await expect(page.get_by_role("article")).to_have_count(2)
    await tile(page, FILLS).hover()
    await tile(page, FILLS).get_by_role("button", name=f"More for {FILLS}").click()
    await page.get_by_role("menuitem", name="Remove").click()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"\?board=link$"))
    await page.reload()
    await expect(tile(page, LIFETIME)).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(1)
    await tile(page, LIFETIME).hover()
    await tile(page, LIFETIME).get_by_role("button", name=f"More for {LIFETIME}").click()
    await page.get_by_role("menuitem", name="Gauge").click()
    await expect(tile(page, LIFETIME).get_by_role("img", name=LIFETIME)).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(tile(page, LIFETIME).get_by_role("img", name=LIFETIME)).to_have_count(0)


async def test_a_list_is_pasted_and_all_of_the_board_is_sent_as_a_link(page: Page, browser: Browser) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto('/?tiles={"tiles":[]}')
    await expect(page.get_by_text("Nothing is watched here yet")).to_be_visible()
    await page.evaluate(
        "(text) => navigator.clipboard.writeText(text)", f"{BEAM}\n{LIFETIME}\n{BEAM}\n{MODE}\n"
    )
    await page.get_by_role("main").click(position={"x": 5, "y": 400})
    await page.keyboard.press("Control+v")
    await expect(page.get_by_role("article")).to_have_count(3)
    await tile(page, LIFETIME).hover()
    await tile(page, LIFETIME).get_by_role("button", name=f"More for {LIFETIME}").click()
    assert await violations(page) == [], "with a menu open"
    await page.get_by_role("menuitem", name="Duplicate").click()
    await expect(page.get_by_role("article")).to_have_count(4)
    await page.keyboard.press("Control+z")
    await expect(page.get_by_role("article")).to_have_count(3)
    await page.keyboard.press("Control+Shift+z")
    await expect(page.get_by_role("article")).to_have_count(4)
    await page.get_by_role("button", name="Arrange").click()
    await expect(page.get_by_role("group", name=f"Place of {LIFETIME}")).to_have_count(2)
    assert await violations(page) == [], "while it is arranged"

    await page.get_by_role("button", name="Board: From a link").click()
    await page.get_by_role("menuitem", name="Copy a link with all its tiles").click()
    await expect(page.get_by_role("menuitem", name="Copied")).to_be_visible()
    link = await page.evaluate("navigator.clipboard.readText()")
    other = await browser.new_context()
    theirs = await other.new_page()
    await theirs.goto(link)
    await expect(tile(theirs, LIFETIME)).to_have_count(2)
    await expect(tile(theirs, MODE).get_by_test_id("value")).to_have_text(re.compile(r"[A-Z]"))
    await other.close()


async def test_a_page_outlives_a_new_version_of_itself(page: Page, tolerated: list[str]) -> None:
    tolerated += ["404 (Not Found)", "dynamically imported module"]
    # A wall looks now and then whether the server has another one, and fetches that.
    await page.clock.install()
    await page.goto(f"/?pv={BEAM}&wall=1")
    await expect(tile(page, BEAM)).to_be_visible()
    await page.evaluate("document.documentElement.dataset.version = 'old'")
    newer = '<script type="module" src="/assets/index-newer.js"></script>'

    async def newer_page(route: Route) -> None:
        if route.request.resource_type == "fetch":
            await route.fulfill(body=newer, content_type="text/html")
        else:
            await route.continue_()

    await page.route(lambda url: url.endswith("/"), newer_page)
    await page.clock.fast_forward("11:00")
    await expect(page.locator("html[data-version=old]")).to_have_count(0)
    await expect(tile(page, BEAM).get_by_test_id("value")).to_have_text(re.compile(r"^[\d.]+$"))
    await page.unroute_all()

    # A part that only the old version had is gone: the page is loaded anew, and has it.
    gone = re.compile(r"/assets/arrange-.*\.js")
    await page.route(gone, lambda route: route.fulfill(status=404, body="gone"))
    await page.goto(f"/?pv={BEAM}")
    await page.get_by_role("button", name="Arrange").click()
    await expect(page.get_by_role("alert")).to_contain_text("is a newer one now")
    await page.unroute(gone)
    await page.clock.fast_forward("00:05")
    await expect(page.get_by_role("alert")).to_have_count(0)
    await page.get_by_role("button", name="Arrange").click()
    await expect(page.get_by_role("group", name=f"Place of {BEAM}")).to_be_visible()


async def test_a_pv_that_does_not_exist_says_so_and_harms_no_other(
    page: Page, tolerated: list[str], up: Up
) -> None:
    tolerated.append("404 (Not Found)")
    await page.goto(f"{up.url}/?pv={BEAM}&pv=NO:SUCH:PV")
    await expect(page.get_by_role("alert")).to_contain_text("NO:SUCH:PV")
    await expect(tile(page, BEAM).get_by_test_id("value")).to_have_text(re.compile(r"^[\d.]+$"))
    await expect(page.get_by_role("button", name="Live")).to_be_visible()
    # So does a board that was deleted; what is no board is an empty one.
    await page.goto("/?board=0000000000000000")
    await expect(page.get_by_role("alert")).to_contain_text("Opening the board failed")
    await page.evaluate(
        "(text) => localStorage.setItem('caflux.board.own', text)", json.dumps({"content": 7})
    )
    await page.goto("/?board=own")
    await expect(page.get_by_text("Nothing is watched here yet")).to_be_visible()
