"""What there is to do for the rollups of some PVs: decided from their marks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from caflux_storage.encode import sample_prefix
from caflux_storage.recording import Span
from caflux_storage.rollups import HOUR, MINUTE, Marks, encode_cleared

SETTLED = 2 * MINUTE
"""So long after its end everything of an hour has been written, or there is something in the spool."""
LONGEST = 720
"""Hours that are gone back in one step, at most."""
_FEW, _MANY = 20_000, 200_000
"""Samples of a step below which the next one takes twice as many hours, and above which it takes half."""

NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Todo:
    """At most one thing to do for each PV.

    Attributes:
        begin: those that have no rollups yet.
        back: those that have none before a time (ns), by that time.
        build: doubtful hours (their begins, ns) to build anew: of which PVs, and since when (ns).
        later: when the next thing after that is to be done (ns), by PV, where there will be one.
    """

    begin: list[str] = field(default_factory=list)
    back: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    build: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    later: dict[str, int] = field(default_factory=dict)


def decide(pvs: Sequence[str], marks: Mapping[str, Marks], now: int) -> Todo:
    """Decide what to do at a time (ns): what is doubtful before what was never rolled up."""
    todo = Todo()
    for pv in pvs:
        known = marks.get(pv, NO_MARKS)
        since, from_ = known.since, known.since or 0
        doubtful = {hour: made for hour, made in known.doubtful.items() if hour >= from_}
        ripe = {hour: max(hour + HOUR, made) + SETTLED for hour, made in doubtful.items()}
        hour = next((hour for hour, when in ripe.items() if when <= now), None)
        if since is None:
            todo.begin.append(pv)
        elif hour is not None:
            todo.build[hour][pv] = doubtful[hour]
        elif since and since + SETTLED <= now:
            todo.back[since].append(pv)
        later = [when for when in (*ripe.values(), from_ + SETTLED) if when > now]
        if later:
            todo.later[pv] = min(later)
    return todo


def cleared(pv: str, hour: int, made: int) -> bytes:
    """Give the mark that an hour (its begin, ns) is right again as far as the doubt of `made` (ns) goes."""
    return encode_cleared(sample_prefix(pv), hour, made)


class Strides:
    """How many hours each PV goes back in one step: the fewer samples it has, the more."""

    def __init__(self) -> None:
        self._hours: dict[str, int] = {}

    def span(self, pv: str, newest: int) -> Span:
        """Give the hours of a step that ends with the one of the newest sample (ns)."""
        stop = newest - newest % HOUR + HOUR
        return Span(max(stop - self._hours.get(pv, 1) * HOUR, 0), stop)

    def taken(self, pv: str, samples: int) -> None:
        """Note of how many samples a step was."""
        hours = self._hours.get(pv, 1)
        if samples < _FEW:
            self._hours[pv] = min(2 * hours, LONGEST)
        elif samples > _MANY:
            self._hours[pv] = max(hours // 2, 1)

    def end(self, pv: str) -> None:
        """Forget a PV that has gone back to its first sample."""
        self._hours.pop(pv, None)
