"""What arrives, as live streams ask for it."""

import pytest
from caflux_storage import TAIL, Event
from caflux_storage.encode import encode_event
from caflux_testing.place import Place, numbers

T0 = 1_790_000_000_000_000_001


async def test_since_gives_what_came_after_each_cursor(place: Place) -> None:
    await place.writer.write(numbers("A", [T0, T0 + 1, T0 + 2], [0.0, 1.0, 2.0]) + numbers("B", [T0], [9.0]))

    found = await place.archive.since({"A": T0, "B": T0, "C": 0})

    assert {pv: samples.value.tolist() for pv, samples in found.items()} == {"A": [1.0, 2.0]}


async def test_since_gives_the_first_of_many(place: Place) -> None:
    await place.writer.write(numbers("A", list(range(T0, T0 + TAIL + 7)), [0.0] * (TAIL + 7)))

    first = (await place.archive.since({"A": T0 - 1}))["A"]
    rest = (await place.archive.since({"A": int(first.time[-1])}))["A"]

    assert first.time.tolist() == list(range(T0, T0 + TAIL))
    assert rest.time.tolist() == list(range(T0 + TAIL, T0 + TAIL + 7))


async def test_of_very_many_pvs_each_gets_what_came_after_its_own_cursor(place: Place) -> None:
    """Some of them are read in one pass over the newest, some one by one, and others not at all."""
    pvs, second = [f"PV:{k}" for k in range(300)], 1_000_000_000
    times = [T0 + k * second for k in range(10)]
    await place.writer.write(b"".join(numbers(pv, times, [float(k) for k in range(10)], 1) for pv in pvs))
    cursors = {pv: times[k % 9] for k, pv in enumerate(pvs[:250])} | {"nobody": times[8]}

    found = await place.archive.since(cursors)

    assert {pv: samples.time.tolist() for pv, samples in found.items()} == {
        pv: [time for time in times if time > cursors[pv]] for pv in pvs[:250]
    }
    assert set(found["PV:8"].severity.tolist()) == {1}


@pytest.mark.parametrize("count", [3, 250])
async def test_what_happened_after_a_time(place: Place, count: int) -> None:
    pvs = [f"PV:{k}" for k in range(count)]
    at = {pv: T0 + k for k, pv in enumerate(pvs)}
    await place.writer.write(
        b"".join(numbers(pv, [T0], [0.0]) + encode_event(Event(pv, at[pv], "paused")) for pv in pvs)
    )
    last = Event(pvs[1], T0 + count, "resumed", "by hand", 2)
    await place.writer.write(encode_event(last) + encode_event(Event("other", T0 + 2, "paused")))

    found = await place.archive.happened(pvs, T0 + 1)

    assert found == [*(Event(pv, at[pv], "paused") for pv in pvs[2:]), last]
