"""What is known of the archive: one attempt at a time while it is away, and one line in the log a change."""

import asyncio
from collections.abc import Iterator

import pytest
import structlog
from caflux_collector.backoff import Backoff
from caflux_collector.link import Link
from caflux_storage.seam import ArchiveUnavailable
from structlog.typing import EventDict

NOW = 1_700_000_000_000_000_000
AWAY = ArchiveUnavailable("away")


@pytest.fixture
def logs() -> Iterator[list[EventDict]]:
    with structlog.testing.capture_logs() as logs:
        yield logs


def new_link(first_s: float = 0.01) -> Link:
    return Link(Backoff(first_s, 3_600, lambda: 0.0), lambda: NOW)


def said(logs: list[EventDict]) -> list[str]:
    return [log["event"] for log in logs]


async def test_while_the_archive_is_there_all_may_write(logs: list[EventDict]) -> None:
    link = new_link()
    assert all(link.claim() for _ in range(5))
    await link.turn()
    link.took(0.1, 1)
    assert (link.error, link.last_write_ns, logs) == (None, NOW, [])


async def test_while_it_is_away_one_may_try_after_each_wait(logs: list[EventDict]) -> None:
    link = new_link()
    for _ in range(4):
        link.failed(AWAY)  # of several that were under way
        link.failed(AWAY)
        assert not link.claim()
        assert link.error == "away"
        await link.turn()
        assert not link.claim()
    assert said(logs) == ["archive away, spooling"]
    link.took(0.1, 1)
    assert all(link.claim() for _ in range(5))
    assert link.error is None
    assert said(logs) == ["archive away, spooling", "archive back"]


async def test_all_that_wait_may_write_when_it_is_back() -> None:
    link = new_link(3_600)
    link.failed(AWAY)
    waiting = [asyncio.create_task(link.turn()) for _ in range(3)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    link.took(0.1, 1)
    await asyncio.gather(*waiting)


async def test_a_claim_that_is_given_back_is_anothers() -> None:
    link = new_link()
    link.failed(AWAY)
    await link.turn()
    link.give_back()
    assert link.claim()
    link.failed(AWAY)
    link.give_back()  # there is a wait now
    assert not link.claim()
    link.close()


async def test_what_the_archive_asks_for_is_waited() -> None:
    link = new_link()
    link.failed(ArchiveUnavailable("busy", 3_600))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(link.turn(), 0.2)
    link.close()


async def test_an_archive_that_is_slow_gets_no_live_batches_until_it_is_not(logs: list[EventDict]) -> None:
    link = new_link()
    link.took(5, 4)
    link.took(6, 4)
    assert link.error == "the archive takes more than 4 s for a write"
    assert all(link.claim() for _ in range(5))  # but all that is spooled
    link.took(4, 4)
    assert said(logs) == ["archive slow, spooling", "archive back"]
    link.failed(AWAY)
    link.took(5, 4)
    assert said(logs) == ["archive slow, spooling", "archive back", "archive away, spooling"]
    link.took(1, 4)
    assert said(logs)[-1] == "archive back"
