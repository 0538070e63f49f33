"""If-Match: nobody overwrites what they have not seen."""

import asyncio

import httpx
import pytest
from caflux_config_api.conditions import etag_of
from caflux_testing.config_client import ConfigClient, problem, pv_path


async def put(client: ConfigClient, match: str | None = None, **settings: object) -> httpx.Response:
    headers = {} if match is None else {"If-Match": match}
    return await client.http.put(pv_path("A"), json=settings, headers=headers)


async def test_what_was_read_can_be_changed_once(admin: ConfigClient) -> None:
    added = await put(admin, deadband=1)
    tag = added.headers["etag"]
    assert tag == etag_of(added.json()["revision"])
    assert (await admin.http.get(pv_path("A"))).headers["etag"] == tag

    changed = await put(admin, tag, deadband=2)
    assert (changed.status_code, changed.json()["deadband"]) == (200, 2)
    assert changed.headers["etag"] != tag
    assert "changed meanwhile" in problem(await put(admin, tag, deadband=3), 412)
    assert (await admin.http.get(pv_path("A"))).json()["deadband"] == 2


async def test_a_change_without_it_is_refused_and_nothing_else_is(admin: ConfigClient) -> None:
    assert (await put(admin, deadband=1)).status_code == 201
    assert (await put(admin, deadband=1)).status_code == 200
    assert "If-Match" in problem(await put(admin, deadband=2), 428)
    assert (await put(admin, "*", deadband=2)).json()["deadband"] == 2


async def test_whatever_is_there_may_be_nothing(admin: ConfigClient) -> None:
    assert (await put(admin, "*")).status_code == 201
    assert "not there" in problem(
        await admin.http.put(pv_path("B"), json={}, headers={"If-Match": '"1"'}), 412
    )


async def test_other_writes_heed_it_where_it_is_given(admin: ConfigClient) -> None:
    tag = (await put(admin)).headers["etag"]
    stale = {"If-Match": '"0"'}
    for action, body in (("/pause", None), ("/resume", None), ("/rename", {"to": "B"})):
        problem(await admin.http.post(pv_path("A", action), json=body, headers=stale), 412)
    problem(await admin.http.delete(pv_path("A"), headers=stale), 412)
    paused = await admin.http.post(pv_path("A", "/pause"), headers={"If-Match": tag})
    assert paused.status_code == 200
    gone = await admin.http.delete(pv_path("A"), headers={"If-Match": f'"0", {paused.headers["etag"]}'})
    assert gone.status_code == 204


async def test_weak_tags_match_nothing(admin: ConfigClient) -> None:
    tag = (await put(admin)).headers["etag"]
    problem(await put(admin, f"W/{tag}", deadband=1), 412)


@pytest.mark.parametrize("header", ["5", '"5', '"5",', "W/5", "", "*, *"])
async def test_what_is_no_tag(admin: ConfigClient, header: str) -> None:
    problem(await put(admin, header), 400)


async def test_of_many_writers_one_wins(admin: ConfigClient) -> None:
    tag = (await put(admin)).headers["etag"]
    answers = await asyncio.gather(*(put(admin, tag, deadband=number) for number in range(1, 21)))
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 19]
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (await admin.http.get(pv_path("A"))).json() == won
