"""The clocks of services and collectors against our own."""

from collections.abc import Mapping

from caflux_contracts.health import Health

from caflux_supervisor.checks.asker import Offset
from caflux_supervisor.looks import WELL, Look


def at_clocks(clocks: Mapping[str, Offset], most_s: float) -> Look:
    """Judge clocks: none is surely further off than `most_s`."""
    off = {
        whose: offset.ahead_s
        for whose, offset in clocks.items()
        if abs(offset.ahead_s) - offset.within_s > most_s
    }
    if not off:
        return WELL
    if len(off) > 1 and len(off) == len(clocks):
        return Look(
            Health.DEGRADED, f"the supervisor's clock is {_off(-min(off.values(), key=abs))}: does NTP run?"
        )
    told = ", ".join(f"that of {whose} is {_off(ahead)}" for whose, ahead in sorted(off.items()))
    return Look(Health.DEGRADED, f"clocks differ: {told}; does NTP run there?")


def _off(ahead_s: float) -> str:
    return f"{abs(ahead_s):.0f} s {'ahead' if ahead_s > 0 else 'behind'}"
