"""What waits for a client: each sample is given once and in order, or said to be missed."""

import asyncio

import numpy as np
import pytest
from caflux_query_api.live.chunk import Chunk, digest
from caflux_query_api.live.cursor import Position, decode_cursor, encode_cursor
from caflux_query_api.live.feed import Batch, Feed
from caflux_storage import Samples
from hypothesis import given
from hypothesis import strategies as st


def chunk(pv: str, first: int, stop: int, words: bool = False) -> Chunk:
    n = stop - first
    other = np.full(n, "x" * 10, object) if words else None
    times = np.arange(first, stop, dtype=np.int64)
    severity = np.zeros(n, np.uint8)
    return Chunk(pv, Samples(times, times.astype(np.float64), severity, severity, other))


def a_feed(limit: int = 100_000, **cursors: int) -> Feed:
    return Feed({pv: Position.at(cursor) for pv, cursor in cursors.items()}, limit)


async def taken(feed: Feed) -> Batch:
    batch = await feed.batch(0)
    assert batch is not None
    return batch


def times(chunks: list[Chunk]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in chunks:
        found.setdefault(one.pv, []).extend(one.samples.time.tolist())
    return found


async def test_all_that_waits_is_given_at_once() -> None:
    feed = a_feed(A=-1, B=-1)
    feed.offer(chunk("A", 0, 2))
    feed.offer(chunk("B", 0, 1))
    feed.offer(chunk("A", 3, 5))
    feed.offer_late(chunk("A", 2, 3))

    batch = await taken(feed)

    assert times(batch.fresh) == {"A": [0, 1, 3, 4], "B": [0]}
    assert times(batch.late) == {"A": [2]}
    assert await taken(feed) == Batch()


async def test_nothing_before_the_cursor_and_nothing_twice() -> None:
    feed = a_feed(A=3)
    feed.offer(chunk("A", 0, 6))
    feed.offer(chunk("A", 2, 8))
    feed.offer(chunk("A", 0, 4))

    assert times((await taken(feed)).fresh) == {"A": [4, 5, 6, 7]}


async def test_chunks_are_the_same_for_all_clients() -> None:
    one, two, shared = a_feed(A=-1), a_feed(A=-1), chunk("A", 0, 5)
    one.offer(shared)
    two.offer(shared)

    assert (await taken(one)).fresh == (await taken(two)).fresh == [shared]


async def test_a_feed_waits_until_there_is_something() -> None:
    feed = a_feed(A=-1)
    waiting = asyncio.ensure_future(feed.batch(60))
    await asyncio.sleep(0)
    assert not waiting.done()

    feed.offer(chunk("A", 0, 1))

    assert times((await waiting or Batch()).fresh) == {"A": [0]}


async def test_a_slow_client_misses_the_oldest_and_is_told_how_many() -> None:
    feed = a_feed(10, A=-1, B=-1)
    feed.offer(chunk("B", 0, 2))
    feed.offer(chunk("A", 0, 6))
    feed.offer(chunk("A", 6, 12))
    feed.offer(chunk("A", 12, 14))

    batch = await taken(feed)

    (missed,) = batch.missed
    assert times(batch.fresh) == {"B": [0, 1], "A": [11, 12, 13]}
    assert (missed.pv, missed.start, missed.stop, missed.count) == ("A", 0, 10, 11)
    assert "slowly" in missed.reason


async def test_long_texts_count_by_their_length() -> None:
    feed = a_feed(100, A=-1)
    feed.offer(chunk("A", 0, 8, words=True))
    feed.offer(chunk("A", 8, 16, words=True))

    batch = await taken(feed)

    assert times(batch.fresh) == {"A": [15]}
    assert [(missed.start, missed.stop, missed.count) for missed in batch.missed] == [(0, 14, 15)]


class Client:
    """A client that counts on what it was given and what it was told that it missed."""

    def __init__(self, limit: int) -> None:
        self.feed = a_feed(limit, A=-1, B=-1)
        self.offered = {"A": 0, "B": 0}
        self.late: dict[str, set[int]] = {"A": set(), "B": set()}
        self.given: dict[str, list[int]] = {"A": [], "B": []}
        self.missed: dict[str, set[int]] = {"A": set(), "B": set()}
        self.counted = 0

    def offer(self, pv: str, count: int, again: int, late: bool) -> None:
        begin = self.offered[pv]
        if late and begin:  # the one before comes after these
            self.feed.offer(chunk(pv, begin + count, begin + count + 1))
            if count:
                self.feed.offer_late(chunk(pv, begin, begin + count))
            self.offered[pv] += count + 1
        elif count:
            self.feed.offer(chunk(pv, max(0, begin - again), begin + count))
            self.offered[pv] += count

    async def take(self) -> None:
        batch = await taken(self.feed)
        for missed in batch.missed:
            self.missed[missed.pv].update(range(missed.start, missed.stop + 1))
            self.counted += missed.count
        for pv, found in times([*batch.fresh, *batch.late]).items():
            self.given[pv] += found

    async def follow(self, steps: list[tuple[str, int, int, bool] | None]) -> None:
        for step in steps:
            if step is not None:
                self.offer(*step)
            else:
                await self.take()
        await self.take()


offers = st.tuples(st.sampled_from("AB"), st.integers(0, 12), st.integers(0, 3), st.booleans())


@given(st.lists(st.none() | offers, max_size=40), st.integers(1, 25))
def test_every_sample_is_given_once_or_missed(
    steps: list[tuple[str, int, int, bool] | None], limit: int
) -> None:
    client = Client(limit)

    asyncio.run(client.follow(steps))

    for pv in "AB":
        given = set(client.given[pv])
        assert len(given) == len(client.given[pv])
        assert given | client.missed[pv] == set(range(client.offered[pv]))
    assert client.counted == sum(client.offered.values()) - sum(map(len, client.given.values()))


numbers = st.integers(-1, 2**63 - 1)


@given(st.dictionaries(st.text(max_size=20), st.tuples(numbers, numbers), min_size=1, max_size=20))
def test_a_cursor_comes_back(cursors: dict[str, tuple[int, int]]) -> None:
    positions = {pv: Position(max(each), min(each), 7) for pv, each in cursors.items()}
    assert decode_cursor(encode_cursor(positions), list(cursors)) == positions


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert decode_cursor(text, ["A", "B"]) is None


@pytest.mark.parametrize("pvs", [["A"], ["B", "A"], ["A", "B", "C"], ["A", "X"], []])
def test_a_cursor_is_for_its_own_pvs(pvs: list[str]) -> None:
    assert decode_cursor(encode_cursor({"A": Position.at(1), "B": Position.at(2)}), pvs) is None


@given(st.lists(st.integers(1, 700), max_size=12))
def test_a_position_is_that_of_its_samples_in_whatever_order_they_came(
    sizes: list[int],
) -> None:
    position, given_, begin = Position.at(-1), np.empty(0, np.int64), 0
    for size in sizes:
        part = chunk("A", begin, begin + size)
        late = part.where(part.samples.time % 7 == 0)
        for one in (part.where(part.samples.time % 7 != 0), late):
            if one is not None:
                position.give(one)
                given_ = np.append(given_, one.samples.time)
        begin += size
    window = np.sort(given_[given_ > position.floor])
    assert position.digest == digest(window)
    assert position.known().tolist() == window.tolist()
    assert position.cursor == (given_.max() if len(given_) else -1)


async def test_an_ended_feed_gives_what_waits_and_no_more() -> None:
    feed = a_feed(A=0)
    feed.offer(chunk("A", 1, 2))
    feed.end()

    assert times((await taken(feed)).fresh) == {"A": [1]}
    assert await feed.batch(0) is None
