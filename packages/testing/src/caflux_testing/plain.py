"""Bins and what a PV holds, computed one unit of time after the other, in exact arithmetic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from caflux_storage import Samples
from caflux_storage.holding import Unknown

Point = tuple[int, float, int]
"""Time, value, severity."""


def samples_of(points: Sequence[Point]) -> Samples:
    """Give points as samples."""
    n = len(points)
    return Samples(
        np.array([point[0] for point in points], np.int64),
        np.array([point[1] for point in points], np.float64),
        np.array([point[2] for point in points], np.uint8),
        np.zeros(n, np.uint8),
    )


@dataclass
class PlainBin:
    """What one bin holds: its samples, and (value, ns) of what was held."""

    time: int
    samples: list[Point] = field(default_factory=list)
    held: list[tuple[float, int]] = field(default_factory=list)
    severities: set[int] = field(default_factory=lambda: {0})

    @property
    def numbers(self) -> list[Fraction]:
        """The finite ones."""
        return [Fraction(value) for _, value, _ in self.samples if math.isfinite(value)]

    @property
    def covered(self) -> int:
        """In ns."""
        return sum(held for _, held in self.held)

    @property
    def integral(self) -> Fraction:
        """In ns."""
        return sum((Fraction(value) * held for value, held in self.held), Fraction(0))

    @property
    def scale(self) -> float:
        """The largest number that has a part in it."""
        values = [abs(value) for _, value, _ in self.samples] + [abs(value) for value, _ in self.held]
        return max((value for value in values if math.isfinite(value)), default=0.0)


def held_at(points: Sequence[Point], unknown: Sequence[Unknown], time: int) -> Point | None:
    """Give what is known to be held from `time` on."""
    before = [point for point in points if point[0] <= time]
    if not before or any(gap.start <= time < gap.stop for gap in unknown):
        return None
    newest = before[-1]
    lost = any(not gap.resumes and newest[0] < gap.stop <= time for gap in unknown)
    return None if lost else newest


def plain_bins(
    points: Sequence[Point],
    carried: Point | None,
    unknown: Sequence[Unknown],
    start: int,
    stop: int,
    width: int,
    now: int,
    unit: int,
) -> list[PlainBin]:
    """Give the bins; every time and the width are multiples of `unit` (ns) after `start`.

    The last sample is held until `now`; the others are until the next, though the IOC's clock be ahead.
    """
    found = []
    now = max(now, points[-1][0]) if points else now
    known = ([] if carried is None else [carried]) + list(points)
    for begin in range(start, stop, width):
        bin_ = PlainBin(begin, [point for point in points if begin <= point[0] < begin + width])
        bin_.severities |= {severity for _, _, severity in bin_.samples}
        for time in range(begin, min(begin + width, stop, now), unit):
            held = held_at(known, unknown, time)
            if held is not None:
                bin_.severities.add(held[2])
                if math.isfinite(held[1]):
                    bin_.held.append((held[1], unit))
        if bin_.samples or bin_.held:
            found.append(bin_)
    return found
