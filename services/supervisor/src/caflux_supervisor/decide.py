"""From looks to health, and from health to restarts. Pure: hysteresis, so that one bad look is no alarm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from caflux_contracts.health import Health

from caflux_supervisor.looks import RANK, Look


@dataclass(frozen=True, slots=True)
class Rules:
    """How many looks it takes."""

    worse: int = 3
    """Looks in a row that are worse than the health before the health is."""
    better: int = 2
    grace: timedelta = timedelta(seconds=30)
    """After the first look, a part that has not been seen well is starting, not down."""
    stuck: int = 6
    """Looks in a row at a stuck engine before its restart: its manager, which is nearer, tries first."""
    restarts: int = 3
    window: timedelta = timedelta(minutes=30)
    """At most `restarts` of an engine within this time."""


@dataclass(frozen=True, slots=True)
class State:
    """What is held of a part.

    Attributes:
        health: Settled.
        since: When it became so.
        detail: Of the last look that agreed with the health.
        first: Time of the first look.
        checked: Time of the last look.
        streak: Looks in a row that disagreed with the health: above 0 worse ones, below 0 better ones.
        stuck: Looks in a row at which a restart could help.
    """

    health: Health
    since: datetime
    detail: str
    first: datetime
    checked: datetime | None = None
    streak: int = 0
    stuck: int = 0


def begin(
    at: datetime, health: Health = Health.UNKNOWN, detail: str = "it has not been looked at yet"
) -> State:
    """Give the state before the first look; `health` is what is remembered from an earlier run."""
    return State(health, at, detail, at)


def settle(state: State, look: Look, at: datetime, rules: Rules) -> State:
    """Take a look into account."""
    seen = replace(state, checked=at, stuck=state.stuck + 1 if look.stuck else 0)
    if look.health is state.health:
        return replace(seen, detail=look.detail, streak=0)
    if state.health is Health.UNKNOWN:
        return _first_verdict(seen, look, at, rules)
    direction = 1 if RANK[look.health] > RANK[state.health] else -1
    streak = state.streak + direction if state.streak * direction > 0 else direction
    if abs(streak) < (rules.worse if direction > 0 else rules.better):
        return replace(seen, streak=streak)
    return replace(seen, health=look.health, since=at, detail=look.detail, streak=0)


def _first_verdict(seen: State, look: Look, at: datetime, rules: Rules) -> State:
    if look.health is Health.OK or at - seen.first >= rules.grace:
        return replace(seen, health=look.health, since=at, detail=look.detail, streak=0)
    return replace(seen, detail=f"starting: {look.detail}" if look.detail else "starting")


class Restart(Enum):
    """Whether to restart an engine."""

    NO = "no"
    YES = "yes"
    SPENT = "it would be one too many"


def restart(state: State, earlier: Sequence[datetime], at: datetime, rules: Rules) -> Restart:
    """Decide on a restart, given when it was restarted `earlier`: never in a loop."""
    if state.health is not Health.DOWN or state.stuck < rules.stuck:
        return Restart.NO
    recent = sum(at - when < rules.window for when in earlier)
    return Restart.YES if recent < rules.restarts else Restart.SPENT


def overall(states: Sequence[Health]) -> Health:
    """Give the worst."""
    return max(states, key=RANK.__getitem__, default=Health.UNKNOWN)
