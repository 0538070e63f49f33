"""Following config-api's PV list over a real connection, and holding what is in doubt."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from caflux_collector.config_client import ConfigClient
from caflux_collector.files import load_assignment, save_assignment
from caflux_collector.following import Following
from caflux_collector.health import ListState
from caflux_collector.settings import CollectorSettings
from caflux_contracts.collectors import Assignment
from caflux_contracts.pvs import AssignedPv
from caflux_testing.scripted_config_api import ScriptedConfigApi, json_answer
from caflux_testing.wait import until_async
from fastapi import Response

HOLD_S = 600.0
NOW = 1_700_000_000_000_000_000


@dataclass
class HandClock:
    """A clock that is set by hand."""

    passed_s: float = 0

    def time_ns(self) -> int:
        """Give ns since 1970."""
        return NOW + round(self.passed_s * 1e9)

    def monotonic_s(self) -> float:
        """Give s."""
        return self.passed_s


def listed(names: str, revision: int, total: int | None = None) -> Assignment:
    pvs = [AssignedPv(name=name) for name in names]
    return Assignment(collector="c", revision=revision, lease_s=15, total=total, pvs=pvs)


@dataclass
class Bench:
    """What follows a scripted config-api."""

    path: Path
    api: ScriptedConfigApi
    clock: HandClock = field(default_factory=HandClock)
    state: ListState = field(default_factory=ListState)
    known: dict[str, AssignedPv] = field(default_factory=dict)
    lists: list[Assignment] = field(default_factory=list)

    def __post_init__(self) -> None:
        settings = CollectorSettings(
            collector_id="c",
            config_url=self.api.url,
            archive_url="sqlite:////none",
            service_token="token-of-the-services",
            data=self.path.parent,
        )
        self.client = ConfigClient(settings, "host")
        self.following = Following(
            self.client,
            self.path,
            self.state,
            HOLD_S,
            self.clock,
            lambda: self.known,
            self.apply,
            self.lists.append,
            0.05,
        )

    async def apply(self, wanted: Sequence[AssignedPv]) -> None:
        """Archive what is wanted."""
        self.known = {pv.name: pv for pv in wanted}

    def names(self) -> str:
        """Give what is archived."""
        return "".join(sorted(self.known))

    def told(self) -> tuple[int | None, str | None]:
        """Give revision and error as /status has them."""
        return self.state.revision, self.state.error

    def kept(self) -> str:
        """Give what the next start would archive."""
        kept = load_assignment(self.path)
        return "".join(sorted(pv.name for pv in kept.pvs)) if kept else ""


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Give one that archives a, b and c of revision 7."""
    save_assignment(tmp_path / "assignment.json", listed("abc", 7, 3))
    with ScriptedConfigApi() as api:
        bench = Bench(tmp_path / "assignment.json", api)
        await bench.following.begin()
        assert (bench.names(), bench.state.source, bench.state.revision) == ("abc", "disk", 7)
        yield bench
        await bench.client.close()


async def test_a_list_is_followed_and_kept(bench: Bench) -> None:
    await bench.following.take(listed("bd", 8, 2))
    assert (bench.names(), bench.kept()) == ("bd", "bd")
    assert (bench.state.source, bench.state.revision, bench.state.error) == ("config-api", 8, None)


async def test_an_empty_list_is_held_and_followed_after_the_hold_time(bench: Bench) -> None:
    await bench.following.take(listed("", 8, 0))
    assert (bench.names(), bench.kept(), bench.state.revision) == ("abc", "abc", 7)
    assert bench.state.error == (
        "config-api assigns no PVs at all; archiving goes on with the 3 PVs that its list lacks "
        "until 22:23 UTC. If they are not to be removed, restore its database until then"
    )
    bench.clock.passed_s = HOLD_S - 1
    await bench.following.take(None)
    assert bench.names() == "abc"
    bench.clock.passed_s = HOLD_S
    await bench.following.take(None)
    assert (bench.names(), bench.kept()) == ("", "")
    assert bench.told() == (8, None)


async def test_what_a_doubtful_list_adds_is_archived_and_what_it_lacks_too(bench: Bench) -> None:
    await bench.following.take(listed("ad", 2, 2))
    assert (bench.names(), bench.kept(), bench.state.revision) == ("abcd", "abcd", 7)
    await bench.following.take(listed("ade", 3, 3))
    assert bench.names() == "abcde"
    bench.clock.passed_s = HOLD_S  # what is missing has been the same since the first of these lists
    await bench.following.take(None)
    assert (bench.names(), bench.kept(), bench.state.revision) == ("ade", "ade", 3)


async def test_a_list_that_lacks_others_is_held_anew(bench: Bench) -> None:
    await bench.following.take(listed("ab", 2))
    bench.clock.passed_s = HOLD_S - 1
    await bench.following.take(listed("a", 3))
    bench.clock.passed_s = HOLD_S + 1
    await bench.following.take(None)
    assert bench.names() == "abc"
    assert "the 2 PVs that its list lacks" in str(bench.state.error)


async def test_a_restored_list_ends_the_doubt(bench: Bench) -> None:
    await bench.following.take(listed("", 1, 0))
    await bench.following.take(listed("abcx", 4, 4))
    assert (bench.names(), bench.state.revision, bench.state.error) == ("abcx", 4, None)
    bench.clock.passed_s = 2 * HOLD_S
    await bench.following.take(None)
    assert bench.names() == "abcx"


async def test_a_restart_forgets_no_doubt(bench: Bench) -> None:
    await bench.following.take(listed("d", 2, 1))
    later = Bench(bench.path, bench.api)
    await later.following.begin()
    assert later.names() == "abcd"
    await later.following.take(listed("d", 2, 1))
    assert later.names() == "abcd"
    assert "went back from revision 7 to 2" in str(later.state.error)
    await later.client.close()


async def test_a_share_that_others_took_over_is_let_go_at_once(bench: Bench) -> None:
    await bench.following.take(listed("", 8, 3))
    assert (bench.names(), bench.state.error) == ("", None)


async def test_a_list_that_can_not_be_kept_is_archived(bench: Bench) -> None:
    bench.path.with_suffix(".new").mkdir()
    await bench.following.take(listed("bd", 8, 2))
    assert (bench.names(), bench.kept()) == ("bd", "abc")


async def test_config_api_is_back_before_its_list_is_kept(bench: Bench) -> None:
    bench.following.away("nobody answers")
    os.mkfifo(bench.path.with_suffix(".new"))
    task = asyncio.create_task(bench.following.take(listed("bd", 8, 2)))

    async def followed() -> bool:
        return bench.state.source == "config-api"

    try:
        await until_async(followed, what="the list to be followed")
        assert (bench.told(), bench.kept()) == ((8, None), "abc")
    finally:
        bench.path.with_suffix(".new").read_bytes()  # whoever writes a pipe waits for its reader
        await task


NONSENSE = [
    Response("<html>log in</html>", media_type="text/html"),
    Response("Internal Server Error", 500),
    json_answer("[]"),
    json_answer(listed("a", 9).model_dump_json()[:-1]),
    json_answer(listed("aa", 9).model_dump_json()),
    json_answer(listed("a", 9).model_copy(update={"collector": "another"}).model_dump_json()),
    Response(b"{", 200, headers={"Content-Length": "100"}),
]


@pytest.mark.parametrize("answer", NONSENSE, ids=range(len(NONSENSE)))
async def test_nonsense_removes_nothing_and_is_told(bench: Bench, answer: Response) -> None:
    bench.api.answer = answer
    task = asyncio.create_task(bench.following.follow())

    async def told() -> bool:
        return bench.state.error is not None

    await until_async(told, what="the error")
    assert (bench.names(), bench.state.source, bench.state.revision) == ("abc", "disk", 7)
    bench.api.answer = json_answer(listed("bcd", 9, 3).model_dump_json())

    async def followed() -> bool:
        return bench.names() == "bcd" and bench.state.error is None

    await until_async(followed, what="the list to be followed")
    task.cancel()


async def test_while_a_list_is_held_it_is_asked_again_no_longer_than_the_hold(bench: Bench) -> None:
    bench.api.answer = json_answer(listed("", 8, 0).model_dump_json())
    bench.clock.passed_s = 100
    task = asyncio.create_task(bench.following.follow())

    async def held() -> bool:
        return bench.state.error is not None

    await until_async(held, what="the list to be held")
    bench.clock.passed_s = 100 + HOLD_S - 3
    bench.api.answer = Response(status_code=204)

    async def asked() -> bool:
        return bench.api.asked[-1][2] == {"wait": "3.000", "revision": "8"}

    await until_async(asked, what="the question for another list")
    assert bench.names() == "abc"
    bench.clock.passed_s = 100 + HOLD_S

    async def followed() -> bool:
        return bench.names() == ""

    await until_async(followed, what="the list to be followed")
    task.cancel()
