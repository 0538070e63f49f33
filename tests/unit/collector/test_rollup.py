"""Rollups of the stream: every row of an hour that is not doubtful is what its samples give."""

import math
from dataclasses import dataclass, field

import numpy as np
import pytest
from caflux_collector.names import Prefixes
from caflux_collector.places import Places
from caflux_collector.rollup import GRACE, PERIOD, Rollup
from caflux_storage.bins import Binner, Bins
from caflux_storage.decode import decode
from caflux_storage.gaps import STATES, find_gaps, unknown_in
from caflux_storage.rollups import FIELDS, HOUR, MARKS, MINUTE, WIDTHS, rollups_of
from caflux_storage.seam import Event
from caflux_testing.plain import Point, samples_of
from hypothesis import given
from hypothesis import strategies as st

S = 1_000_000_000
T0 = 1_790_000_000 * S // HOUR * HOUR
PVS = ["A", "B,c= d"]


@dataclass
class Archive:
    """What a rollup's lines say, as they would be stored, and what its samples and events would be."""

    rows: dict[tuple[str, int], dict[int, dict[str, float | int | str]]] = field(default_factory=dict)
    doubtful: set[tuple[str, int]] = field(default_factory=set)
    samples: dict[str, dict[int, Point]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def store(self, lines: bytes) -> None:
        found = decode(lines)
        assert found.bad == 0, found.first_bad
        for table, pv, time, fields in found.rollups:
            if table == MARKS:
                self.doubtful.add((pv, time))
            else:
                self.rows.setdefault((pv, WIDTHS[table]), {})[time] = fields

    def sure(self, pv: str, width: int, stop: int = 2**62) -> Bins:
        rows = self.rows.get((pv, width), {})
        times = [t for t in sorted(rows) if t < stop and (pv, t // HOUR * HOUR) not in self.doubtful]
        return rollups_of(width, [(time, *(rows[time].get(name) for name in FIELDS)) for time in times])

    def binned(self, pv: str, width: int, stop: int) -> Bins:
        """Give what the samples say, of the hours before `stop` that are not doubtful."""
        points = [self.samples[pv][time] for time in sorted(self.samples.get(pv, {}))]
        events = sorted((event for event in self.events if event.pv == pv), key=lambda event: event.time)
        start = T0 - HOUR
        gaps = find_gaps([event for event in events if event.kind in STATES], None, start, stop)
        binner = Binner(start, stop, width, unknown_in(gaps))
        binner.add(samples_of([point for point in points if start <= point[0] < stop]))
        bins = binner.finish(stop)
        keep = [
            k
            for k, time in enumerate(bins.time.tolist())
            if (pv, time // HOUR * HOUR) not in self.doubtful and bins.of.count[k]
        ]
        return Bins(width, bins.time[keep], bins.of[np.array(keep, np.int64)])


@dataclass
class Engine:
    """A rollup and the archive it writes to."""

    pvs: list[str] = field(default_factory=lambda: list(PVS))
    archive: Archive = field(default_factory=Archive)

    def __post_init__(self) -> None:
        self.rollup = Rollup(Prefixes(self.pvs), Places(len(self.pvs)))

    def event(self, pv: str, time: int, kind: str) -> None:
        self.archive.events.append(Event(pv, time, kind))
        self.rollup.on_event(self.archive.events[-1])

    def samples(self, rows: list[tuple[str, int, float, int]]) -> None:
        rows = sorted(rows, key=lambda row: self.pvs.index(row[0]))
        for pv, time, value, severity in rows:
            self.archive.samples.setdefault(pv, {})[time] = (time, value, severity)
        self.rollup.add(
            np.array([self.pvs.index(row[0]) for row in rows], np.uint32),
            np.array([row[1] for row in rows], np.int64),
            np.array([row[2] for row in rows], np.float64),
            np.array([row[3] for row in rows], np.uint8),
        )

    def flush(self, now: int) -> None:
        self.archive.store(b"".join(self.rollup.finish(now).values()))

    def check(self, stop: int) -> None:
        for pv in self.pvs:
            for width in (MINUTE, HOUR):
                found, wanted = self.archive.sure(pv, width, stop), self.archive.binned(pv, width, stop)
                assert found.time.tolist() == wanted.time.tolist(), (pv, width)
                check_same(found, wanted)


def check_same(found: Bins, wanted: Bins) -> None:
    for name in ("count", "numbers", "covered", "severity", "last_severity", "first", "last", "min", "max"):
        np.testing.assert_array_equal(getattr(found.of, name), getattr(wanted.of, name), name)
    scale = np.nanmax(np.abs(np.where(np.isfinite(wanted.of.max), wanted.of.max, 0)), initial=1.0)
    for name in ("mean", "twmean", "std"):
        np.testing.assert_allclose(
            getattr(found.of, name), getattr(wanted.of, name), 1e-9, 1e-6 * scale, err_msg=name
        )


def test_hours_that_were_seen_whole_have_their_rows() -> None:
    engine = Engine()
    engine.event("A", T0 - 5 * S, "started")
    engine.event("A", T0 - 4 * S, "connected")
    engine.samples([("A", T0 - 3 * S, 1.0, 0)])
    for minute in range(150):
        at = T0 + minute * MINUTE
        engine.samples(
            [("A", at + k * 2 * S, float(k * minute), int(k == 3)) for k in range(8 * (minute % 4))]
        )
        engine.flush(at + MINUTE)
    engine.flush(T0 + 3 * HOUR + MINUTE + GRACE)

    assert engine.archive.doubtful == {("A", T0 - HOUR)}
    assert len(engine.archive.rows["A", MINUTE]) == 112
    assert sorted(engine.archive.rows["A", HOUR]) == [T0, T0 + HOUR, T0 + 2 * HOUR]
    engine.check(T0 + 3 * HOUR)


@pytest.mark.parametrize("kind", ["disconnected", "paused", "stopped", "removed", "suspended", "dropped"])
def test_what_breaks_the_stream_makes_its_hour_doubtful(kind: str) -> None:
    engine = begun()
    engine.samples([("A", T0 + k * MINUTE, float(k), 0) for k in range(1, 110)])
    engine.flush(T0 + 110 * MINUTE)
    engine.event("A", T0 + 110 * MINUTE, kind)
    engine.flush(T0 + 111 * MINUTE)

    assert engine.archive.doubtful == {("A", T0 - HOUR), ("A", T0 + HOUR)}
    engine.check(T0 + HOUR)
    assert len(engine.archive.sure("A", MINUTE)) == 59


def test_a_late_sample_makes_the_hours_doubtful_that_it_changes() -> None:
    engine = begun()
    engine.samples([("A", T0 + k * MINUTE, float(k), 0) for k in range(1, 200)])
    engine.flush(T0 + 200 * MINUTE)
    engine.samples([("A", T0 + 70 * MINUTE + 1, 5.0, 0), ("A", T0 + 201 * MINUTE, 7.0, 0)])
    engine.flush(T0 + 202 * MINUTE)
    engine.samples([("A", T0 + k * MINUTE, float(k), 0) for k in range(202, 301)])
    engine.flush(T0 + 301 * MINUTE)
    engine.flush(T0 + 6 * HOUR)

    assert engine.archive.doubtful == {("A", T0 + HOUR * k) for k in (-1, 1, 2, 3)}
    engine.check(T0 + 5 * HOUR)


def test_the_same_point_again_counts_once() -> None:
    engine = begun()
    for _ in range(3):
        engine.samples([("A", T0 + MINUTE, 1.0, 0), ("A", T0 + MINUTE, 1.0, 0)])
        engine.flush(T0 + 2 * MINUTE)
    engine.flush(T0 + HOUR + MINUTE + GRACE)

    assert engine.archive.doubtful == {("A", T0 - HOUR)}
    assert engine.archive.sure("A", HOUR).of.count.tolist() == [1]


def test_a_bin_waits_for_a_clock_that_is_behind() -> None:
    engine = begun()
    for k in range(1, 200):
        engine.samples([("A", T0 + k * MINUTE, float(k), 0)])
        engine.flush(T0 + k * MINUTE + 20 * MINUTE)

    engine.flush(T0 + 5 * HOUR)

    assert engine.archive.doubtful == {("A", T0 - HOUR)}
    engine.check(T0 + 3 * HOUR)


def test_a_sample_for_a_bin_that_was_closed_makes_it_doubtful() -> None:
    engine = begun()
    engine.samples([("A", T0 + 10 * S, 1.0, 0)])
    engine.flush(T0 + 10 * S)
    engine.flush(T0 + MINUTE + GRACE)
    assert len(engine.archive.sure("A", MINUTE)) == 1
    engine.samples([("A", T0 + 50 * S, 2.0, 0)])
    engine.flush(T0 + 2 * MINUTE)

    assert ("A", T0) in engine.archive.doubtful


def test_a_text_ends_what_a_number_held() -> None:
    engine = begun()
    engine.samples([("A", T0 + MINUTE, 1.0, 0)])
    engine.flush(T0 + 2 * MINUTE)
    engine.rollup.on_block(0, T0 + 2 * MINUTE)
    engine.flush(T0 + 3 * MINUTE)
    engine.samples([("A", T0 + 61 * MINUTE, 1.0, 0)])
    engine.flush(T0 + 62 * MINUTE)
    engine.flush(T0 + 3 * HOUR)

    assert ("A", T0) in engine.archive.doubtful
    assert engine.archive.sure("A", HOUR).of.covered.tolist() == [59 * MINUTE]


def test_a_text_of_a_pv_that_never_was_a_number_is_nothing() -> None:
    engine = Engine()
    engine.rollup.on_block(0, T0)
    engine.flush(T0 + PERIOD)

    assert engine.archive.doubtful == set()


def test_another_pv_in_a_slot_begins_anew() -> None:
    engine = begun()
    engine.samples([("A", T0 + MINUTE, 1.0, 0)])
    engine.flush(T0 + MINUTE)
    engine.samples([("A", T0 + 2 * MINUTE, 1.0, 0)])
    engine.rollup.forget(0)
    engine.samples([("A", T0 + 3 * MINUTE, 5.0, 0)])
    engine.flush(T0 + 4 * MINUTE)

    assert engine.archive.rows == {}
    assert engine.archive.doubtful == {("A", T0 - HOUR), ("A", T0)}


def test_what_an_engine_that_was_killed_summed_up_is_doubtful() -> None:
    engine = Engine()
    engine.event("unknown here", T0 + 2 * MINUTE, "stopped")
    engine.flush(T0 + HOUR)

    assert engine.archive.doubtful == {("unknown here", T0 - HOUR), ("unknown here", T0)}


def test_an_hour_is_marked_once_until_it_may_have_been_built_anew() -> None:
    engine = Engine()
    engine.event("A", T0, "disconnected")
    lines = [engine.rollup.finish(T0)]
    for k in range(100):
        engine.samples([("A", T0 + k * MINUTE, 1.0, 0)])
        lines.append(engine.rollup.finish(T0 + k * MINUTE))

    assert b"".join(part for each in lines[1:] for part in each.values()).count(b"\n") == 2


def test_a_pv_that_comes_without_an_event_is_whole_from_the_next_hour_on() -> None:
    engine = Engine()
    for k in range(20, 200):
        engine.samples([("A", T0 + k * MINUTE, float(k), 0)])
        engine.flush(T0 + k * MINUTE)

    assert engine.archive.doubtful == {("A", T0)}
    assert engine.archive.sure("A", HOUR).of.count.tolist() == [60, 60]
    engine.check(T0 + 3 * HOUR)


def begun() -> Engine:
    """Give an engine that has seen A before T0."""
    engine = Engine(["A"])
    engine.event("A", T0 - 4 * S, "connected")
    engine.samples([("A", T0 - 3 * S, 1.0, 0)])
    engine.flush(T0)
    return engine


Step = tuple[str, int, str, float, int]
"""PV, seconds since the last step, what happens, value, severity."""
steps = st.lists(
    st.tuples(
        st.sampled_from(PVS),
        st.sampled_from([1, 7, 50, 59, 61, 200, 1800, 3600, 7200]),
        st.sampled_from(["sample"] * 30 + ["late", "again", "flush", "flush", "disconnected", "connected"]),
        st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf, 0.0, 1e9]),
        st.integers(0, 3),
    ),
    max_size=80,
)


def possible(steps: list[Step]) -> list[Step]:
    """Leave out samples of a PV that is not connected."""
    found, away = [], set[str]()
    for step in steps:
        pv, _, what, *_ = step
        if what in STATES:
            away = away - {pv} if what == "connected" else away | {pv}
        if what in {*STATES, "flush"} or pv not in away:
            found.append(step)
    return found


@given(steps=steps, lag=st.sampled_from([0, S, 40 * S, 900 * S]))
def test_rows_that_are_not_doubtful_are_what_the_samples_give(steps: list[Step], lag: int) -> None:
    engine = Engine()
    now = T0 - 10 * S
    for pv in PVS:
        engine.event(pv, now, "connected")
    batch: list[tuple[str, int, float, int]] = []
    newest = dict.fromkeys(PVS, 0)
    for pv, seconds, what, value, severity in [*possible(steps), (PVS[0], 1, "flush", 0.0, 0)]:
        now += seconds * S
        if what == "flush":
            engine.samples(batch)
            batch = []
            engine.flush(now)
        elif what in STATES:
            engine.event(pv, now, what)
        elif what == "late":
            batch.append((pv, max(T0 - HOUR, newest[pv] - 1_000 * S + severity), value, severity))
        elif what == "again" and newest[pv] in engine.archive.samples.get(pv, {}):
            batch.append((pv, *engine.archive.samples[pv][newest[pv]]))
        elif what == "sample":
            newest[pv] = max(newest[pv] + 1, now - lag)
            batch.append((pv, newest[pv], value, severity))
    engine.flush(now + 2 * HOUR)
    engine.flush(now + 5 * HOUR)

    engine.check((now // HOUR + 1) * HOUR)
