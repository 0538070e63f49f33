"""From looks to health, and from health to restarts. Pure: hysteresis, so that one bad look is no alarm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from caflux_contracts.health import Health

from caflux_supervisor.looks import RANK, Look


@dataclass(frozen=True, slots=True)
class Rules:
    """How long it takes."""

    worse: timedelta = timedelta(seconds=12)
    """A part is worse when every look has said so for this long: a quick restart is no alarm."""
    better: timedelta = timedelta(seconds=4)
    """A part is better when every look has said so for this long."""
    grace: timedelta = timedelta(seconds=30)
    """After the first look, a part that has not been seen well is starting, not down."""
    stuck: timedelta = timedelta(seconds=30)
    """An engine is restarted when it has been stuck for this long: its manager, being nearer, tries first."""
    aftermath: timedelta = timedelta(seconds=60)
    """For so long after a part is well again, what it was the cause of may last: an engine tries the archive
    again every 30 s."""
    restarts: int = 3
    window: timedelta = timedelta(minutes=30)
    """At most `restarts` of an engine within this time."""

    def of(self, kind: str) -> "Rules":
        """Give the rules for parts of a kind: what changes slowly is settled slowly."""
        worse, better = _SLOWNESS.get(kind, (1, 1))
        return replace(self, worse=worse * self.worse, better=better * self.better)


_SLOWNESS = {"disk": (5, 5), "clock": (5, 5), "lease": (2, 1), "pvs": (1, 15)}
"""How many times as long it takes until a part is worse, and better; an IOC that flaps is one incident."""

_LOOKS_WORSE, _LOOKS_BETTER = 3, 2
"""So many looks in a row, too, whatever the time: where a machine is so busy that rounds take long, two that
found nobody say little."""


@dataclass(frozen=True, slots=True)
class State:
    """What is held of a part.

    Attributes:
        health: Settled.
        since: When it was first seen so.
        detail: Of the last look that agreed with the health.
        first: Time of the first look.
        checked: Time of the last look.
        doubt: 1 while looks say worse than the health, -1 while they say better, else 0.
        doubt_since: Time of the first look in a row that said so.
        doubts: How many looks in a row have said so.
        stuck_since: Time of the first look in a row at which a restart could help.
        blames: Of the last look that agreed with the health: parts whose trouble may be this one's cause.
    """

    health: Health
    since: datetime
    detail: str
    first: datetime
    checked: datetime | None = None
    doubt: int = 0
    doubt_since: datetime | None = None
    doubts: int = 0
    stuck_since: datetime | None = None
    blames: tuple[str, ...] = ()


def begin(
    at: datetime, health: Health = Health.UNKNOWN, detail: str = "it has not been looked at yet"
) -> State:
    """Give the state before the first look; `health` is what is remembered from an earlier run."""
    return State(health, at, detail, at)


def settle(state: State, look: Look, at: datetime, rules: Rules) -> State:
    """Take a look into account."""
    seen = replace(state, checked=at, stuck_since=(state.stuck_since or at) if look.stuck else None)
    if look.health is state.health:
        return replace(seen, detail=look.detail, blames=look.blames, doubt=0, doubt_since=None, doubts=0)
    if state.health is Health.UNKNOWN:
        return _first_verdict(seen, look, at, rules)
    doubt = 1 if RANK[look.health] > RANK[state.health] else -1
    same = doubt == state.doubt
    doubt_since = (state.doubt_since if same else None) or at
    doubts = state.doubts + 1 if same else 1
    after, looks = (rules.worse, _LOOKS_WORSE) if doubt > 0 else (rules.better, _LOOKS_BETTER)
    if doubts < looks or at - doubt_since < after:
        return replace(seen, doubt=doubt, doubt_since=doubt_since, doubts=doubts)
    return _now(seen, look, doubt_since)


def _first_verdict(seen: State, look: Look, at: datetime, rules: Rules) -> State:
    if look.health is Health.OK or at - seen.first >= rules.grace:
        return _now(seen, look, at)
    return replace(seen, detail=f"starting: {look.detail}" if look.detail else "starting")


def _now(seen: State, look: Look, since: datetime) -> State:
    return replace(
        seen,
        health=look.health,
        since=since,
        detail=look.detail,
        blames=look.blames,
        doubt=0,
        doubt_since=None,
        doubts=0,
    )


class Restart(Enum):
    """Whether to restart an engine."""

    NO = "no"
    YES = "yes"
    SPENT = "it would be one too many"


def restart(state: State, earlier: Sequence[datetime], at: datetime, rules: Rules) -> Restart:
    """Decide on a restart, given when it was restarted `earlier`: never in a loop."""
    stuck_since = state.stuck_since
    if state.health is not Health.DOWN or stuck_since is None or at - stuck_since < rules.stuck:
        return Restart.NO
    recent = sum(at - when < rules.window for when in earlier)
    return Restart.YES if recent < rules.restarts else Restart.SPENT


def overall(states: Sequence[Health]) -> Health:
    """Give the worst."""
    return max(states, key=RANK.__getitem__, default=Health.UNKNOWN)
