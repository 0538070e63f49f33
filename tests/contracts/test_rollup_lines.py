"""Rollups and their marks are written as was agreed, and what version 1 wrote is read for ever."""

import math
from pathlib import Path

import numpy as np
from caflux_storage.bins import Binner, Bins
from caflux_storage.decode import decode
from caflux_storage.encode import sample_prefix
from caflux_storage.rollups import (
    FIELDS,
    HOUR,
    MINUTE,
    WIDTHS,
    encode_cleared,
    encode_doubt,
    encode_rollups,
    encode_since,
    rollups_of,
)
from caflux_storage.summary import Summaries
from caflux_testing.plain import samples_of

FROZEN = Path(__file__).parent / "line-protocol" / "rollups-v1.lp"
S = 1_000_000_000
T = 1_789_999_200 * S
CURRENT, BPM = sample_prefix("SR:DCCT:Current"), sample_prefix("BPM 1,x=y")


def minutes() -> Bins:
    binner = Binner(T, T + 2 * MINUTE, MINUTE)
    binner.add(samples_of([(T, 1.5, 0), (T + 30 * S, 2.5, 0), (T + 45 * S, 3.5, 0)]))
    first = binner.finish(T + MINUTE)
    steady = Binner(T + MINUTE, T + 2 * MINUTE, MINUTE)
    steady.add(samples_of([(T + MINUTE + k * S, 7.5, 0) for k in range(60)]))
    second = steady.finish(T + 2 * MINUTE)
    both = Summaries.empty(2)
    for name in Summaries.__slots__:
        getattr(both, name)[:] = [getattr(first.of, name)[0], getattr(second.of, name)[0]]
    return Bins(MINUTE, np.array([T, T + MINUTE]), both)


def hour() -> Bins:
    binner = Binner(T, T + HOUR, HOUR)
    binner.add(samples_of([(T, 1.0, 0), (T + S, math.nan, 3)]))
    return binner.finish(T + HOUR)


def test_what_is_written_today_is_what_was_written_then() -> None:
    nothing = Bins(HOUR, np.array([T + HOUR]), Summaries.empty(1))
    lines = (
        encode_rollups([CURRENT], np.zeros(2, np.int64), minutes())
        + encode_rollups([BPM], np.zeros(1, np.int64), hour())
        + encode_rollups([BPM], np.zeros(1, np.int64), nothing, whole=True)
        + encode_since(CURRENT, T)
        + encode_doubt(CURRENT, T, 1_790_000_000 * S + 1)
        + encode_cleared(CURRENT, T, 1_790_000_000 * S + 1)
    )

    assert lines.decode() == FROZEN.read_text(encoding="utf-8")


def test_what_was_written_then_is_read_today() -> None:
    found = decode(FROZEN.read_bytes())

    assert (found.bad, len(found.rollups)) == (0, 7)
    assert [(pv, time, fields) for table, pv, time, fields in found.rollups if table == "rollup"] == [
        ("SR:DCCT:Current", 0, {"since": T}),
        ("SR:DCCT:Current", T, {"made": 1_790_000_000 * S + 1}),
        ("SR:DCCT:Current", T, {"cleared": 1_790_000_000 * S + 1}),
    ]
    for table, wanted in (("sample_1m", minutes()), ("sample_1h", hour())):
        rows = [
            (time, *(row.get(name) for name in FIELDS)) for t, _, time, row in found.rollups if t == table
        ]
        read = rollups_of(WIDTHS[table], rows)
        assert read.time.tolist() == wanted.time.tolist()
        for name in Summaries.__slots__:
            np.testing.assert_allclose(getattr(read.of, name), getattr(wanted.of, name), 1e-15, err_msg=name)
