"""Policies: one document gives PVs their settings by name, when they are added and whenever it is applied."""

import asyncio
from typing import Any

import httpx
import pytest
from caflux_config_api.policies.rules import holding
from caflux_contracts.policies import PolicyDocument
from caflux_testing.config_client import ConfigClient, problem, pv_path
from hypothesis import given
from hypothesis import strategies as st

YAML = """\
# The vacuum people read these twice a day.
policies:
  - name: hands-off
    patterns: ["SR:VAC:special"]
  - name: vacuum
    patterns: ["SR:VAC:*", "BR:VAC:?"]
    settings: {mode: scan, period_s: 10, fields: [HIHI]}
  - name: currents
    patterns: ["*:I"]
    settings: {max_rate_hz: 5}
"""
NAMES = ["SR:VAC:special", "SR:VAC:1", "BR:VAC:2", "BR:VAC:22", "SR:VAC:I", "SR:PS:I", "other"]


async def put(
    client: ConfigClient, text: str, kind: str = "application/yaml", if_match: str = "*", **query: Any
) -> httpx.Response:
    headers = {"Content-Type": kind} | ({"If-Match": if_match} if if_match else {})
    return await client.http.put("/v1/policies", content=text.encode(), params=query, headers=headers)


async def pv(client: ConfigClient, name: str) -> dict[str, Any]:
    answer = await client.http.get(pv_path(name))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_they_come_back_as_they_were_written(admin: ConfigClient, nobody: ConfigClient) -> None:
    assert (await nobody.http.get("/v1/policies")).json() == {"policies": []}
    answer = await put(admin, YAML)
    assert answer.status_code == 200, answer.text
    assert answer.json()["added"] == ["hands-off", "vacuum", "currents"]

    as_yaml = await nobody.http.get("/v1/policies", params={"format": "yaml"})
    assert (as_yaml.text, as_yaml.headers["etag"]) == (YAML, answer.headers["etag"])
    as_json = await nobody.http.get("/v1/policies")
    assert as_json.json()["policies"][2] == {
        "name": "currents",
        "description": "",
        "patterns": ["*:I"],
        "settings": {"max_rate_hz": 5},
    }
    # JSON is YAML, too: what was exported and is put again says the same.
    same = await put(admin, as_json.text, "application/json", dry_run=True)
    assert [same.json()[key] for key in ("added", "changed", "removed", "pvs")] == [[], [], [], 0]


async def test_a_new_pv_follows_the_first_that_matches_but_for_what_is_said(admin: ConfigClient) -> None:
    await put(admin, YAML)
    for name in NAMES:
        assert (await admin.put(name)).status_code == 201
    await admin.put("SR:VAC:own", mode="monitor", max_rate_hz=1)

    found = {name: await pv(admin, name) for name in [*NAMES, "SR:VAC:own"]}
    assert {name for name, one in found.items() if one["mode"] == "scan"} == {
        "SR:VAC:1",
        "BR:VAC:2",
        "SR:VAC:I",
    }
    assert (found["SR:VAC:1"]["period_s"], found["SR:VAC:1"]["fields"]) == (10, ["HIHI"])
    assert {name: one["max_rate_hz"] for name, one in found.items() if one["max_rate_hz"]} == {
        "SR:PS:I": 5,
        "SR:VAC:own": 1,
    }
    assert (found["SR:VAC:own"]["fields"], found["SR:VAC:own"]["period_s"]) == (["HIHI"], None)


async def test_rows_of_an_import_follow_too_where_they_say_nothing(admin: ConfigClient) -> None:
    await admin.put("SR:VAC:old")
    await put(admin, YAML)
    rows = [{"name": "SR:VAC:old"}, {"name": "SR:VAC:new"}, {"name": "SR:VAC:own", "mode": "monitor"}]
    assert (await admin.import_rows(rows)).status_code == 200

    modes = {row["name"]: (await pv(admin, row["name"]))["mode"] for row in rows}
    assert modes == {"SR:VAC:old": "monitor", "SR:VAC:new": "scan", "SR:VAC:own": "monitor"}


async def test_existing_pvs_follow_when_asked_to_and_the_audit_says_so(admin: ConfigClient) -> None:
    for name in NAMES:
        await admin.put(name, description=f"about {name}")
    before = {name: await pv(admin, name) for name in NAMES}
    dry = (await put(admin, YAML, dry_run=True, apply="existing")).json()

    assert (dry["dry_run"], dry["applied"], dry["pvs"]) == (True, False, 4)
    assert dry["by_policy"] == {"vacuum": 3, "currents": 1}
    assert {
        "name": "SR:PS:I",
        "policy": "currents",
        "before": {"max_rate_hz": None},
        "after": {"max_rate_hz": 5},
    } in dry["changes"]
    assert {name: await pv(admin, name) for name in NAMES} == before
    assert (await put(admin, YAML)).json()["pvs"] == 4
    assert {name: await pv(admin, name) for name in NAMES} == before

    done = (await admin.http.post("/v1/policies/apply")).json()
    assert (done["applied"], done["pvs"], done["changes"]) == (True, 4, dry["changes"])
    assert (await pv(admin, "SR:VAC:1"))["period_s"] == 10
    assert (await pv(admin, "SR:VAC:1"))["description"] == "about SR:VAC:1"
    assert (await pv(admin, "SR:VAC:special")) == before["SR:VAC:special"]
    audit = (await admin.http.get("/v1/audit", params={"kind": "pv", "name": "SR:PS:I"})).json()
    assert audit["changes"][0]["after"]["max_rate_hz"] == 5
    policies = (await admin.http.get("/v1/audit", params={"kind": "policy"})).json()
    assert {one["name"] for one in policies["changes"]} == {"hands-off", "vacuum", "currents"}
    assert (await admin.http.post("/v1/policies/apply")).json()["pvs"] == 0


async def test_what_was_changed_meanwhile_is_not_overwritten(admin: ConfigClient) -> None:
    first = await put(admin, YAML)
    problem(await put(admin, "policies: []", if_match=""), 428)
    problem(await put(admin, "policies: []", if_match='"0"'), 412)
    assert (await put(admin, YAML, if_match="")).status_code == 200  # the same again
    outcomes = await asyncio.gather(
        *(put(admin, f"policies: [] # {k}", if_match=first.headers["etag"]) for k in range(5))
    )
    assert sorted(answer.status_code for answer in outcomes) == [200, 412, 412, 412, 412]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policies: [", "not valid YAML"),
        ("a: &x [1]\nb: *x", "no anchors"),
        ("- 1", "policies"),
        ("policies: [{name: a}]", "patterns"),
        ("policies: [{name: a, patterns: [x]}, {name: a, patterns: [y]}]", "two policies are called a"),
        ("policies: [{name: a, patterns: [x], settings: {period_s: 5}}]", "period_s is for scan mode"),
        ("policies: [{name: a, patterns: [x], settings: {perod: 5}}]", "perod"),
        ("policies: [{name: a, patterns: [x], sets: {}}]", "sets"),
    ],
)
async def test_what_are_no_policies_is_refused_and_said(admin: ConfigClient, text: str, said: str) -> None:
    answer = await put(admin, text)
    assert answer.status_code in {400, 422}
    assert said in answer.text
    assert (await admin.http.get("/v1/policies")).json() == {"policies": []}


async def test_a_pv_that_a_policy_does_not_fit_stays_and_is_told(admin: ConfigClient) -> None:
    await admin.put("SR:ON")
    text = "policies: [{name: gate, patterns: ['SR:*'], settings: {controlling_pv: 'SR:ON'}}]"
    told = (await put(admin, text, apply="existing")).json()

    assert (told["pvs"], told["refused"][0]["name"]) == (0, "SR:ON")
    assert "another PV" in told["refused"][0]["detail"]


async def test_it_is_told_which_policy_holds_for_a_name(admin: ConfigClient, nobody: ConfigClient) -> None:
    await put(admin, YAML)
    answer = await nobody.http.get("/v1/policies/matches", params={"pv": ["SR:VAC:9", "none"]})

    assert [(one["name"], one["policy"]) for one in answer.json()["matches"]] == [
        ("SR:VAC:9", "vacuum"),
        ("none", None),
    ]
    assert answer.json()["matches"][0]["settings"]["fields"] == ["HIHI"]


async def test_who_may_not_configure_may_not_put(admin: ConfigClient, nobody: ConfigClient) -> None:
    problem(await put(nobody, YAML), 401)
    problem(await put(admin.as_service(), YAML), 403)


WORDS = st.text("ab*?.[(", min_size=1, max_size=8)
LETTERS = st.text("ab*?.[(\n", max_size=10)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=4), st.lists(LETTERS, max_size=6))
def test_the_first_that_matches_holds(patterns: list[list[str]], names: list[str]) -> None:
    document = PolicyDocument.model_validate(
        {"policies": [{"name": f"p{k}", "patterns": some} for k, some in enumerate(patterns)]}
    )
    expected = [
        next((f"p{k}" for k, some in enumerate(patterns) if any(fits(one, name) for one in some)), None)
        for name in names
    ]
    assert [one and one.name for one in holding(document, names)] == expected


def fits(pattern: str, name: str) -> bool:
    """Match a glob in the plainest way."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return fits(pattern[1:], name) or (bool(name) and fits(pattern, name[1:]))
    return bool(name) and pattern[0] in ("?", name[0]) and fits(pattern[1:], name[1:])
