"""Statistics per bin of time, in one pass over a PV's samples.

Per bin: count, first, last, min, max, mean, standard deviation (of the population), worst severity, and
the time-weighted mean, for which a value holds until the next sample or gap, within the bin and beyond it.
Means are merged by Chan, Golub and LeVeque's update (1983), from deviations, so that a small ripple on a
large offset keeps its digits and a constant keeps its value exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from caflux_storage import Samples
from numpy.typing import NDArray

_NEVER = np.iinfo(np.int64).max
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """Columns of the m bins that hold a sample; float columns are NaN where no finite number was."""

    width: int
    time: Ints
    first: Floats
    last: Floats
    min: Floats
    max: Floats
    mean: Floats
    twmean: Floats
    std: Floats
    count: Ints
    severity: NDArray[np.uint8]


class Binner:
    """Takes chunks of one PV's samples in time order and gives its bins."""

    def __init__(self, start: int, stop: int, bins: int, lost: Sequence[int] = ()) -> None:
        """Divide start <= time < stop (ns) into at most `bins` bins of equal width.

        Args:
            start: ns since 1970.
            stop: ns since 1970.
            bins: Most bins.
            lost: Where gaps begin, ns, ascending: from there on nobody knows what the PV holds.
        """
        self._lost = np.array([*lost, _NEVER], np.int64)
        self._start = start
        self._stop = stop
        self._width = max(1, -(-(stop - start) // bins))
        n = -(-(stop - start) // self._width)
        self._count = np.zeros(n, np.int64)
        self._severity = np.zeros(n, np.uint8)
        self._first, self._last, self._min, self._max = (np.full(n, np.nan) for _ in range(4))
        self._plain = _Moments(n)
        self._weighted = _Moments(n)
        self._held: Samples | None = None

    def hold(self, carried: Samples) -> None:
        """Say what the PV held when the range began: one sample, from before it."""
        held_since_start = np.full(1, self._start, np.int64)
        self._held = Samples(held_since_start, carried.value, carried.severity, carried.status)

    def add(self, chunk: Samples) -> None:
        """Take samples with start <= time < stop that follow those taken before."""
        if not len(chunk):
            return
        at = (chunk.time - self._start) // self._width
        begins = _begins(at)
        where = at[begins]
        self._count[where] += np.diff(np.append(begins, len(at)))
        self._severity[where] = np.maximum(self._severity[where], np.maximum.reduceat(chunk.severity, begins))
        finite = np.isfinite(chunk.value)
        self._add_values(at[finite], chunk.value[finite])
        self._add_held(chunk.time, chunk.value)
        self._held = chunk[-1:]

    def finish(self, now: int) -> Bins:
        """Give the bins; the last value holds until its bin ends, or until `now` (ns) if that is earlier."""
        if self._held is not None and self._count.any():
            end = np.maximum(self._held.time, min(self._stop, now))
            self._add_held(end, np.full(1, np.nan))
        some = np.flatnonzero(self._count)
        twmean = np.where(self._weighted.weight > 0, self._weighted.mean, self._plain.mean)
        return Bins(
            width=self._width,
            time=self._start + some * self._width,
            first=self._first[some],
            last=self._last[some],
            min=self._min[some],
            max=self._max[some],
            mean=np.clip(self._plain.mean, self._min, self._max)[some],
            twmean=np.where(np.isnan(self._min), np.nan, twmean)[some],
            std=self._plain.std()[some],
            count=self._count[some],
            severity=self._severity[some],
        )

    def _add_values(self, at: Ints, values: Floats) -> None:
        if not len(at):
            return
        begins = _begins(at)
        where = at[begins]
        firsts, lasts = values[begins], values[np.append(begins[1:], len(values)) - 1]
        self._first[where] = np.where(np.isnan(self._first[where]), firsts, self._first[where])
        self._last[where] = lasts
        self._min[where] = np.fmin(self._min[where], np.minimum.reduceat(values, begins))
        self._max[where] = np.fmax(self._max[where], np.maximum.reduceat(values, begins))
        self._plain.add(at, values, np.ones(len(values)))

    def _add_held(self, time: Ints, value: Floats) -> None:
        """Weigh each value with how long it held: in the bin where it began, and in that of the next one.

        Bins in between have no sample and are not given.
        """
        if self._held is not None:
            time, value = np.append(self._held.time, time), np.append(self._held.value, value)
        since, until, held = time[:-1], time[1:], value[:-1]
        bin_since, bin_until = (since - self._start) // self._width, (until - self._start) // self._width
        known = np.minimum(until, self._lost[np.searchsorted(self._lost, since, side="right")])
        end_of_bin = np.minimum(self._start + (bin_since + 1) * self._width, known)
        begin_of_bin = np.where(bin_since == bin_until, known, self._start + bin_until * self._width)
        at = np.stack([bin_since, bin_until], 1).ravel()
        weight = np.stack([end_of_bin - since, known - begin_of_bin], 1).ravel().astype(np.float64)
        held = np.repeat(held, 2)
        counts = np.isfinite(held) & (weight > 0)
        self._weighted.add(at[counts], held[counts], weight[counts])


class _Moments:
    """Weighted mean and sum of squared deviations of n bins."""

    def __init__(self, n: int) -> None:
        self.weight = np.zeros(n)
        self.mean = np.full(n, np.nan)
        self._squares = np.zeros(n)

    def std(self) -> Floats:
        """Give the standard deviation per bin, NaN where nothing was."""
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            return np.sqrt(self._squares / self.weight)

    def add(self, at: Ints, value: Floats, weight: Floats) -> None:
        """Add values with their weights to bins, `at` ascending."""
        if not len(at):
            return
        begins = _begins(at)
        where = at[begins]
        sizes = np.diff(np.append(begins, len(at)))
        with np.errstate(over="ignore", invalid="ignore"):
            total = np.add.reduceat(weight, begins)
            origin = value[begins]
            offset = np.add.reduceat(weight * (value - np.repeat(origin, sizes)), begins) / total
            mean = origin + offset
            if not np.isfinite(mean).all():  # numbers so large that their difference is not a float
                mean = np.add.reduceat(value * (weight / np.repeat(total, sizes)), begins)
            squares = np.add.reduceat(weight * (value - np.repeat(mean, sizes)) ** 2, begins)
            self._merge(where, total, mean, squares)

    def _merge(self, where: Ints, weight: Floats, mean: Floats, squares: Floats) -> None:
        before = self.weight[where]
        old = np.where(before > 0, self.mean[where], mean)
        total = before + weight
        delta = mean - old
        merged = old + delta * (weight / total)
        self.mean[where] = np.where(
            np.isfinite(merged), merged, old * (before / total) + mean * (weight / total)
        )
        self._squares[where] += squares + delta**2 * (before * weight / total)
        self.weight[where] = total


def _begins(at: Ints) -> NDArray[np.intp]:
    """Give where each run of equal bins begins."""
    return np.flatnonzero(np.append(True, at[1:] != at[:-1]))
