"""Whether a PV list is to be believed: one that would end archiving for no good reason is not, at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from caflux_contracts.collectors import Assignment
from caflux_contracts.pvs import AssignedPv


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a list is doubted, and the PVs that are archived and not in it."""

    reason: str
    missing: frozenset[str]


def doubt(known: Mapping[str, AssignedPv], revision: int | None, given: Assignment) -> Doubt | None:
    """Compare a list with the PVs that the engine knows, which are of `revision`; None where all is well.

    A list that lacks known PVs is doubted where no PV at all is configured any more, and where the
    configuration went back in time: a database that was wiped or restored looks like that. A share that is
    empty because other collectors took the PVs over is not doubted.
    """
    missing = known.keys() - {pv.name for pv in given.pvs}
    if not missing:
        return None
    if not given.pvs and not given.total:
        return Doubt("config-api assigns no PVs at all", frozenset(missing))
    if revision is not None and given.revision < revision:
        went_back = f"config-api's configuration went back from revision {revision} to {given.revision}"
        return Doubt(went_back, frozenset(missing))
    return None
