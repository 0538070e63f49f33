"""Alarm rules from the live data to incidents, with a real query-api."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from caflux_contracts.health import Health
from caflux_testing.http_server import HttpServer
from caflux_testing.place import Place, numbers
from caflux_testing.supervised import ADMIN, Supervised, Supervising, post
from caflux_testing.wait import until_async
from caflux_testing.watched import Watched
from fastapi import FastAPI

HIGH = {"kind": "limits", "high_major": 20.0}


async def open_alarms(supervisor: Supervised) -> list[dict[str, Any]]:
    incidents = await supervisor.get("incidents")
    return [each for each in incidents if each["kind"] == "alarm" and each["ended_at"] is None]


async def test_an_alarm_is_an_incident_for_as_long_as_it_lasts(supervisor: Supervised, place: Place) -> None:
    await post(place, "A", 5.0)
    await supervisor.put("too high", pvs=["?"], condition=HIGH, description="Call the operator.")
    found = await supervisor.until("too high", evaluated=True, watched=2)
    assert found["level"] == "ok"

    await post(place, "A", 25.0)
    found = await supervisor.until("too high", level="major", alarmed=1)
    assert found["alarms"][0]["pv"] == "A"
    assert found["alarms"][0]["value"] == 25.0

    async def opened() -> list[dict[str, Any]]:
        return await open_alarms(supervisor)

    (incident,) = await until_async(opened, what="the incident")
    assert incident["component"] == "alarm too high"
    assert incident["severity"] == "major"
    assert incident["pvs"] == ["A"]
    assert incident["cause"] == "A is 25, above the MAJOR limit 20. Call the operator."

    await post(place, "A", 19.0)
    await supervisor.until("too high", level="ok", incident=None)

    async def ended() -> bool:
        return not await open_alarms(supervisor)

    await until_async(ended, what="the incident to end")
    lines = await supervisor.get("alarm-history", rule="too high")
    assert [(line["pv"], line["before"], line["level"]) for line in lines] == [
        ("A", "major", "ok"),
        ("A", "ok", "major"),
    ]


async def test_rules_of_one_group_make_one_incident(supervisor: Supervised, place: Place) -> None:
    for pv in ("A", "B"):
        await post(place, pv, 5.0)
        await supervisor.put(f"rule {pv}", pvs=[pv], condition=HIGH, group="vacuum")
        await supervisor.until(f"rule {pv}", evaluated=True, watched=1)
    for pv in ("A", "B"):
        await post(place, pv, 25.0)

    async def both() -> bool:
        return [each["pvs"] for each in await open_alarms(supervisor)] == [["A", "B"]]

    await until_async(both, what="one incident of both")
    await supervisor.client.delete("/v1/rules/rule A", headers=ADMIN)

    async def one() -> bool:
        return [each["pvs"] for each in await open_alarms(supervisor)] == [["B"]]

    await until_async(one, what="the incident without A")
    await supervisor.client.delete("/v1/rules/rule B", headers=ADMIN)

    async def none() -> bool:
        return not await open_alarms(supervisor)

    await until_async(none, what="the incident to end with its last rule")


async def test_a_broken_stream_is_told_and_nothing_of_it_is_missed(
    supervisor: Supervised, place: Place, query: HttpServer, new_query: Callable[[], FastAPI]
) -> None:
    await post(place, "A", 5.0)
    await supervisor.put("too high", pvs=["A"], condition=HIGH)
    await supervisor.until("too high", evaluated=True, watched=1)
    assert supervisor.state.alarms.look() is not None

    query.stop()
    await supervisor.until("too high", evaluated=False)
    look = supervisor.state.alarms.look()
    assert look is not None
    assert look.health is Health.DOWN
    assert "alarm rules on 1 PVs or expressions stand still" in look.detail
    await post(place, "A", 25.0)
    await post(place, "A", 6.0)

    query.restart(new_query())
    await supervisor.until("too high", evaluated=True)

    async def both() -> bool:
        return len(await supervisor.get("alarm-history", rule="too high")) == 2

    await until_async(both, what="the alarm that came and went meanwhile")
    look = supervisor.state.alarms.look()
    assert look is not None
    assert look.health is Health.OK


async def test_a_restart_keeps_alarms_and_acknowledgements(supervising: Supervising, place: Place) -> None:
    await post(place, "A", 25.0)
    async with supervising() as first:
        await first.put("too high", pvs=["A"], condition=HIGH)
        before = await first.until("too high", level="major", alarmed=1)

        async def in_incident() -> Any:
            return (await first.get("rules/too high"))["incident"]

        incident = await until_async(in_incident, what="its incident")
        answer = await first.client.post(
            f"/v1/incidents/{incident}/acknowledge", json={"comment": "pump\r\nis off"}, headers=ADMIN
        )
        assert answer.status_code == 200

    async with supervising() as second:
        found = await second.until("too high", evaluated=True, watched=1)
        assert found["level"] == "major"
        assert found["since"] == before["since"]
        assert found["incident"] == incident
        assert found["acknowledged"]["by"] == "eve"
        assert len(await second.get("alarm-history")) == 1
        (shown,) = await open_alarms(second)
        assert shown["actions"][0].endswith("acknowledged by eve: pump is off")
        await post(place, "A", 1.0)
        await second.until("too high", level="ok")


async def test_a_glob_takes_in_pvs_that_come_later(
    supervisor: Supervised, place: Place, watched: Watched
) -> None:
    await supervisor.put("all", pvs=["LAB:*", "MISSING"], condition=HIGH)
    found = await supervisor.until("all", unmatched=["LAB:*", "MISSING"])
    assert found["watched"] == 0
    watched.pvs = ["A", "lab:1", "LAB:2"]
    await post(place, "lab:1", 25.0)
    await supervisor.until("all", watched=2, unmatched=["MISSING"], alarmed=1)


async def test_an_expression_and_one_that_query_api_refuses(supervisor: Supervised, place: Place) -> None:
    await post(place, "A", 5.0)
    await post(place, "B", 3.0)
    await supervisor.put(
        "sum", expression='"A" + "B" > 10', condition={"kind": "expression", "level": "minor"}
    )
    await supervisor.put("bad", expression='"NOWHERE" > 1', condition={"kind": "expression"})
    await supervisor.until("sum", evaluated=True, watched=1)
    await post(place, "B", 8.0)
    await supervisor.until("sum", level="minor")
    assert not (await supervisor.get("rules/bad"))["evaluated"]
    look = supervisor.state.alarms.look()
    assert look is not None
    assert "NOWHERE" in look.detail


async def test_a_pv_that_never_sends_is_silent(supervisor: Supervised) -> None:
    await supervisor.put("silent", pvs=["A"], condition={"kind": "silent", "longer_than_s": 0.2})
    found = await supervisor.until("silent", level="major")
    assert found["alarms"][0]["detail"] == "has sent nothing for longer than 0.2 s"


async def test_maintenance_keeps_the_record_and_mails_nobody(supervisor: Supervised, place: Place) -> None:
    await post(place, "A", 25.0)
    stop = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3_600))
    answer = await supervisor.client.post(
        "/v1/maintenance", json={"pvs": ["a*"], "stop": stop, "reason": "bake-out"}, headers=ADMIN
    )
    assert answer.status_code == 201
    await supervisor.put("too high", pvs=["A"], condition=HIGH)
    await supervisor.until("too high", level="major", maintenance=True)

    async def mailed() -> list[bool]:
        return [
            supervisor.state.alarms.mailed(each)
            for each in supervisor.state.alarms._incidents.open().values()
        ]

    assert await until_async(mailed, what="the incident") == [False]
    await supervisor.client.delete(f"/v1/maintenance/{answer.json()['id']}", headers=ADMIN)
    assert await mailed() == [True]
    assert await supervisor.get("maintenance") == []
    assert not (await supervisor.get("rules/too high"))["maintenance"]


async def test_a_dry_run_says_what_would_have_been(supervisor: Supervised, place: Place) -> None:
    now = time.time_ns()
    times = [now - minutes * 60_000_000_000 for minutes in (50, 40, 30, 20, 10)]
    await place.write(numbers("A", times, [5.0, 25.0, 5.0, 25.0, 26.0]), numbers("B", times[:1], [1.0]))
    rule = {"pvs": ["A", "B"], "condition": HIGH}
    answer = await supervisor.client.post("/v1/rules/new/check", json=rule)
    found = answer.raise_for_status().json()
    assert found["watched"] == 2
    assert found["fired"] == 2
    assert [each["stop"] is None for each in found["alarms"]] == [False, True]
    assert found["sentence"].startswith("In the past hour it would have fired 2 times: ")
    assert "A is 25, above the MAJOR limit 20" in found["sentence"]
    rule["on_delay_s"] = 900  # type: ignore[assignment]
    answer = await supervisor.client.post("/v1/rules/new/check", json=rule)
    assert answer.json()["fired"] == 1
    missing = await supervisor.client.post("/v1/rules/new/check")
    assert missing.status_code == 404


@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"Authorization": "Bearer viewer"}, 403)])
async def test_rules_are_set_by_those_who_may(
    supervisor: Supervised, headers: dict[str, str], status: int
) -> None:
    rule = {"pvs": ["A"], "condition": HIGH}
    stop = {"pvs": ["A"], "stop": "2100-01-01T00:00:00Z"}
    for method, path, body in (
        ("PUT", "rules/new", rule),
        ("DELETE", "rules/new", None),
        ("POST", "maintenance", stop),
        ("DELETE", "maintenance/1", None),
        ("POST", "incidents/1/acknowledge", {}),
    ):
        answer = await supervisor.client.request(method, f"/v1/{path}", json=body, headers=headers)
        assert answer.status_code == status, path
    assert await supervisor.get("rules") == []


@pytest.mark.parametrize(
    "rule",
    [
        {"condition": HIGH},
        {"pvs": ["A"], "expression": '"A"', "condition": HIGH},
        {"pvs": ["A"], "condition": {"kind": "expression"}},
        {"expression": '"A" >', "condition": {"kind": "expression"}},
        {"pvs": ["A"], "condition": {"kind": "limits"}},
        {"pvs": ["A"], "condition": {"kind": "limits", "high_minor": 3, "high_major": 2}},
        {"pvs": ["A"], "condition": {"kind": "limits", "low_minor": 0, "high_minor": 2, "hysteresis": 1}},
        {"pvs": ["A"], "condition": {"kind": "silent", "longer_than_s": 0}},
        {"pvs": ["A"], "condition": {"kind": "stuck", "longer_than_s": 5, "within": -1}},
    ],
)
async def test_what_makes_no_sense_is_refused(supervisor: Supervised, rule: dict[str, Any]) -> None:
    answer = await supervisor.client.put("/v1/rules/new", json=rule, headers=ADMIN)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
