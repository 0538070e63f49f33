"""An expression that is followed live: computed anew from what its PVs get, as far as it looks back."""

from collections.abc import Mapping, Sequence

import numpy as np
from caflux_contracts.expressions import Expression, Node, Operation
from caflux_contracts.retrieval import Gap
from caflux_service.problems import Invalid
from caflux_storage import Archive, Samples
from caflux_storage.gaps import unknown_in
from caflux_storage.recording import Span, recordings

from caflux_query_api.arithmetic.evaluate import evaluate, needs
from caflux_query_api.arithmetic.signals import held, samples_of
from caflux_query_api.timespec import FIRST, LAST

MOST_SAMPLES = 500_000
"""Most samples that one expression of a stream keeps, and is begun with."""
_MOST_TOGETHER = 10_000_000
"""Most samples that all expressions of a stream keep."""


def most_samples(expressions: int) -> int:
    """Give how many samples each of so many expressions of one stream may keep."""
    return min(MOST_SAMPLES, _MOST_TOGETHER // max(1, expressions))


class TooFarBack(Exception):
    """There is more between where the stream is to begin and now than may be computed for it."""


def check_live(expression: Expression) -> None:
    """Find that an expression needs neither the future nor a beginning.

    Raises:
        Invalid: it does.
    """
    if _has_integral(expression.tree):
        raise Invalid(f"{expression.text}: an integral begins with a range, which a stream is not; ask /data")
    if any(need.stop > 1 for need in needs(expression.tree, 0, 1)):
        raise Invalid(f"{expression.text}: a stream can't be shifted into the future")


class Follower:
    """Keeps of each PV what the expression looks back at, and gives the rows that new samples make.

    A row bears the time of the sample that made it. Where that came late, so that a later row is sent
    already, the row comes 1 ns after that one: what it says holds from then on.

    Args:
        expression: What is computed.
        most: So many samples it keeps at most, and is begun with.

    Attributes:
        sent: The time of the last row that was given, ns.
        newest: By PV, the time of its newest sample here, ns.
    """

    def __init__(self, expression: Expression, most: int = MOST_SAMPLES) -> None:
        self._most = most
        self._tree = expression.tree
        self._back = -min(need.start for need in needs(expression.tree, 0, 1))
        self._keep = 1 + _changes_in(expression.tree)
        self._samples = {pv: Samples.empty() for pv in expression.pvs}
        self._gaps: dict[str, dict[tuple[int, str], Gap]] = {pv: {} for pv in expression.pvs}
        self._given: tuple[float, int] | None = None  # what the client knows to hold
        self.sent = FIRST
        self.newest = dict.fromkeys(expression.pvs, FIRST - 1)

    @property
    def size(self) -> int:
        """How many samples it keeps."""
        return sum(map(len, self._samples.values()))

    async def begin(self, archive: Archive, cursor: int | None, now: int, *, held: bool) -> Samples:
        """Read what is needed, and give what there is already.

        Args:
            archive: Where it is.
            cursor: Give the rows after this time (ns); None: after the newest sample.
            now: The clock, ns.
            held: Give the row that is held at the cursor, too.

        Raises:
            TooFarBack: it takes too much.
        """
        pvs = list(self._samples)
        if cursor is None:
            last = await archive.last(pvs, LAST)
            cursor = max([FIRST, *(int(sample.time[0]) for sample in last.values())])
        self.sent = max(FIRST, cursor)
        start = max(FIRST, self.sent - self._back)
        known = await recordings(archive, pvs, Span(start, LAST), now)
        left = self._most
        for pv in pvs:
            self.record(pv, known[pv].gaps)
            carried = known[pv].carried
            chunks = [] if carried is None else [carried]
            async for chunk in archive.samples(pv, start, LAST):
                chunks.append(chunk)
                left -= len(chunk)
                if left < 0:
                    raise TooFarBack
            self._add(pv, Samples.concatenate(chunks))
        before, rows = self._rows()
        return Samples.concatenate([before, rows]) if held else rows

    def record(self, pv: str, gaps: Sequence[Gap]) -> None:
        """Take note of a PV's gaps; the next rows respect them."""
        self._gaps[pv] |= {(gap.start, gap.cause): gap for gap in gaps}

    def take(self, new: Mapping[str, Samples]) -> Samples:
        """Take samples by PV; give the rows that they, and gaps that were noted, make."""
        sent, given = self.sent, self._given
        for pv, samples in new.items():
            self._add(pv, samples)
        before, rows = self._rows()
        if not len(before) or given is None or (len(rows) and int(rows.time[0]) == sent + 1):
            return rows
        if np.array_equal(_held(before), given, equal_nan=True):
            return rows
        self.sent = max(self.sent, sent + 1)
        late = Samples(np.full(1, sent + 1, np.int64), before.value, before.severity, before.status)
        return Samples.concatenate([late, rows])

    def _add(self, pv: str, samples: Samples) -> None:
        samples = samples[samples.time > self.newest[pv]]
        if len(samples):
            numbers = Samples(samples.time, samples.value, samples.severity, samples.status)
            self._samples[pv] = Samples.concatenate([self._samples[pv], numbers])
            self.newest[pv] = int(samples.time[-1])

    def _rows(self) -> tuple[Samples, Samples]:
        """Give the row that is held at `sent`, and those after it; these count as sent."""
        edges = [
            time
            for gaps in self._gaps.values()
            for gap in gaps.values()
            for time in (gap.start, gap.stop)
            if time is not None
        ]
        start, stop = self.sent, max(self.sent, *self.newest.values(), *edges) + 1
        inputs = {
            need: held(self._samples[need.pv], unknown_in(list(self._gaps[need.pv].values())))
            for need in needs(self._tree, start, stop)
        }
        rows = samples_of(evaluate(self._tree, start, stop, inputs), start, stop)
        before, new = rows[rows.time <= start][-1:], rows[rows.time > start]
        if len(rows):
            self.sent = max(self.sent, int(rows.time[-1]))
            self._given = _held(rows[-1:])
        self._forget()
        return before, new

    def _forget(self) -> None:
        """Drop what the expression no longer looks back at; of each PV the last samples before stay."""
        until, most = self.sent - self._back, self._most // len(self._samples)
        for pv, samples in self._samples.items():
            first = max(
                0, int(np.searchsorted(samples.time, until, side="right")) - self._keep, len(samples) - most
            )
            self._samples[pv] = samples[first:]
            begin = int(self._samples[pv].time[0]) if len(self._samples[pv]) else FIRST
            gaps = self._gaps[pv]
            for key in [key for key, gap in gaps.items() if gap.stop is not None and gap.stop < begin]:
                del gaps[key]


def _held(row: Samples) -> tuple[float, int]:
    return float(row.value[-1]), int(row.severity[-1])


def _changes_in(tree: Node) -> int:
    """Give how many differences are taken of one another: each needs one sample more."""
    if not isinstance(tree, Operation):
        return 0
    return (tree.name in {"diff", "rate"}) + max(map(_changes_in, tree.operands))


def _has_integral(tree: Node) -> bool:
    if not isinstance(tree, Operation):
        return False
    return tree.name == "integral" or any(map(_has_integral, tree.operands))
