"""A PV with samples of every kind, and rollups of some of them as an engine has them."""

import math
from typing import NamedTuple

import numpy as np
from caflux_storage import Event
from caflux_storage.encode import encode_event, encode_numbers, sample_prefix
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span
from caflux_storage.rollups import HOUR, encode_doubt, encode_since
from hypothesis import strategies as st

from caflux_testing.place import Place

S = 1_000_000_000
T0 = 1_790_000_000 * S // HOUR * HOUR
HOURS = 30
END = T0 + HOURS * HOUR


class Signal(NamedTuple):
    """A PV's samples, and what is there of rollups; times in s, hours counted from T0.

    Attributes:
        seed: Of its random numbers.
        n: Samples, about.
        odd: Samples beside those.
        gaps: When it is disconnected, and for how long.
        since: The hour from which on there are rollups.
        until: The hour until which there are rollups.
        late: Samples that come after the rollups were made.
        alarms: The part of the samples that are MINOR.
        losses: When samples are lost, and until how much later.
    """

    seed: int
    n: int
    odd: list[tuple[int, float]]
    gaps: list[tuple[int, int]]
    since: int
    until: int
    late: list[tuple[int, float]]
    alarms: float = 0.01
    losses: list[tuple[int, int]] = []

    def lines(self, pv: str) -> bytes:
        """Give samples and events as line protocol."""
        random = np.random.default_rng(self.seed)
        at = np.unique(random.integers(0, HOURS * 3_600, self.n))
        time = at[np.array([not self.away(int(one)) for one in at], bool)] * S + T0
        value = np.cumsum(random.normal(size=len(time))) + 1e4
        severity = (random.random(len(time)) < self.alarms).astype(np.uint8)
        return numbers(pv, time, value, severity) + b"".join(self.beside(pv))

    def away(self, at: int) -> bool:
        """Tell whether the PV is disconnected then, and so has no samples.

        Where it had some all the same, a range that ends in the gap would take it for another collector's.
        """
        return any(start <= at < start + length for start, length in self.gaps)

    def beside(self, pv: str) -> list[bytes]:
        """Give what is beside the random samples."""
        found = [one(pv, T0 + at * S + 1, value) for at, value in self.odd if not self.away(at)]
        for start, length in self.gaps:
            found.append(encode_event(Event(pv, T0 + start * S, "disconnected")))
            found.append(encode_event(Event(pv, T0 + (start + length) * S, "connected")))
        for at, length in self.losses:
            until = T0 + (at + length) * S
            found.append(encode_event(Event(pv, T0 + at * S, "dropped", f"lost until {until} ns", 3)))
        return found


def numbers(pv: str, time: np.ndarray, value: np.ndarray, severity: np.ndarray) -> bytes:
    """Encode samples."""
    nothing = np.zeros(len(time), np.uint16)
    return encode_numbers([sample_prefix(pv)], np.zeros(len(time), np.int32), time, value, severity, nothing)


def one(pv: str, time: int, value: float) -> bytes:
    """Encode a sample."""
    return numbers(pv, np.array([time]), np.array([value]), np.zeros(1, np.uint8))


async def roll_up(place: Place, pv: str, signal: Signal) -> None:
    """Write rollups as the engine has them: from `since` on, up to the hour before `until`."""
    span = Span(T0 + signal.since * HOUR, T0 + max(signal.since, signal.until) * HOUR)
    if span.start == span.stop:
        return
    [made] = [each async for each in rebuilt(place.archive, [pv], span, END)]
    await place.write(*made.lines.values(), encode_since(sample_prefix(pv), span.start))
    for at, value in [late for late in signal.late if not signal.away(late[0])]:
        time = T0 + at * S + 2
        await place.write(one(pv, time, value), *doubts(pv, time))


def doubts(pv: str, late: int) -> list[bytes]:
    """Doubt every hour that a late sample may change."""
    return [encode_doubt(sample_prefix(pv), hour, 7) for hour in range(late // HOUR * HOUR, END, HOUR)]


seconds = st.integers(0, HOURS * 3_600 - 1)
values = st.floats(-1e5, 1e5) | st.sampled_from([math.nan, math.inf, -math.inf])
odd = st.lists(st.tuples(seconds, values), max_size=8)
signals = st.builds(
    Signal,
    seed=st.integers(0, 100),
    n=st.sampled_from([0, 3, 40, 5_000]),
    odd=odd,
    gaps=st.lists(st.tuples(seconds, st.integers(1, 10_000)), max_size=4),
    since=st.integers(0, HOURS),
    until=st.integers(0, HOURS),
    late=st.lists(st.tuples(seconds, values), max_size=2),
    alarms=st.sampled_from([0.0, 0.001, 0.01]),
    losses=st.lists(st.tuples(seconds, st.integers(0, 5_000)), max_size=2),
)
