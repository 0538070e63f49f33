"""One suite for every archive: what was written comes back, and errors are the seam's."""

import asyncio
import math
from uuid import uuid4

import numpy as np
import pytest
from caflux_storage import CHUNK, ArchiveRefused, Event, PartialWrite, prepare
from caflux_storage.encode import encode_array, encode_event, encode_text, sample_prefix
from caflux_storage.together import EVER
from caflux_testing.place import Place, numbers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

T0 = 1_790_000_000_000_000_001
HOSTILE = [
    "SR:C01-MG:Q1",
    "q'; DROP MEASUREMENT sample; --",
    'double "quoted"',
    "a,b=c d",
    "a\\,b",
    "\\ x",
    "back\\slash",
    "$p0",
    "/.*/",
    'x.{"dbnd":{"abs":1.5}}',
    "Ünïcode:→:電流",
    "ævalues",
    "%s {} ?",
    "A" * 255,
]


async def test_numbers_come_back_bit_by_bit(place: Place) -> None:
    values = [0.0, -0.0, 1.5, -1e308, 5e-324, 0.1, 2.0**53 + 2, math.nan, math.inf, -math.inf]
    times = list(range(T0, T0 + len(values)))
    await place.writer.write(numbers("A", times, values))

    found = await place.read("A")

    assert found.time.tolist() == times
    assert found.value.dtype == np.float64
    assert [repr(v) for v in found.value.tolist()] == [repr(v) for v in values]
    assert found.other is None


async def test_severity_and_status_come_back(place: Place) -> None:
    for severity in range(4):
        await place.writer.write(numbers("A", [T0 + severity], [1.0], severity, 21 if severity else 0))

    found = await place.read("A")

    assert found.severity.tolist() == [0, 1, 2, 3]
    assert found.status.tolist() == [0, 21, 21, 21]


async def test_texts_and_arrays_come_back_between_numbers(place: Place) -> None:
    text = 'it\'s "quoted" \\ and\nof lines, é→\t=, 1i'
    arrays = [np.arange(5, dtype=kind) for kind in ("f8", "f4", "i4", "i2", "u1")]
    prefix = sample_prefix("A")
    lines = (
        numbers("A", [T0], [1.0]) + encode_text(prefix, T0 + 1, text, 2, 7) + numbers("A", [T0 + 9], [2.0])
    )
    lines += b"".join(encode_array(prefix, T0 + 2 + k, array, 0, 0) for k, array in enumerate(arrays))
    lines += encode_array(prefix, T0 + 7, np.array([b"ON", b"OFF"], "S40"), 0, 0)
    lines += encode_array(prefix, T0 + 8, np.array([], "f8"), 3, 17)
    await place.writer.write(lines)

    found = await place.read("A")

    assert found.time.tolist() == list(range(T0, T0 + 10))
    assert found.other is not None
    assert found.other[0] is None
    assert found.other[1] == text
    for k, array in enumerate(arrays):
        assert found.other[2 + k].dtype == array.dtype
        assert found.other[2 + k].tolist() == array.tolist()
    assert found.other[7].tolist() == [b"ON", b"OFF"]
    assert found.other[8].tolist() == []
    assert found.value[[0, 9]].tolist() == [1.0, 2.0]
    assert np.isnan(found.value[1:9]).all()
    assert (found.severity[1], found.status[1], found.severity[8], found.status[8]) == (2, 7, 3, 17)


async def test_a_long_string_and_a_long_waveform_come_back(place: Place) -> None:
    text, array = "x\\\n" * 100_000, np.random.default_rng(1).normal(size=100_000)
    prefix = sample_prefix("A")
    await place.writer.write(encode_text(prefix, T0, text, 0, 0) + encode_array(prefix, T0 + 1, array, 0, 0))

    found = await place.read("A")

    assert found.other is not None
    assert found.other[0] == text
    assert np.array_equal(found.other[1], array)


async def test_hostile_names_are_names(place: Place) -> None:
    for k, name in enumerate(HOSTILE):
        await place.writer.write(
            numbers(name, [T0 + k], [float(k)]) + encode_event(Event(name, T0 + k, "connected"))
        )

    assert await place.archive.names() == sorted(HOSTILE)
    last = await place.archive.last(HOSTILE, T0 + 100)
    since = await place.archive.since(dict.fromkeys(HOSTILE, T0 - 1))
    events = {event.pv: event.time for event in await place.archive.events(HOSTILE, T0, T0 + 100)}
    for k, name in enumerate(HOSTILE):
        assert (await place.read(name)).value.tolist() == [float(k)]
        assert last[name].value.tolist() == since[name].value.tolist() == [float(k)]
        assert events[name] == T0 + k
        assert await place.archive.has(name)
        assert not await place.archive.has(name[:-1] + "~")


async def test_hostile_names_that_are_not_there_find_nothing(place: Place) -> None:
    await place.writer.write(numbers("A", [T0], [1.0]))

    for name in ["' OR 1=1 --", "A' OR pv='A", '" OR pv="A', "$p0", "A\\", "A) OR (1=1", "*", "%", "/A/"]:
        assert len(await place.read(name)) == 0
        assert await place.archive.last([name], 2**62) == {}
        assert await place.archive.since({name: 0}) == {}
        assert await place.archive.events([name], 0, 2**62) == []
        assert not await place.archive.has(name)


async def test_a_range_has_its_begin_and_not_its_end(place: Place) -> None:
    await place.writer.write(numbers("A", [T0, T0 + 10, T0 + 20], [0.0, 1.0, 2.0]))

    assert (await place.read("A", T0, T0 + 20)).value.tolist() == [0.0, 1.0]
    assert (await place.read("A", T0 + 1, T0 + 21)).value.tolist() == [1.0, 2.0]
    assert len(await place.read("A", T0 + 11, T0 + 20)) == 0
    assert len(await place.read("A", T0 + 20, T0 + 20)) == 0
    assert len(await place.read("A", -1, T0)) == 0


async def test_samples_come_in_order_and_in_bounded_chunks(place: Place) -> None:
    n = CHUNK + 5_000
    order = np.random.default_rng(2).permutation(n)
    for part in np.array_split(order, 4):
        await place.writer.write(numbers("A", (T0 + part).tolist(), part.astype(float).tolist()))

    chunks = [chunk async for chunk in place.archive.samples("A", T0, T0 + n)]

    assert all(0 < len(chunk) <= CHUNK for chunk in chunks)
    assert np.array_equal(np.concatenate([chunk.time for chunk in chunks]), T0 + np.arange(n))
    assert np.array_equal(np.concatenate([chunk.value for chunk in chunks]), np.arange(n))


async def test_chunks_of_large_waveforms_hold_fewer(place: Place) -> None:
    array = np.arange(8_000, dtype="f8")
    for k in range(0, 450, 50):
        await place.write(
            *(encode_array(sample_prefix("A"), T0 + k + j, array, 0, 0) for j in range(50)),
        )

    sizes = [len(chunk) async for chunk in place.archive.samples("A", T0, T0 + 450)]

    assert sum(sizes) == 450
    assert max(sizes) <= 200


async def test_writing_a_point_again_changes_nothing(place: Place) -> None:
    lines = numbers("A", [T0, T0 + 1], [1.0, math.nan], 1, 3) + encode_event(
        Event("A", T0, "connected", "x", 2)
    )
    for _ in range(3):
        await place.writer.write(lines)

    found = await place.read("A")
    assert found.time.tolist() == [T0, T0 + 1]
    assert found.severity.tolist() == [1, 1]
    assert await place.archive.events(["A"], 0, 2**62) == [Event("A", T0, "connected", "x", 2)]


async def test_a_later_write_of_the_same_time_wins(place: Place) -> None:
    await place.writer.write(numbers("A", [T0], [1.0]))
    await place.writer.write(numbers("A", [T0], [2.0], 2, 5))

    found = await place.read("A")
    assert (found.value.tolist(), found.severity.tolist(), found.status.tolist()) == ([2.0], [2], [5])


async def test_last_is_the_youngest_until_a_time(place: Place) -> None:
    await place.writer.write(numbers("A", [T0, T0 + 10], [1.0, 2.0], 1, 4) + numbers("B", [T0 + 5], [3.0]))
    await place.writer.write(encode_text(sample_prefix("C"), T0 + 7, "on", 0, 0))

    at = {time: await place.archive.last(["A", "B", "C", "D"], T0 + time) for time in (-1, 0, 9, 10)}

    assert at[-1] == {}
    assert {pv: s.value.tolist() for pv, s in at[0].items()} == {"A": [1.0]}
    assert set(at[9]) == {"A", "B", "C"}
    assert (at[9]["A"].time.tolist(), at[9]["B"].value.tolist()) == ([T0], [3.0])
    assert at[9]["C"].other is not None
    assert at[9]["C"].other.tolist() == ["on"]
    assert (at[10]["A"].value.tolist(), at[10]["A"].severity.tolist()) == ([2.0], [1])


async def test_many_pvs_are_asked_for_at_once(place: Place) -> None:
    pvs = [f"PV:{k}" for k in range(230)]
    await place.writer.write(b"".join(numbers(pv, [T0 + k], [float(k)]) for k, pv in enumerate(pvs)))
    await place.writer.write(b"".join(encode_event(Event(pv, T0, "connected")) for pv in pvs))

    assert {pv: s.value[0] for pv, s in (await place.archive.last(pvs, 2**62)).items()} == {
        pv: float(k) for k, pv in enumerate(pvs)
    }
    assert set(await place.archive.since(dict.fromkeys(pvs, 0))) == set(pvs)
    assert {event.pv for event in await place.archive.events(pvs, T0, T0 + 1)} == set(pvs)


async def test_events_come_by_time_with_the_last_one_before_the_range(place: Place) -> None:
    events = [
        Event("A", T0, "connected"),
        Event("A", T0 + 10, "disconnected", 'IOC "away"\\\nagain', 3),
        Event("A", T0 + 20, "connected"),
        Event("A", T0 + 40, "stopped"),
        Event("B", T0 + 25, "paused"),
        Event("C", T0 + 90, "paused"),
    ]
    await place.writer.write(b"".join(encode_event(event) for event in events))

    assert await place.archive.events(["A", "B", "C"], T0 + 20, T0 + 40) == [events[1], events[2], events[4]]


async def test_events_are_found_by_kind_and_bounded(place: Place) -> None:
    hostile = "x' OR 1=1 --"
    kinds = ["connected", "clock", "clock", hostile, "clock", "stopped", "clock"]
    events = [Event("A", T0 + k, kind) for k, kind in enumerate(kinds)]
    await place.write(*map(encode_event, events), encode_event(Event("B", T0, "clock")))

    async def found(*kinds: str, start: int = 0, limit: int = 100) -> list[tuple[int, str]]:
        given = await place.archive.events(["A", "B"], T0 + start, T0 + 100, kinds, limit)
        return [(event.time - T0, event.kind) for event in given if event.pv == "A"]

    assert await found("connected", "stopped") == [(0, "connected"), (5, "stopped")]
    assert await found("connected", "stopped", start=4) == [(0, "connected"), (5, "stopped")]
    assert await found("connected", start=1) == [(0, "connected")]
    assert await found(hostile) == [(3, hostile)]
    assert await found("' OR ''='") == []
    assert [time for time, _ in await found(limit=3)] == [0, 1, 2]
    assert [time for time, _ in await found(start=2, limit=3)] == [1, 2, 3, 4]


async def test_a_pv_with_events_only_is_known(place: Place) -> None:
    await place.writer.write(encode_event(Event("A", T0, "disconnected")))

    assert await place.archive.names() == ["A"]
    assert await place.archive.has("A")


async def test_the_good_lines_of_a_bad_batch_are_stored(place: Place) -> None:
    lines = numbers("A", [T0], [1.0]) + b"this is no line\nnor this\n" + numbers("A", [T0 + 1], [2.0])

    with pytest.raises(PartialWrite) as refused:
        await place.writer.write(lines)

    assert refused.value.dropped == 2
    assert (await place.read("A")).value.tolist() == [1.0, 2.0]


async def test_a_batch_of_bad_lines_is_refused(place: Place) -> None:
    with pytest.raises(ArchiveRefused, match="no line"):
        await place.writer.write(b"this is no line\n")


async def test_an_empty_batch_is_written(place: Place) -> None:
    await place.writer.write(b"")

    assert await place.archive.names() == []


async def test_preparing_again_keeps_everything(place: Place) -> None:
    await place.writer.write(numbers("A", [T0], [1.0]))

    await prepare(place.url)

    await place.archive.ping()
    assert (await place.read("A")).value.tolist() == [1.0]


async def test_readers_see_what_a_writer_just_wrote(place: Place) -> None:
    for k in range(20):
        await place.writer.write(numbers("A", [T0 + k], [float(k)]))
        assert (await place.archive.last(["A"], 2**62))["A"].value.tolist() == [float(k)]


async def test_calls_may_overlap(place: Place) -> None:
    batches = [numbers(f"PV:{k}", list(range(T0, T0 + 100)), [float(k)] * 100) for k in range(20)]

    await asyncio.gather(*(place.writer.write(batch) for batch in batches))
    found = await asyncio.gather(*(place.read(f"PV:{k}") for k in range(20)))

    assert [samples.value.tolist() for samples in found] == [[float(k)] * 100 for k in range(20)]


rows = st.lists(
    st.tuples(st.floats(width=64) | st.text('ab\\"\n é', max_size=5), st.integers(0, 3), st.integers(0, 21)),
    min_size=1,
    max_size=20,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows)
async def test_whatever_is_written_comes_back(place: Place, rows: list[tuple[float | str, int, int]]) -> None:
    pv = f"PV:{uuid4()}"
    lines = [
        encode_text(sample_prefix(pv), T0 + k, what, severity, status)
        if isinstance(what, str)
        else numbers(pv, [T0 + k], [what], severity, status)
        for k, (what, severity, status) in enumerate(rows)
    ]
    await place.writer.write(b"".join(lines))

    found = await place.read(pv)

    others = [None] * len(rows) if found.other is None else found.other.tolist()
    back = [
        repr(number) if other is None else other
        for number, other in zip(found.value.tolist(), others, strict=True)
    ]
    assert back == [what if isinstance(what, str) else repr(what) for what, _, _ in rows]
    assert found.severity.tolist() == [severity for _, severity, _ in rows]
    assert found.status.tolist() == [status for _, _, status in rows]


async def test_of_many_pvs_the_last_samples_and_events_are_found_wherever_they_lie(place: Place) -> None:
    day = 86_400 * 10**9
    names = [f"PV:{k:04}" for k in range(700)]
    ages = {name: (0, 3, 40, 400)[k % 4] * day for k, name in enumerate(names)}
    await place.write(
        *(numbers(name, [T0 - ages[name], T0 + 5], [float(ages[name]), 9.0], 2, 4) for name in names),
        *(encode_event(Event(name, T0 - ages[name], "connected")) for name in names),
        *(encode_event(Event(name, T0 + 1, "clock")) for name in names),
    )
    asked = [*names[1:], "nobody"]

    last = await place.archive.last(asked, T0 + 4)
    events = await place.archive.events(asked, T0 + 1, T0 + 2, ["connected", "clock"])

    assert {pv: (int(s.time[0]), float(s.value[0]), int(s.severity[0])) for pv, s in last.items()} == {
        name: (T0 - ages[name], float(ages[name]), 2) for name in names[1:]
    }
    assert {(e.pv, e.time, e.kind) for e in events} == {
        (name, T0 - ages[name], "connected") for name in names[1:]
    } | {(name, T0 + 1, "clock") for name in names[1:]}


async def test_the_first_number_of_each_slice_is_given(place: Place) -> None:
    times = [T0 + k * 10 for k in range(-1, 40)]
    await place.write(
        numbers("A", times, [float(k) for k in range(-1, 40)]),
        numbers("B", [T0 + 299, T0 + 300], [5.0, math.nan]),
        encode_text(sample_prefix("C"), T0 + 5, "text", 0, 0),
    )

    found = await place.archive.sampled(["A", "B", "C", "nobody"], T0, T0 + 350, 100)
    many = await place.archive.sampled(["A", *[f"N{k}" for k in range(600)]], T0, T0 + 350, 100)

    assert {pv: values.tolist() for pv, values in found.items()} == {
        "A": [0.0, 10.0, 20.0, 30.0],
        "B": [5.0],
    }
    assert {pv: values.tolist() for pv, values in many.items()} == {"A": [0.0, 10.0, 20.0, 30.0]}


async def test_samples_and_alarms_are_counted(place: Place) -> None:
    prefix = sample_prefix("A")
    await place.writer.write(
        numbers("A", [T0, T0 + 1, T0 + 2], [1.0, math.nan, -0.0])
        + numbers("A", [T0 + 3], [1.0], 2, 4)
        + numbers("A", [T0 + 4], [1.0], 0, 4)
        + encode_text(prefix, T0 + 5, "x", 1, 7)
        + encode_array(prefix, T0 + 6, np.arange(3.0), 0, 0)
    )

    assert await place.archive.counts("A", T0, T0 + 7) == (7, 3)
    assert await place.archive.counts("A", T0 + 1, T0 + 5) == (4, 2)
    assert await place.archive.counts("A", T0 + 7, T0 + 9) == (0, 0)
    assert await place.archive.counts("B", T0, T0 + 9) == (0, 0)


async def test_a_witness_counts_samples_of_a_range_and_events_until_its_end(place: Place) -> None:
    lost = encode_event(Event("A", T0 + 3, "overflow", "", 7))
    await place.write(numbers("A", [T0, T0 + 1], [1.0, 2.0]), numbers("A", [T0 + 2], [3.0], 2, 4), lost)
    await place.write(
        encode_event(Event("A", T0 - 5, "connected")), encode_event(Event("B", T0, "connected"))
    )

    assert await place.archive.witness("A", EVER, T0 + 9) == (3, 1, 2, 7)
    assert await place.archive.witness("A", T0 + 1, T0 + 3) == (2, 1, 1, 0)
    assert await place.archive.witness("A", T0 + 9, T0 + 9) == (0, 0, 2, 7)
    assert await place.archive.witness("nobody", EVER, T0 + 9) == (0, 0, 0, 0)
    await place.write(encode_event(Event("A", T0 + 3, "overflow", "", 9)))
    assert await place.archive.witness("A", T0, T0 + 9) == (3, 1, 2, 9)
