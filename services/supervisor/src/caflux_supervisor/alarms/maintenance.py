"""Maintenance: times in which alarms are recorded, and nobody is mailed."""

from collections.abc import Collection, Iterable
from datetime import datetime

from caflux_contracts.alarms import Maintenance

from caflux_supervisor.alarms.globs import matching


def covered(windows: Iterable[Maintenance], pvs: Collection[str], at: datetime) -> bool:
    """Say whether each of these PVs, at least one, is under maintenance at that time."""
    patterns = {pattern for window in windows if window.start <= at < window.stop for pattern in window.pvs}
    left = set(pvs)
    for pattern in patterns:
        left -= set(matching(left, pattern))
    return bool(pvs) and not left
