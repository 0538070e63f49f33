"""The archive's line protocol is what was agreed: what version 1 wrote is read for ever."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_storage import Event, Samples, open_archive, open_writer, prepare
from caflux_storage.columns import samples_of
from caflux_storage.decode import decode
from caflux_storage.encode import encode_array, encode_event, encode_numbers, encode_text, sample_prefix
from caflux_storage.runs import Run, encode_run
from caflux_testing.influxd import InfluxServer

FROZEN = Path(__file__).parent / "line-protocol" / "v1.lp"
WITH_COLLECTORS = FROZEN.with_name("v2.lp")
T = 1_790_000_000_000_000_001

SAMPLES: list[tuple[str, int, Any, int, int]] = [
    ("SR:DCCT:Current", T, 301.25, 0, 0),
    ("SR:DCCT:Current", T + 1, -0.0, 0, 0),
    ("SR:DCCT:Current", T + 2, 5e-324, 0, 0),
    ("SR:DCCT:Current", T + 3, 1e16, 0, 0),
    ("SR:DCCT:Current", T + 4, 0.1, 2, 4),
    ("SR:DCCT:Current", T + 5, math.nan, 3, 17),
    ("SR:DCCT:Current", T + 6, math.inf, 0, 0),
    ("SR:DCCT:Current", T + 7, -math.inf, 0, 0),
    ("SR:Mode", T, 'injecting "top-up" \\ 2\nof 3 é', 1, 7),
    ("BPM 1,x=y", T, np.array([1.5, -2.0], "f8"), 0, 0),
    ("BPM 1,x=y", T + 1, np.array([1, -2, 300], "i2"), 0, 0),
    ("BPM 1,x=y", T + 2, np.array([72, 105], "u1"), 0, 0),
    ("BPM 1,x=y", T + 3, np.array([b"ON", b"OFF"], "S40"), 0, 0),
    ("BPM 1,x=y", T + 4, np.array([], "f4"), 3, 17),
    ('x.{"dbnd":{"abs":1}}\\,Ü\'; DROP', T, 1.0, 0, 0),
]
EVENTS = [
    Event("SR:Mode", T, "disconnected", 'IOC "away"\\\ngone', 3),
    Event("SR:Mode", T + 1, "connected"),
]


BY_COLLECTOR = [
    Event("SR:Mode", T + 2, "connected", "ioc:5064", 0, "hall-7"),
    Event("BPM 1,x=y", T + 3, "overflow", "the disk was full; lost until 5 ns", 7, "west.2"),
]
RUN = Run("hall-7", T - 1, T + 8)


def encoded(pv: str, time: int, value: Any, severity: int, status: int) -> bytes:
    prefix = sample_prefix(pv)
    if isinstance(value, str):
        return encode_text(prefix, time, value, severity, status)
    if isinstance(value, np.ndarray):
        return encode_array(prefix, time, value, severity, status)
    columns = np.array([time]), np.array([value]), np.array([severity]), np.array([status])
    return encode_numbers([prefix], np.zeros(1, np.int32), *columns)


def plain(value: Any) -> Any:
    """Give something that compares as the value does: by bits, and with its type."""
    return (value.dtype.str, value.tolist()) if isinstance(value, np.ndarray) else repr(value)


def rows(pv: str, samples: Samples) -> list[tuple[str, int, Any, int, int]]:
    others = [None] * len(samples) if samples.other is None else samples.other.tolist()
    return [
        (pv, int(t), plain(float(v) if other is None else other), int(severity), int(status))
        for t, v, other, severity, status in zip(
            samples.time, samples.value, others, samples.severity, samples.status, strict=True
        )
    ]


EXPECTED = [(pv, time, plain(value), severity, status) for pv, time, value, severity, status in SAMPLES]


def test_what_is_written_today_is_what_was_written_then() -> None:
    lines = b"".join(encoded(*sample) for sample in SAMPLES) + b"".join(encode_event(e) for e in EVENTS)

    assert lines == FROZEN.read_bytes()


def test_events_and_runs_of_collectors() -> None:
    lines = b"".join(map(encode_event, BY_COLLECTOR)) + encode_run(RUN)

    assert lines == WITH_COLLECTORS.read_bytes()
    found = decode(lines)
    assert (found.bad, found.events, found.runs) == (0, BY_COLLECTOR, [RUN])


def test_what_was_written_then_is_read_today() -> None:
    found = decode(FROZEN.read_bytes())

    assert found.bad == 0
    assert [rows(row[0], samples_of([row[1:]]))[0] for row in found.samples] == EXPECTED
    assert found.events == EVENTS


@pytest.mark.parametrize("kind", ["sqlite", "influxd"])
async def test_every_archive_takes_it(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'archive.db'}"
    else:
        server: InfluxServer = request.getfixturevalue("influxd")
        url = server.new_database()
    await prepare(url)
    writer, archive = open_writer(url), open_archive(url)

    await writer.write(FROZEN.read_bytes())

    found = []
    for pv in dict.fromkeys(sample[0] for sample in SAMPLES):
        async for chunk in archive.samples(pv, 0, 2**62):
            found += rows(pv, chunk)
    assert found == EXPECTED
    assert await archive.events(["SR:Mode"], 0, 2**62) == EVENTS
    await writer.close()
    await archive.close()
