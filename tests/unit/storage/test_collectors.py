"""What several collectors leave in an archive of each kind."""

import operator
from dataclasses import replace

from caflux_storage import Event
from caflux_storage.encode import encode_event
from caflux_storage.recording import Span, recordings
from caflux_storage.runs import Run, encode_run
from caflux_testing.place import Place, numbers

T0 = 1_790_000_000_000_000_001


async def test_events_of_two_collectors_stand_beside_each_other(place: Place) -> None:
    old = Event("A", T0, "connected", "from before collectors said who they are")
    events = [replace(old, collector=name, detail=name) for name in ("", "hall-7", "west.2")]
    events += [Event("A", T0 + k, "disconnected", collector=f"c{k % 2}") for k in range(4, 8)]
    events += [Event("B", T0 + 5, "started", collector="c0")]
    await place.writer.write(b"".join(map(encode_event, events)))
    await place.writer.write(b"".join(map(encode_event, events)))

    def those(found: list[Event]) -> list[Event]:
        return sorted(found, key=lambda event: (event.time, event.pv, event.collector))

    assert those(await place.archive.events(["A", "B"], T0, T0 + 10)) == those(events)
    assert those(await place.archive.happened(["A", "B"], T0 - 1)) == those(events)
    last = [event for event in events if event.pv == "A" and event.time not in {T0 + 4, T0 + 5}]
    assert those(await place.archive.events(["A"], T0 + 8, T0 + 9)) == last
    kinds = [["connected"], ["disconnected"], ["paused"]]
    recorded = (await place.archive.recorded(["A"], T0 + 7, T0 + 9, kinds))[1]
    assert [those(some) for some in recorded] == [events[:3], [*events[4:6], events[6]], []]


async def test_runs_are_told_again_until_they_end(place: Place) -> None:
    assert await place.archive.runs(2**62) == []
    for until in (10, 20, 30):
        await place.writer.write(encode_run(Run("hall-7", T0, T0 + until)))
    await place.writer.write(encode_run(Run("hall-7", T0 + 40, T0 + 41)))
    await place.writer.write(encode_run(Run("west.2", T0, T0 + 50)))

    told = [Run("hall-7", T0, T0 + 30), Run("hall-7", T0 + 40, T0 + 41), Run("west.2", T0, T0 + 50)]
    by = operator.attrgetter("collector", "start")
    assert sorted(await place.archive.runs(T0 + 100), key=by) == told
    assert sorted(await place.archive.runs(T0 + 40), key=by) == [told[0], told[2]]
    assert await place.archive.names() == []


async def test_a_restart_of_one_of_two_collectors_is_no_gap(place: Place) -> None:
    told = [(1, "connected", "a"), (2, "connected", "b"), (10, "stopped", "a"), (20, "started", "a")]
    told += [
        (21, "connected", "a"),
        (30, "disconnected", "b"),
        (32, "disconnected", "a"),
        (40, "connected", "b"),
    ]
    lines = [encode_event(Event("A", T0 + at, kind, collector=who)) for at, kind, who in told]
    runs = [Run("a", T0, T0 + 10), Run("a", T0 + 19, T0 + 99), Run("b", T0, T0 + 60)]
    await place.write(numbers("A", [T0 + 3], [1.0]), *lines, *map(encode_run, runs))

    async def gaps(start: int) -> list[tuple[int, int | None]]:
        known = (await recordings(place.archive, ["A"], Span(T0 + start, T0 + 100), T0 + 100))["A"]
        return [(gap.start - T0, gap.stop and gap.stop - T0) for gap in known.gaps]

    assert await gaps(5) == [(32, 40)]
    assert await gaps(35) == [(32, 40)]
    assert await gaps(50) == []
    await place.write(encode_run(Run("b", T0 + 70, T0 + 80)))  # b was killed at 60
    assert await gaps(50) == [(60, None)]
