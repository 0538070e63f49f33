"""What waits for a client: each sample is given once and in order, or said to be missed."""

import asyncio

import numpy as np
import pytest
from caflux_query_api.live.cursor import decode_cursor, encode_cursor
from caflux_query_api.live.feed import Feed
from caflux_storage import Samples
from hypothesis import given
from hypothesis import strategies as st


def samples(first: int, stop: int, words: bool = False) -> Samples:
    n = max(0, stop - first)
    other = np.full(n, "x" * 10, object) if words else None
    return Samples(
        np.arange(first, first + n, dtype=np.int64),
        np.arange(first, first + n, dtype=np.float64),
        np.zeros(n, np.uint8),
        np.zeros(n, np.uint8),
        other,
    )


def test_samples_wait_joined_per_pv() -> None:
    async def scenario() -> None:
        feed = Feed({"A": -1, "B": -1})
        feed.offer("A", samples(0, 2))
        feed.offer("B", samples(0, 1))
        feed.offer("A", samples(2, 5))

        pv, found, missed = await anext(feed)
        assert (pv, found.time.tolist(), missed) == ("A", [0, 1, 2, 3, 4], None)
        pv, found, missed = await anext(feed)
        assert (pv, found.time.tolist(), missed) == ("B", [0], None)
        assert feed.cursors == {"A": 4, "B": 0}

    asyncio.run(scenario())


async def test_nothing_before_the_cursor_and_nothing_twice() -> None:
    feed = Feed({"A": 3})
    feed.offer("A", samples(0, 6))
    feed.offer("A", samples(2, 8))
    feed.offer("A", samples(0, 4))

    _, found, _ = await anext(feed)

    assert found.time.tolist() == [4, 5, 6, 7]


async def test_a_feed_waits_until_there_is_something() -> None:
    feed = Feed({"A": -1})
    waiting = asyncio.ensure_future(anext(feed))
    await asyncio.sleep(0)
    feed.offer("A", samples(0, 0))
    await asyncio.sleep(0)
    assert not waiting.done()

    feed.offer("A", samples(0, 1))

    assert (await waiting)[1].time.tolist() == [0]


async def test_a_slow_client_misses_the_oldest_and_is_told() -> None:
    feed = Feed({"A": -1, "B": -1}, limit=10)
    feed.offer("B", samples(0, 2))
    feed.offer("A", samples(0, 6))
    feed.offer("A", samples(6, 12))
    feed.offer("A", samples(12, 14))

    b, a = await anext(feed), await anext(feed)

    assert (b[1].time.tolist(), b[2]) == ([0, 1], None)
    assert a[1].time.tolist() == [11, 12, 13]
    assert a[2] is not None
    assert (a[2].pv, a[2].start, a[2].stop) == ("A", 0, 10)
    assert "slowly" in a[2].reason


async def test_long_texts_count_by_their_length() -> None:
    feed = Feed({"A": -1}, limit=100)
    feed.offer("A", samples(0, 8, words=True))
    feed.offer("A", samples(8, 16, words=True))

    _, found, missed = await anext(feed)

    assert found.time.tolist() == [15]
    assert missed is not None
    assert (missed.start, missed.stop) == (0, 14)


class Client:
    """A client that counts on what it was given and what it was told that it missed."""

    def __init__(self, limit: int) -> None:
        self.feed = Feed({"A": -1, "B": -1}, limit=limit)
        self.offered = {"A": 0, "B": 0}
        self.given: dict[str, list[int]] = {"A": [], "B": []}
        self.missed: dict[str, list[int]] = {"A": [], "B": []}

    def offer(self, pv: str, count: int, again: int) -> None:
        self.feed.offer(pv, samples(max(0, self.offered[pv] - again), self.offered[pv] + count))
        self.offered[pv] += count

    async def take(self) -> None:
        pv, found, lost = await asyncio.wait_for(anext(self.feed), 1)
        if lost is not None:
            assert lost.stop < found.time[0]
            self.missed[pv] += range(lost.start, lost.stop + 1)
        self.given[pv] += found.time.tolist()
        assert self.feed.cursors[pv] == self.given[pv][-1]

    def waits_for(self, pv: str) -> bool:
        return self.offered[pv] > 0 and self.feed.cursors[pv] < self.offered[pv] - 1

    async def follow(self, steps: list[tuple[str, int, int] | None]) -> None:
        """Offer, or take (None) where something waits, then take the rest."""
        for step in steps:
            if step is not None:
                self.offer(*step)
            elif self.waits_for("A") or self.waits_for("B"):
                await self.take()
        while self.waits_for("A") or self.waits_for("B"):
            await self.take()


offers = st.tuples(st.sampled_from("AB"), st.integers(0, 12), st.integers(0, 3))


@given(st.lists(st.none() | offers, max_size=40), st.integers(1, 25))
def test_every_sample_is_given_once_or_missed(steps: list[tuple[str, int, int] | None], limit: int) -> None:
    client = Client(limit)

    asyncio.run(client.follow(steps))

    for pv in "AB":
        assert client.given[pv] == sorted(set(client.given[pv]))
        assert sorted(client.given[pv] + client.missed[pv]) == list(range(client.offered[pv]))


times = st.integers(-1, 2**63 - 1)


@given(st.dictionaries(st.text(max_size=20), times, min_size=1, max_size=20))
def test_a_cursor_comes_back(cursors: dict[str, int]) -> None:
    assert decode_cursor(encode_cursor(cursors), list(cursors)) == cursors


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert decode_cursor(text, ["A", "B"]) is None


@pytest.mark.parametrize("pvs", [["A"], ["B", "A"], ["A", "B", "C"], ["A", "X"], []])
def test_a_cursor_is_for_its_own_pvs(pvs: list[str]) -> None:
    assert decode_cursor(encode_cursor({"A": 1, "B": 2}), pvs) is None


async def test_an_ended_feed_gives_what_waits_and_no_more() -> None:
    feed = Feed({"A": 0})
    feed.offer("A", samples(1, 2))
    feed.end()
    assert [pv async for pv, _, _ in feed] == ["A"]
