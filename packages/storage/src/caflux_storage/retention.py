"""For how long the archive keeps what: retention classes, and what has expired of a PV.

What is archived stays in the class that its PV was of at that time. An event of the kind `retention` says
from when on a PV is of which class; before the first one it is of `standard`, which keeps all for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from caflux_contracts.retrieval import Gap

from caflux_storage.rollups import HOUR, MINUTE

STANDARD = "standard"
KIND = "retention"
"""Of the event that says of which class a PV is from then on: its detail."""
EXPIRED = "expired"
"""Cause of a gap in which there was something once."""
RAW = 0
LEVELS = {RAW: "raw", MINUTE: "1m", HOUR: "1h"}
"""What is kept for times of its own: samples, and rollups by their width (ns)."""
_WORDS = {RAW: "samples", MINUTE: "rollups of a minute", HOUR: "rollups of an hour"}
_DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long (ns) a class keeps samples and rollups; None: for ever."""

    raw: int | None = None
    minute: int | None = None
    hour: int | None = None

    def of(self, width: int) -> int | None:
        """Give it of samples (RAW) or of rollups of a width (ns)."""
        return {RAW: self.raw, MINUTE: self.minute, HOUR: self.hour}[width]


def policy_of(name: str, width: int = RAW) -> str:
    """Give the place in the archive for what a class keeps, as a `Writer` takes it; of `standard` "".

    Args:
        name: Of the class.
        width: RAW for samples, of rollups theirs, ns.
    """
    return "" if name == STANDARD else f"{name}_{LEVELS[width]}"


def class_of(policy: str) -> tuple[str, int] | None:
    """Give name and width of which `policy_of` makes this, None where it is of neither."""
    name, _, level = policy.rpartition("_")
    width = next((width for width, its in LEVELS.items() if its == level), None)
    return (name, width) if name and width is not None else None


def begins_with(oldest: int) -> int:
    """Give the first full hour (ns) of which all is kept, where nothing before `oldest` (ns) is."""
    return -(-oldest // HOUR) * HOUR


class Era(NamedTuple):
    """From `since` (ns) on a PV is of a class."""

    since: int
    name: str


class Expired(NamedTuple):
    """What has expired: start <= time < stop, ns, of a class."""

    start: int
    stop: int
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is still kept of a PV.

    Attributes:
        now: The clock, ns.
        eras: Of which class it was when, by time; before the first one of `standard`.
        classes: Those that there are, but for `standard`; what is of another is kept for ever.
    """

    now: int
    eras: Sequence[Era] = ()
    classes: Mapping[str, Retention] = field(default_factory=dict)

    def class_at(self, time: int) -> str:
        """Give the class that the PV was of at a time (ns)."""
        return next((era.name for era in reversed(self.eras) if era.since <= time), STANDARD)

    def expired(self, width: int, margin: int = 0) -> list[Expired]:
        """Give when samples (RAW) or rollups of a width are gone, in whole hours at the end.

        Args:
            width: RAW, or the rollups' width, ns.
            margin: What will be gone within so many ns is counted as well.
        """
        ends = [era.since for era in self.eras[1:]]
        found = []
        for era, end in zip(self.eras, [*ends, self.now], strict=False):
            kept_for = self.classes.get(era.name, Retention()).of(width)
            if kept_for is not None:
                stop = min(end, begins_with(self.now - kept_for) + margin)
                if era.since < stop:
                    found.append(Expired(era.since, stop, era.name))
        return found

    def whole(self, start: int, stop: int, margin: int) -> list[tuple[int, int]]:
        """Give the parts of start <= time < stop (ns) of which no sample has expired or will in `margin`."""
        found = []
        for one in self.expired(RAW, margin):
            if start < min(one.start, stop):
                # An hour that is cut is not whole.
                found.append((start, min(one.start - one.start % HOUR, stop)))
            start = max(start, begins_with(one.stop))
        return [part for part in [*found, (start, stop)] if part[0] < part[1]]

    def gaps(self, width: int, start: int, stop: int) -> list[Gap]:
        """Give what has expired within start <= time < stop (ns) as gaps."""
        return [self._gap(one, width) for one in self.expired(width) if one.start < stop and one.stop > start]

    def _gap(self, one: Expired, width: int) -> Gap:
        kept_for = self.classes[one.name].of(width)
        assert kept_for is not None
        detail = f"{_WORDS[width]} of the retention class {one.name} are kept for {_days(kept_for)}"
        return Gap(start=one.start, stop=one.stop, cause=EXPIRED, detail=detail)


def _days(duration: int) -> str:
    return f"{duration // _DAY} days" if duration % _DAY == 0 else f"{duration // HOUR} hours"
