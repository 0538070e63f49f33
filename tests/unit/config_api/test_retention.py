"""Retention classes: made, changed with care, and given to PVs and collectors."""

from typing import Any

import httpx
import pytest
from caflux_contracts.retention import KeptFor, seconds_of
from caflux_testing.config_client import ConfigClient, problem

SHORT = {"raw": "30d", "rollup_1m": "2y"}
FOR_EVER = "Everything, for ever."


def path(name: str) -> str:
    return f"/v1/retention-classes/{name}"


async def put(
    client: ConfigClient, name: str, query: str = "", match: str | None = "*", **settings: Any
) -> httpx.Response:
    headers = {} if match is None else {"If-Match": match}
    return await client.http.put(path(name) + query, json=settings, headers=headers)


async def classes(client: ConfigClient) -> dict[str, Any]:
    answer = await client.http.get("/v1/retention-classes")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()["classes"]}


async def assigned(admin: ConfigClient) -> tuple[dict[str, str], dict[str, Any]]:
    """Give the class of every PV that is not `standard`, and the assignment."""
    answer = (await admin.assignment("c")).json()
    return {pv["name"]: pv["retention"] for pv in answer["pvs"] if "retention" in pv}, answer


async def test_standard_is_there_from_the_beginning_and_stays(admin: ConfigClient) -> None:
    await admin.put("A")
    standard = (await classes(admin))["standard"]
    levels = [standard[level] for level in ("raw", "rollup_1m", "rollup_1h")]
    assert (levels, standard["default"], standard["pvs"]) == ([None] * 3, True, 1)
    assert "for ever" in problem(await put(admin, "standard", raw="30d", default=True), 422)
    assert "built in" in problem(await admin.http.delete(path("standard")), 422)


async def test_a_class_is_added_changed_and_deleted(admin: ConfigClient, nobody: ConfigClient) -> None:
    added = await put(admin, "short", **SHORT, description="diagnostics")
    assert (added.status_code, added.json()["applied"], added.json()["losses"]) == (201, True, [])
    assert (await nobody.http.get(path("short"))).json() == added.json()["retention"]
    longer = await put(admin, "short", raw="60d")
    assert (longer.status_code, longer.json()["losses"]) == (200, [])
    assert (await classes(nobody))["short"]["raw"] == "60d"
    assert (await admin.http.delete(path("short"))).status_code == 204
    assert "no retention class short" in problem(await nobody.http.get(path("short")), 404)
    problem(await put(nobody, "short"), 401)


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({"raw": "30"}, "no duration"),
        ({"raw": "1h"}, "between a day"),
        ({"raw": "201y"}, "200 years"),
        ({"raw": "-3d"}, "no duration"),
        ({"raw": "30d", "rollup_1m": "20d"}, "at least as long"),
        ({"rollup_1m": "20d"}, "at least as long"),
        ({"rollup_1h": "20d"}, "at least as long"),
    ],
)
async def test_durations_that_make_no_sense(admin: ConfigClient, kept: dict[str, Any], says: str) -> None:
    assert says in problem(await put(admin, "short", **kept), 422)
    assert "short" not in await classes(admin)


def test_durations_are_of_hours_days_weeks_and_years() -> None:
    assert [seconds_of(text) for text in ("36h", "1d", "2w", "1y")] == [
        129_600,
        86_400,
        1_209_600,
        31_536_000,
    ]
    assert KeptFor(raw="24h", rollup_1m="1d", rollup_1h=None).raw == "24h"


@pytest.mark.parametrize("name", ["Short", "a-b", "1st", "", "x" * 33, "a b", 'a"b'])
async def test_names_that_are_none(admin: ConfigClient, name: str) -> None:
    assert (await put(admin, name.replace(" ", "%20"))).status_code in {404, 405, 422}


async def test_to_keep_less_needs_a_confirmation(admin: ConfigClient) -> None:
    await put(admin, "short", **SHORT)
    for name in ("B", "A"):
        await admin.put(name, retention="short")
    revision = await admin.revision()

    asked = (await put(admin, "short", "?dry_run=true", raw="10d", rollup_1m="2y", rollup_1h="3y")).json()
    refused = await put(admin, "short", raw="10d", rollup_1m="2y", rollup_1h="3y")

    assert [loss["level"] for loss in asked["losses"]] == ["raw", "rollup_1h"]
    assert asked["losses"][0]["before"] == "2025-12-23T03:04:05.678901Z"
    assert (asked["applied"], asked["pvs"], asked["names"]) == (False, 2, ["A", "B"])
    assert asked["retention"]["raw"] == "10d"
    assert "confirm=true" in problem(refused, 409)
    assert [loss["level"] for loss in refused.json()["errors"]] == ["raw", "rollup_1h"]
    assert (await classes(admin))["short"]["raw"] == "30d"
    assert await admin.revision() == revision

    done = await put(admin, "short", "?confirm=true", raw="10d", rollup_1m="2y", rollup_1h="3y")
    assert (done.status_code, done.json()["applied"]) == (200, True)
    assert (await classes(admin))["short"]["raw"] == "10d"
    assert await admin.revision() == revision + 1


async def test_a_class_made_again_goes_on_with_its_data(admin: ConfigClient) -> None:
    await put(admin, "short", **SHORT)
    await admin.http.delete(path("short"))
    assert "confirm=true" in problem(await put(admin, "short", raw="2d"), 409)
    assert (await put(admin, "short", raw="30d", rollup_1m="2y")).status_code == 201


async def test_the_same_again_changes_nothing(admin: ConfigClient) -> None:
    first = (await put(admin, "short", **SHORT)).json()
    revision = await admin.revision()
    assert (await put(admin, "short", **SHORT)).json() == first
    assert await admin.revision() == revision


async def test_a_class_in_use_is_not_deleted(admin: ConfigClient) -> None:
    await put(admin, "short", **SHORT)
    await admin.put("A", retention="short")
    assert "1 PVs are of the class short: A; give" in problem(await admin.http.delete(path("short")), 409)
    await admin.put("A")
    assert (await admin.http.delete(path("short"))).status_code == 204
    assert "no retention class short" in problem(
        await admin.http.put("/v1/pvs/A", json={"retention": "short"}), 422
    )


async def test_the_default_is_the_class_of_pvs_that_name_none(admin: ConfigClient) -> None:
    await put(admin, "short", **SHORT)
    await admin.register("c")
    for name, settings in {"A": {}, "B": {"retention": "standard"}, "C": {"retention": "short"}}.items():
        await admin.put(name, **settings)
    assert (await assigned(admin))[0] == {"C": "short"}

    await put(admin, "short", **SHORT, default=True)

    found, whole = await assigned(admin)
    assert found == {"A": "short", "C": "short"}
    assert whole["retention"] == [{"name": "short", **SHORT, "rollup_1h": None}]
    assert {name: (one["default"], one["pvs"]) for name, one in (await classes(admin)).items()} == {
        "short": (True, 2),
        "standard": (False, 1),
    }
    assert "the default class" in problem(await put(admin, "short", **SHORT), 422)
    assert "the default class" in problem(await admin.http.delete(path("short")), 409)
    assert (await put(admin, "standard", default=True)).status_code == 200
    assert (await assigned(admin))[0] == {"C": "short"}


async def test_nobody_overwrites_what_they_have_not_seen(admin: ConfigClient) -> None:
    tag = (await put(admin, "short", match=None, **SHORT)).headers["etag"]
    assert (await admin.http.get(path("short"))).headers["etag"] == tag
    assert (await put(admin, "short", match=None, **SHORT)).status_code == 200, "the same again"
    assert "If-Match" in problem(await put(admin, "short", match=None, raw="60d"), 428)
    assert (await put(admin, "short", "?dry_run=true", None, raw="60d")).status_code == 200
    newer = (await put(admin, "short", match=tag, raw="60d")).headers["etag"]
    assert newer != tag
    for query in ("", "?dry_run=true"):
        assert "changed meanwhile" in problem(await put(admin, "short", query, tag, raw="90d"), 412)
    problem(await admin.http.delete(path("short"), headers={"If-Match": tag}), 412)
    problem(await put(admin, "long", match=tag, raw="90d"), 412)
    assert (await classes(admin))["short"]["raw"] == "60d"
    assert (await admin.http.delete(path("short"), headers={"If-Match": newer})).status_code == 204


async def test_who_moves_the_default_changes_two_classes(admin: ConfigClient) -> None:
    await put(admin, "short", **SHORT, default=True)
    tags = {name: (await admin.http.get(path(name))).headers["etag"] for name in ("short", "standard")}
    await put(admin, "long", raw="1y", default=True)
    for name, tag in tags.items():
        problem(await put(admin, name, match=tag, default=True), 412)


async def test_the_audit_has_every_change_of_a_class(admin: ConfigClient) -> None:
    await put(admin, "short", **SHORT)
    await put(admin, "short", **SHORT)  # the same again is no change
    await put(admin, "short", "?dry_run=true", raw="60d")
    await put(admin, "short", raw="60d", default=True)
    await put(admin, "standard", default=True)
    await admin.http.delete(path("short"))

    told = (await admin.http.get("/v1/audit", params={"kind": "retention"})).json()["changes"]

    assert [(one["name"], one["action"], one["before"], one["after"]) for one in reversed(told)] == [
        ("short", "added", None, SHORT),
        ("short", "changed", SHORT, {"raw": "60d", "default": True}),
        ("standard", "changed", {"description": FOR_EVER, "default": True}, {"description": FOR_EVER}),
        ("short", "changed", {"raw": "60d", "default": True}, {"raw": "60d"}),
        ("standard", "changed", {"description": FOR_EVER}, {"description": FOR_EVER, "default": True}),
        ("short", "deleted", {"raw": "60d"}, None),
    ]
    assert {one["by"] for one in told} == {"admin"}


async def test_one_collector_is_the_keeper(admin: ConfigClient) -> None:
    for collector in ("b", "a"):
        await admin.register(collector)
    keepers = {name: (await admin.assignment(name)).json()["keeper"] for name in ("a", "b")}
    assert keepers == {"a": True, "b": False}


async def test_an_import_names_classes_that_there_are(admin: ConfigClient) -> None:
    await put(admin, "short", **SHORT)
    answer = await admin.import_rows(
        [{"name": "A", "retention": "short"}, {"name": "B", "retention": "long"}]
    )
    assert "row 2 (B): there is no retention class long" in problem(answer, 422)
    await admin.import_rows([{"name": "A", "retention": "short"}, {"name": "B"}])
    exported = (await admin.http.get("/v1/pvs/export?format=json")).json()
    assert {row["name"]: row["retention"] for row in exported} == {"A": "short", "B": None}
