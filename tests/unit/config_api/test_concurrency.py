"""Many at once, on two config-apis with one database."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from caflux_config_api.app import create
from caflux_config_api.settings import ConfigSettings
from caflux_testing.config_client import ConfigClient, HandClock, pv_path, running


@pytest.fixture
async def two(
    settings: ConfigSettings, clock: HandClock, admin: ConfigClient
) -> AsyncIterator[list[ConfigClient]]:
    """Give an admin of each of two config-apis."""
    async with running(create(settings, clock=clock)) as other:
        yield [admin, await other.as_admin()]


async def test_every_change_is_one_revision(two: list[ConfigClient]) -> None:
    before = await two[0].revision()
    answers = await asyncio.gather(*(two[number % 2].put(f"A:{number:02}") for number in range(40)))

    assert [answer.status_code for answer in answers] == [201] * 40
    revisions = sorted(answer.json()["revision"] for answer in answers)
    assert revisions == list(range(before + 1, before + 41))
    assert await two[0].revision() == before + 40
    assert len(await two[1].names()) == 40


async def test_the_same_pv_is_added_once(two: list[ConfigClient]) -> None:
    answers = await asyncio.gather(*(two[number % 2].put("A", deadband=1) for number in range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["revision"] for answer in answers}) == 1


async def test_imports_and_single_writes_do_not_get_stuck(two: list[ConfigClient]) -> None:
    names = [f"A:{number:04}" for number in range(1_000)]
    await two[0].import_rows([{"name": name} for name in names])
    metadata = [{"pv": name, "native_type": "double", "element_count": 1} for name in reversed(names)]

    answers = await asyncio.gather(
        two[0].import_rows([{"name": name, "deadband": 1} for name in names]),
        two[1].import_rows([{"name": name, "deadband": 2} for name in reversed(names)]),
        two[0].as_service().http.post("/v1/metadata", json={"metadata": metadata}),
        two[1].as_service().http.post("/v1/metadata", json={"metadata": metadata[::-1]}),
        *(two[number % 2].http.delete(pv_path(names[number])) for number in range(10)),
        *(two[number % 2].http.post(pv_path(names[-1 - number], "/pause")) for number in range(10)),
    )

    assert [answer.status_code for answer in answers[:4]] == [200, 200, 204, 204]
    assert {answer.status_code for answer in answers[4:]} <= {200, 204}
    exported = (await two[0].http.get("/v1/pvs/export?format=json")).json()
    assert {row["deadband"] for row in exported[10:]} in ({1}, {2})


async def test_new_collectors_and_logins_do_not_get_stuck(two: list[ConfigClient]) -> None:
    registered = await asyncio.gather(*(two[number % 2].register(f"c{number % 6}") for number in range(18)))
    tokens = await asyncio.gather(*(two[number % 2].http.post("/v1/tokens") for number in range(12)))

    assert {collector["id"] for collector in registered} == {f"c{number}" for number in range(6)}
    assert len({token.json()["token"] for token in tokens}) == 12
    assert len((await two[0].http.get("/v1/collectors")).json()) == 6


async def test_polls_see_every_change_whoever_makes_it(two: list[ConfigClient]) -> None:
    await two[0].register("c")
    done = asyncio.Event()

    async def follow(client: ConfigClient) -> list[str]:
        revision = 0
        names: list[str] = []
        while not done.is_set() or len(names) < 20:
            answer = await client.assignment("c", revision=revision, wait=30)
            if answer.status_code == 200:
                assert answer.json()["revision"] > revision
                revision = answer.json()["revision"]
                names = sorted(pv["name"] for pv in answer.json()["pvs"])
        return names

    followers = [asyncio.create_task(follow(client)) for client in two for _ in range(3)]
    for number in range(20):
        await two[number % 2].put(f"A:{number:02}")
    done.set()
    for names in await asyncio.gather(*followers):
        assert names == [f"A:{number:02}" for number in range(20)]
