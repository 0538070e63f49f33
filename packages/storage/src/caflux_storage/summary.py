"""Summaries of groups of samples, as columns that merge: the one form behind bins, rollups and statistics.

A group is whatever its user numbers: a bin of time, or the open rollup of a PV. To merge two summaries of
the same group, count, numbers and covered add up, min and max are the lesser and the greater, first is of the
earlier one that has a sample and last of the later, severity is the worse, and both means are merged from
their weights by Chan, Golub and LeVeque's update (1983): from deviations, so that a small ripple on a large
offset keeps its digits and a constant keeps its value exactly. `Summaries.merge` does all that, also for many
rows into one group (minutes into hours). What belongs to a group is added in the order of time.

NaN, infinities, texts and waveforms are counted in `count` and `severity`, and may be first or last (as NaN
or the infinity); they have no part in min, max, means and deviation, and the time for which they held is not
covered.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

NS = 1_000_000_000
"""ns in a second."""


@dataclass(slots=True, eq=False)
class Summaries:
    """n summaries; a float is NaN where there was nothing to make it of.

    Attributes:
        count: int64[n], samples of any kind.
        numbers: int64[n], samples that are finite numbers.
        first: float64[n], of the first sample.
        last: float64[n], of the last sample: what is held from there on.
        min: float64[n].
        max: float64[n].
        mean: float64[n], each number counting once.
        squares: float64[n], sum of the squared deviations of the numbers from `mean`.
        covered: int64[n], ns in which it was known that a number was held.
        twmean: float64[n], each number weighed with the time for which it held.
        severity: uint8[n], the worst of what was sampled or held.
        last_severity: uint8[n], of the last sample.
    """

    count: Ints
    numbers: Ints
    first: Floats
    last: Floats
    min: Floats
    max: Floats
    mean: Floats
    squares: Floats
    covered: Ints
    twmean: Floats
    severity: Bytes
    last_severity: Bytes

    @classmethod
    def empty(cls, n: int) -> "Summaries":
        """Give n summaries of nothing."""
        count, numbers, covered = (np.zeros(n, np.int64) for _ in range(3))
        first, last, low, high, mean, twmean = (np.full(n, np.nan) for _ in range(6))
        severity, last_severity = np.zeros(n, np.uint8), np.zeros(n, np.uint8)
        return cls(
            count,
            numbers,
            first,
            last,
            low,
            high,
            mean,
            np.zeros(n),
            covered,
            twmean,
            severity,
            last_severity,
        )

    def __len__(self) -> int:
        return len(self.count)

    def __getitem__(self, index: "slice | NDArray[Any]") -> "Summaries":
        """Give those that a slice, a mask or indices select."""
        return Summaries(*(getattr(self, name)[index] for name in self.__slots__))

    @property
    def std(self) -> Floats:
        """The standard deviation of the population of numbers."""
        with np.errstate(invalid="ignore", over="ignore"):
            return np.sqrt(self.squares / np.where(self.numbers > 0, self.numbers, np.nan))

    @property
    def integral(self) -> Floats:
        """The held value integrated over the covered time, in its unit times s."""
        with np.errstate(over="ignore"):
            return np.where(self.covered > 0, self.twmean, 0.0) * (self.covered / NS)

    def add_samples(self, group: Ints, value: Floats, severity: Bytes) -> None:
        """Add samples to groups, `group` ascending, within a group in order and after what it has.

        Args:
            group: [k], 0 <= group < n.
            value: [k].
            severity: [k].
        """
        if not len(group):
            return
        begins = run_begins(group)
        where, ends = group[begins], run_ends(begins, len(group))
        fresh = self.count[where] == 0
        self.first[where[fresh]] = value[begins[fresh]]
        self.last[where] = value[ends]
        self.last_severity[where] = severity[ends]
        self.count[where] += ends - begins + 1
        self.severity[where] = np.maximum(self.severity[where], np.maximum.reduceat(severity, begins))
        finite = np.isfinite(value)
        if not finite.all():
            group, value = group[finite], value[finite]
            if not len(group):
                return
            begins = run_begins(group)
            where = group[begins]
        self._narrow(where, np.minimum.reduceat(value, begins), np.maximum.reduceat(value, begins))
        ones = np.ones(len(value), np.int64)
        merge_moments(self.numbers, self.mean, self.squares, group, ones, value)

    def add_held(self, group: Ints, value: Floats, severity: Bytes, held: Ints) -> None:
        """Add for how long values were held, `group` ascending.

        Args:
            group: [k], 0 <= group < n.
            value: [k]; what is no finite number counts in the severity only.
            severity: [k].
            held: [k], ns; where it is 0 the row counts for nothing.
        """
        some = held > 0
        if not some.all():
            group, value, severity, held = group[some], value[some], severity[some], held[some]
        if not len(group):
            return
        begins = run_begins(group)
        where = group[begins]
        self.severity[where] = np.maximum(self.severity[where], np.maximum.reduceat(severity, begins))
        finite = np.isfinite(value)
        if not finite.all():
            group, value, held = group[finite], value[finite], held[finite]
        merge_moments(self.covered, self.twmean, None, group, held, value)

    def merge(self, group: Ints, other: "Summaries") -> None:
        """Add the rows of `other` to groups, `group` ascending: later than what the group has, in order."""
        sampled = other.count > 0
        self._merge_samples(group[sampled], other[sampled])
        covered = other.covered > 0
        rows, where = other[covered], group[covered]
        merge_moments(self.covered, self.twmean, None, where, rows.covered, rows.twmean)
        np.maximum.at(self.severity, group, other.severity)

    def _merge_samples(self, group: Ints, other: "Summaries") -> None:
        if not len(group):
            return
        begins = run_begins(group)
        where, ends = group[begins], run_ends(begins, len(group))
        fresh = self.count[where] == 0
        self.first[where[fresh]] = other.first[begins[fresh]]
        self.last[where] = other.last[ends]
        self.last_severity[where] = other.last_severity[ends]
        self.count[where] += np.add.reduceat(other.count, begins)
        self._narrow(where, np.fmin.reduceat(other.min, begins), np.fmax.reduceat(other.max, begins))
        some = other.numbers > 0
        rows = other[some]
        merge_moments(
            self.numbers, self.mean, self.squares, group[some], rows.numbers, rows.mean, rows.squares
        )

    def _narrow(self, where: Ints, low: Floats, high: Floats) -> None:
        self.min[where] = np.fmin(self.min[where], low)
        self.max[where] = np.fmax(self.max[where], high)


def run_begins(group: Ints) -> NDArray[np.intp]:
    """Give where each run of equal numbers begins."""
    return np.flatnonzero(np.append(True, group[1:] != group[:-1]))


def run_ends(begins: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    """Give the last index of each run of n rows."""
    return np.append(begins[1:], n) - 1


def merge_moments(
    weights: Ints,
    means: Floats,
    squares: Floats | None,
    group: Ints,
    weight: Ints,
    mean: Floats,
    square: Floats | None = None,
) -> None:
    """Merge rows of (weight, mean, squared deviations) into groups' weights, means and squares, in place."""
    if not len(group):
        return
    begins = run_begins(group)
    where, sizes = group[begins], np.diff(np.append(begins, len(group)))
    total = np.add.reduceat(weight, begins)
    with np.errstate(over="ignore", invalid="ignore"):
        origin = mean[begins]
        deviation = mean - np.repeat(origin, sizes)
        middle = origin + np.add.reduceat(weight * deviation, begins) / total
        if not np.isfinite(middle).all():  # numbers so large that their difference is not a float
            middle = np.add.reduceat(mean * (weight / np.repeat(total, sizes)), begins)
        before = weights[where]
        old = np.where(before > 0, means[where], middle)
        after = before + total
        delta = middle - old
        merged = old + delta * (total / after)
        finite = np.isfinite(merged)
        means[where] = np.where(finite, merged, old * (before / after) + middle * (total / after))
        if squares is not None:
            spread = weight * (mean - np.repeat(middle, sizes)) ** 2
            if square is not None:
                spread += square
            squares[where] += np.add.reduceat(spread, begins) + delta**2 * (before * (total / after))
    weights[where] = after
