"""Data of a PV deleted before a time, in every archive: what goes, what stays, and what is said of it."""

import time
from collections.abc import AsyncIterator

import numpy as np
import pytest
from caflux_storage import Event, Keeper, open_keeper
from caflux_storage.encode import encode_event, encode_text, sample_prefix
from caflux_storage.purges import purged_before, purged_event, purged_gap
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span, recordings
from caflux_storage.retention import Retention, policy_of
from caflux_storage.rollups import HOUR, MINUTE, encode_doubt, encode_since
from caflux_testing.place import Place, numbers
from hypothesis import given
from hypothesis import strategies as st

NOW = time.time_ns() // HOUR * HOUR
START = NOW - 6 * HOUR


@pytest.fixture
async def keeper(place: Place) -> AsyncIterator[Keeper]:
    keeper = open_keeper(place.url)
    await keeper.follow({"short": Retention(30 * 24 * HOUR, None, None)}, change=False)
    yield keeper
    await keeper.close()


async def filled(place: Place, pv: str) -> None:
    """Store a sample a minute for 4 hours in two classes, a text, the rollups of all, and a doubt."""
    times = list(range(START, START + 4 * HOUR, MINUTE))
    await place.write(
        numbers(pv, times[:120], [1.0] * 120), encode_text(sample_prefix(pv), START + 1, "on", 0, 0)
    )
    await place.writer.write(numbers(pv, times[120:], [2.0] * 120), policy_of("short"))
    [made] = [each async for each in rebuilt(place.archive, [pv], Span(START, START + 4 * HOUR), NOW)]
    for policy, lines in made.lines.items():
        await place.writer.write(lines, policy)
    await place.write(
        encode_doubt(sample_prefix(pv), START, NOW),
        encode_since(sample_prefix(pv), START),
        encode_event(Event(pv, START, "connected")),
    )


async def purge(keeper: Keeper, pv: str, before: int) -> None:
    while await keeper.holds(pv, before):
        await keeper.purge(pv, before)


async def rows(place: Place, pv: str, width: int) -> list[int]:
    return [at async for bins in place.archive.rollups(pv, width, 0, 2**62) for at in bins.time.tolist()]


async def test_what_is_older_goes_and_nothing_else(place: Place, keeper: Keeper) -> None:
    before = START + 3 * HOUR
    for pv in ("A", "A:B"):
        await filled(place, pv)
    untouched = [
        len(await place.read("A:B")),
        await rows(place, "A:B", HOUR),
        await rows(place, "A:B", MINUTE),
    ]

    assert await keeper.holds("A", before)
    await purge(keeper, "A", before)

    left = await place.read("A")
    assert left.time.tolist() == list(range(before, START + 4 * HOUR, MINUTE))
    assert await rows(place, "A", MINUTE) == left.time.tolist()
    assert await rows(place, "A", HOUR) == [before]
    marks = (await place.archive.marks(["A"], 0, NOW))["A"]
    assert (marks.since, dict(marks.doubtful)) == (START, {})
    assert [event.kind for event in await place.archive.events(["A"], 0, NOW)] == ["connected"]
    found = [len(await place.read("A:B")), await rows(place, "A:B", HOUR), await rows(place, "A:B", MINUTE)]
    assert found == untouched
    assert not await keeper.holds("A", before)
    await keeper.purge("A", before)  # again: harmless
    assert len(await place.read("A")) == 60


async def test_everything_goes_of_numbers_and_texts(place: Place, keeper: Keeper) -> None:
    await filled(place, "A")
    await purge(keeper, "A", NOW)
    assert not len(await place.read("A"))
    assert await rows(place, "A", MINUTE) == await rows(place, "A", HOUR) == []
    await place.write(encode_text(sample_prefix("T"), START, "on", 0, 0))
    assert await keeper.holds("T", NOW)
    await purge(keeper, "T", NOW)
    assert not len(await place.read("T"))
    assert not await keeper.holds("never", NOW)
    await keeper.purge("never", NOW)


async def test_a_pv_that_was_purged_is_archived_again(place: Place, keeper: Keeper) -> None:
    await filled(place, "A")
    await purge(keeper, "A", NOW)
    await place.write(numbers("A", [START, NOW], [7.0, 8.0]))
    assert (await place.read("A")).value.tolist() == [7.0, 8.0]


async def test_the_gap_says_purged_until_there_are_data_again(place: Place, keeper: Keeper) -> None:
    await filled(place, "A")
    before = START + 3 * HOUR
    span = Span(START - HOUR, NOW)
    await place.write(encode_event(purged_event("A", before, "ada", 'wrong "scale"')))
    await purge(keeper, "A", before)

    known = (await recordings(place.archive, ["A"], span, NOW))["A"]
    [gap] = [gap for gap in known.gaps if gap.cause == "purged"]
    assert (gap.stop, gap.lost) == (before, True)
    assert gap.detail.startswith("ada purged what was there until ")
    assert gap.detail.endswith(': wrong "scale"')
    samples = await place.read("A", span.start, span.stop)
    assert known.completeness(samples) == pytest.approx(100 * 3 / 7)
    later = (await recordings(place.archive, ["A"], Span(before, NOW), NOW))["A"]
    assert "purged" not in [gap.cause for gap in later.gaps]

    await place.write(numbers("A", [START + HOUR], [1.0]))  # better data
    again = (await recordings(place.archive, ["A"], span, NOW))["A"]
    assert [gap.stop for gap in again.gaps if gap.cause == "purged"] == [START + HOUR]


@given(st.integers(1, 2**62), st.text(st.characters(codec="utf-8"), max_size=50))
def test_the_event_tells_its_limit_whatever_the_reason(before: int, reason: str) -> None:
    event = purged_event("A", before, "ada", reason)
    earlier = purged_event("A", before // 2, "bob", "before 7 ns")
    assert purged_before([earlier, event]) == before
    gap = purged_gap([earlier, event], None, 0, 2**62)
    assert gap is not None
    assert (gap.stop, gap.detail) == (before, event.detail)
    assert purged_gap([event], None, before, 2**62) is None
    assert purged_before([Event("A", 0, "connected")]) is None
    assert np.iinfo(np.int64).max > before
