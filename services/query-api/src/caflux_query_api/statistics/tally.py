"""The statistics of one PV over a range, taken from its samples chunk by chunk, and from rollups.

Rollups give counts, extremes, means and the deviation of samples as samples do. How values are spread,
states, slopes, and the deviation of what was held can't be told from them: where any were taken, there is
none of these.
"""

from dataclasses import dataclass

import numpy as np
from caflux_storage import Samples
from caflux_storage.bins import Bins
from caflux_storage.holding import Holding, Pieces
from caflux_storage.recording import Recording
from caflux_storage.summary import NS, Bytes, Floats, Ints, Summaries, merge_moments
from numpy.typing import NDArray

from caflux_query_api.statistics.spread import Spread
from caflux_query_api.statistics.states import States

SEVERITIES = 4


@dataclass(frozen=True, slots=True)
class Extreme:
    """A number and when (ns) it was first reached, or so many ns `within` after that."""

    value: float
    time: int
    within: int = 0


class Tally:
    """Takes samples in time order.

    Attributes:
        sums: One summary of all samples and of what was held.
        held: [1] each: ns, mean and sum of squared deviations of what was held.
        least, greatest: Of what was sampled or held.
        fall, rise: The steepest, per second, between samples that follow one another without a gap.
        severities: ns in each.
        spread: All numbers.
        states: Times in each state, of a PV that has few.
        rolled: The width (ns) of the widest rollups among what was taken; 0: samples only.
        severities_known: Whether `severities` are.
    """

    def __init__(self, recording: Recording) -> None:
        self._span, self._now = recording.span, recording.now
        self._holding = Holding(recording.unknown)
        self._before = Samples.empty()
        self._carried = False  # whether `before` is of before the range
        self._numbers: tuple[Extreme, Extreme] | None = None
        self._first_known = self._last_known = True
        self.sums = Summaries.empty(1)
        self.held = np.zeros(1, np.int64), np.full(1, np.nan), np.zeros(1)
        self.least: Extreme | None = None
        self.greatest: Extreme | None = None
        self.fall: Extreme | None = None
        self.rise: Extreme | None = None
        self.severities = [0] * SEVERITIES
        self.spread = Spread()
        self.states = States()
        self.rolled = 0
        self.severities_known = True
        if (carried := recording.carried) is not None:
            self._holding.hold(int(carried.time[0]), recording.span.start)
            self._before, self._carried = carried, True

    @property
    def known(self) -> int:
        """Ns in which it was known what the PV held."""
        return self._holding.known

    @property
    def slope(self) -> float | None:
        """From the first number to the last, per second."""
        if self._numbers is None or self._numbers[0].time == self._numbers[1].time:
            return None
        if not (self._first_known and self._last_known):
            return None
        first, last = self._numbers
        return (last.value - first.value) / ((last.time - first.time) / NS)

    def add(self, chunk: Samples) -> None:
        """Take samples of the range that follow what was taken before."""
        if not len(chunk):
            return
        self.sums.add_samples(np.zeros(len(chunk), np.int64), chunk.value, chunk.severity)
        self._hold(chunk, self._holding.take(chunk.time))
        self._note_numbers(chunk)
        self._before, self._carried = chunk[-1:], False

    def add_bins(self, rows: Bins) -> None:
        """Take rollups of the range that follow what was taken before, one or more.

        They say all there is to say where they are not `in_doubt`; else the severities are not known.
        """
        of, n = rows.of, len(rows)
        self.rolled = max(self.rolled, rows.width)
        self.severities_known &= not of.severity.any()
        group = np.zeros(n, np.int64)
        self.sums.merge(group, of)
        pieces = self._holding.take(np.stack([rows.time, rows.time + rows.width], 1).ravel())
        self._hold_between(rows, pieces)
        numbers = np.flatnonzero(of.numbers)
        if len(numbers):
            least, greatest = (
                int(numbers[at]) for at in (of.min[numbers].argmin(), of.max[numbers].argmax())
            )
            self._note_least(Extreme(float(of.min[least]), int(rows.time[least]), rows.width))
            self._note_greatest(Extreme(float(of.max[greatest]), int(rows.time[greatest]), rows.width))
            self._first_known &= self._numbers is not None
            self._last_known = False
        self._before = _held_after(rows)
        self._carried = False

    def finish(self) -> None:
        """Hold the last value until the range ends, or until now if that is earlier."""
        self._hold(Samples.empty(), self._holding.until(min(self._span.stop, self._now)))

    def _hold(self, chunk: Samples, pieces: Pieces) -> None:
        """Take a chunk and the pieces of time that it and what was before it were held."""
        rows = Samples.concatenate([self._before, chunk])
        begin = len(self._before)
        held = np.zeros(len(rows), np.int64)
        np.add.at(held, pieces.of + begin, pieces.held)
        counts = np.ones(len(rows), np.int64)
        counts[:begin] = 0
        finite = np.isfinite(rows.value)
        self._hold_numbers(rows.value[finite], counts[finite], held[finite], rows.severity[finite])
        for severity in range(SEVERITIES):
            of_it = rows.severity >= severity if severity == SEVERITIES - 1 else rows.severity == severity
            self.severities[severity] += int(held[of_it].sum())
        self.states.add(rows, counts, held)
        if self._carried:
            self._note_carried(float(rows.value[0]), pieces)
        self._note_slopes(rows, held)

    def _hold_between(self, rows: Bins, pieces: Pieces) -> None:
        """Take what was held before, between and after rollups; what was held within them is in them."""
        of, begin = rows.of, len(self._before)
        if self._carried:
            self._note_carried(float(self._before.value[0]), pieces)
        nothing = np.zeros(len(rows))
        value = np.concatenate([self._before.value, np.stack([nothing + np.nan, of.last], 1).ravel()])
        last = of.last_severity
        severity = np.concatenate([self._before.severity, np.stack([of.severity, last], 1).ravel()])
        which = pieces.of + begin
        held_value, held_severity = value[which], severity[which]
        self.sums.add_held(np.zeros(len(which), np.int64), held_value, held_severity, pieces.held)
        for level in range(SEVERITIES):
            of_it = held_severity >= level if level == SEVERITIES - 1 else held_severity == level
            self.severities[level] += int(pieces.held[of_it].sum())

    def _hold_numbers(self, value: Floats, count: Ints, held: Ints, severity: Bytes) -> None:
        group = np.zeros(len(value), np.int64)
        self.sums.add_held(group, value, severity, held)
        some = held > 0
        weights, means, squares = self.held
        merge_moments(weights, means, squares, group[some], held[some], value[some], np.zeros(some.sum()))
        some |= count > 0
        self.spread.add(value[some], count[some], held[some])

    def _note_numbers(self, chunk: Samples) -> None:
        numbers = np.flatnonzero(np.isfinite(chunk.value))
        if not len(numbers):
            return
        value, time = chunk.value[numbers], chunk.time[numbers]
        self._note_least(_extreme(value, time, int(value.argmin())))
        self._note_greatest(_extreme(value, time, int(value.argmax())))
        first, last = _extreme(value, time, 0), _extreme(value, time, -1)
        self._last_known = True
        self._numbers = (self._numbers[0] if self._numbers else first), last

    def _note_carried(self, value: float, pieces: Pieces) -> None:
        """What was carried into the range is part of it from when it is known on."""
        known = np.flatnonzero((pieces.of == -1) & (pieces.held > 0))
        if len(known) and np.isfinite(value):
            found = Extreme(value, int(pieces.at[known[0]]))
            self._note_least(found)
            self._note_greatest(found)

    def _note_least(self, found: Extreme) -> None:
        if self.least is None or found.value < self.least.value:
            self.least = found

    def _note_greatest(self, found: Extreme) -> None:
        if self.greatest is None or found.value > self.greatest.value:
            self.greatest = found

    def _note_slopes(self, rows: Samples, held: Ints) -> None:
        """Compare each sample with the next one, if it was held until then."""
        passed = np.diff(rows.time)
        finite = np.isfinite(rows.value)
        whole = (passed > 0) & (held[:-1] == passed) & finite[:-1] & finite[1:]
        if not whole.any():
            return
        with np.errstate(over="ignore", invalid="ignore"):
            slope = np.diff(rows.value)[whole] / (passed[whole] / NS)
        time = rows.time[1:][whole]
        fall, rise = _extreme(slope, time, int(slope.argmin())), _extreme(slope, time, int(slope.argmax()))
        self.fall = fall if self.fall is None or fall.value < self.fall.value else self.fall
        self.rise = rise if self.rise is None or rise.value > self.rise.value else self.rise


def in_doubt(rows: Bins, recording: Recording) -> NDArray[np.bool_]:
    """Tell which rollups don't say for how long the PV was in each severity, or was known at all.

    Those in which it was in alarm, those that a gap touches, and after lost samples the one with the next.
    """
    doubt = rows.of.severity > 0
    for gap in recording.unknown:
        first = int(np.searchsorted(rows.time, gap.start - rows.width, side="right"))
        stop = int(np.searchsorted(rows.time, gap.stop))
        doubt[first : stop if gap.resumes else stop + 1] = True
    return doubt


def _held_after(rows: Bins) -> Samples:
    """Give the last sample in some rollups as far as they know it: when it was, they do not."""
    time = np.array([rows.time[-1] + rows.width - 1], np.int64)
    severity = rows.of.last_severity[-1:]
    return Samples(time, rows.of.last[-1:], severity, np.zeros(1, np.uint8))


def _extreme(value: Floats, time: Ints, index: int) -> Extreme:
    return Extreme(float(value[index]), int(time[index]))
