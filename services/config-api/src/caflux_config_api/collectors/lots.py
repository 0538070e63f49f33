"""Which collectors archive which PV: drawn anew as PVs and collectors come, go and change; pure.

Every PV goes to the collectors with the greatest weights for it (`assignment`), first to the one that it is
pinned to. One that has as many PVs as it can take is passed over.

A PV that moves is left to who had it until all who have it now have settled: they archive what they were
assigned at that revision. So both archive it for a moment, the same points, and nothing is missed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from caflux_config_api.assignment import owner, ranked


class Party(NamedTuple):
    """A collector, as far as lots are drawn for it.

    Attributes:
        live: its lease has not run out.
        draining: it is to have no PVs.
        capacity: most PVs.
        settled: the revision up to which it archives what it was assigned; None: it does not tell.
    """

    id: str
    live: bool
    draining: bool
    capacity: int
    settled: int | None


class Wanted(Protocol):
    """What decides who has a PV."""

    @property
    def replicas(self) -> int:
        """How many collectors are to have it."""

    @property
    def pinned(self) -> str | None:
        """The collector that is to have it while it takes PVs."""


class Leaving(NamedTuple):
    """Who keeps a PV that has moved, and the revision at which it did."""

    keepers: tuple[str, ...]
    since: int


@dataclass(frozen=True, slots=True)
class Lots:
    """Who has which PV, and who keeps one a little longer. It is never changed, only replaced."""

    takers: tuple[tuple[str, int], ...] = ()
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leaving: Mapping[str, Leaving] = field(default_factory=dict)

    def hand_over(self, parties: Iterable[Party]) -> bool:
        """Tell whether there are PVs that need not be kept any longer."""
        by_id = {party.id: party for party in parties}
        return any(_may_go(self.owners.get(name, ()), left, by_id) for name, left in self.leaving.items())


def takers(parties: Iterable[Party]) -> list[Party]:
    """Give the collectors that PVs are spread over: the live ones, or all where none is.

    With all silent, nothing is gained by taking away what they have, and much is lost. Those that are drained
    are left out, unless there are no others.
    """
    known = list(parties)
    live = [party for party in known if party.live] or known
    return [party for party in live if not party.draining] or live


def draw(
    before: Lots,
    known: Mapping[str, Wanted],
    revision: int,
    parties: Sequence[Party],
    pvs: Mapping[str, Wanted],
) -> Lots:
    """Give who has which of `pvs` at a revision.

    Args:
        before: who had which.
        known: the PVs of that time.
        revision: at which PVs or collectors have changed.
        parties: all collectors.
        pvs: all PVs.
    """
    taking = takers(parties)
    shape = tuple((party.id, party.capacity) for party in taking)
    owners = _kept(before, known, pvs) if shape == before.takers else {}
    lots = _Draw(taking, owners)
    drawn = {name: owners.get(name) or lots.draw(name, wanted) for name, wanted in pvs.items()}
    return Lots(shape, drawn, _leaving(before, drawn, revision, parties))


def _kept(before: Lots, known: Mapping[str, Wanted], pvs: Mapping[str, Wanted]) -> dict[str, tuple[str, ...]]:
    """Give who has the PVs for which nothing has changed."""
    kept = {}
    for name, wanted in pvs.items():
        was = known.get(name)
        same = was is wanted or (was and (was.replicas, was.pinned) == (wanted.replicas, wanted.pinned))
        if same and name in before.owners:
            kept[name] = before.owners[name]
    return kept


class _Draw:
    """Draws lots while there is room."""

    def __init__(self, taking: Sequence[Party], owners: Mapping[str, tuple[str, ...]]) -> None:
        have = Counter(one for some in owners.values() for one in some)
        self._room = {party.id: party.capacity - have[party.id] for party in taking}
        self._ids = list(self._room)
        self._single = {one: (one,) for one in self._ids}  # shared: there are 100,000 PVs

    def draw(self, name: str, wanted: Wanted) -> tuple[str, ...]:
        if wanted.replicas == 1 and wanted.pinned not in self._room:
            best = owner(name, self._ids)
            if best is None or self._room[best] > 0:
                return () if best is None else self._take(self._single[best])
        first = [wanted.pinned] if wanted.pinned in self._room else []
        in_order = [*first, *(one for one in ranked(name, self._ids) if one not in first)]
        return self._take(tuple([one for one in in_order if self._room[one] > 0][: wanted.replicas]))

    def _take(self, found: tuple[str, ...]) -> tuple[str, ...]:
        for one in found:
            self._room[one] -= 1
        return found


def _leaving(
    before: Lots, drawn: Mapping[str, tuple[str, ...]], revision: int, parties: Sequence[Party]
) -> dict[str, Leaving]:
    live = {party.id: party for party in parties if party.live}
    leaving = {}
    for name, now in drawn.items():
        were = before.owners.get(name, now)
        left = before.leaving.get(name)
        if were is now and left is None:
            continue
        since = revision if were != now or left is None else left.since
        had = (*were, *(left.keepers if left else ()))
        kept = Leaving(tuple(one for one in dict.fromkeys(had) if one in live and one not in now), since)
        if kept.keepers and not _may_go(now, kept, live):
            leaving[name] = kept
    return leaving


def _may_go(owners: Sequence[str], left: Leaving, parties: Mapping[str, Party]) -> bool:
    """Tell whether somebody has a PV now, and all of them archive it."""
    return bool(owners) and all(_has_settled(parties.get(one), left.since) for one in owners)


def _has_settled(party: Party | None, revision: int) -> bool:
    return party is None or party.settled is None or party.settled >= revision
