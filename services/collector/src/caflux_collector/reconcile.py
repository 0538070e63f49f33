"""What has to be done so that the engine archives what it is assigned: a pure comparison."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from caflux_contracts.pvs import AssignedPv, PvState


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps, in this order. A PV is in at most one of them."""

    remove: list[str]
    pause: list[AssignedPv]
    resume: list[AssignedPv]
    add: list[AssignedPv]
    change: list[AssignedPv]
    note: list[AssignedPv]
    """Nothing is done with these but to know what is said of them."""


def reconcile(current: Mapping[str, AssignedPv], wanted: Iterable[AssignedPv]) -> Plan:
    """Compare the PVs that the engine knows, by name, with those that it is to know.

    Paused PVs are known, too: pausing and removing leave different events in the archive.
    """
    plan = Plan([], [], [], [], [], [])
    names = {pv.name: pv for pv in wanted}
    for pv in names.values():
        before = current.get(pv.name)
        if before is None:
            plan.add.append(pv)
        elif before.state != pv.state:
            (plan.pause if pv.state is PvState.PAUSED else plan.resume).append(pv)
        elif before.moving != pv.moving:
            (plan.change if replace(before, moving=pv.moving) != pv else plan.note).append(pv)
        elif before != pv:
            plan.change.append(pv)
    plan.remove.extend(name for name in current if name not in names)
    return plan
