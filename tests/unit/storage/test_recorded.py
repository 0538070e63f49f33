"""What is known of PVs when a range begins, in one question."""

from caflux_storage import Event
from caflux_storage.encode import encode_event
from caflux_testing.place import Place, numbers

T0 = 1_700_000_000_000_000_001
HOSTILE = ["A' OR 1=1 --", 'SR:"x"', "a,b=c", "$p0", "(A)"]


async def test_recorded_gives_what_last_and_events_give(place: Place) -> None:
    """Also of more names than are asked for in one question."""
    kinds = [("connected", "stopped"), ("dropped",), ("paused",)]
    names = [*HOSTILE, *(f"PV{k}" for k in range(60))]
    for k, name in enumerate(names):
        events = [
            Event(name, T0 + k * 10 + at, kind)
            for at, kind in enumerate(["connected", "dropped", "stopped", "connected"])
        ]
        lines = [numbers(name, [T0 + k, T0 + 300 + k], [1.0, 2.0]), *map(encode_event, events)]
        await place.writer.write(b"".join(lines))

    last, found = await place.archive.recorded([*names, "NONE"], T0 + 302, T0 + 500, kinds)

    wanted = await place.archive.last(names, T0 + 301)
    assert {pv: one.value.tolist() for pv, one in last.items()} == {
        pv: one.value.tolist() for pv, one in wanted.items()
    }
    for some, events in zip(kinds, found, strict=True):
        assert sorted(events, key=str) == sorted(
            await place.archive.events(names, T0 + 302, T0 + 500, some), key=str
        )
    assert found[1]
    assert found[2] == []
