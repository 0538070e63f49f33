"""One rule and one series: samples and time go in, alarms come out. Pure; times are ns since 1970."""

from dataclasses import dataclass, field, replace

from caflux_contracts.alarms import AlarmRuleSettings

from caflux_supervisor.alarms.judge import NS, Level, Point, Seen, begin, judge, next_change, take


@dataclass(frozen=True, slots=True)
class Latch:
    """Is `on` once it has been wanted for the delay, unbroken, and off once it has not been for the other."""

    on: bool = False
    wanted: bool = False
    since: int = 0

    def want(self, wanted: bool, at: int) -> "Latch":
        """Note what is wanted from `at` on."""
        return self if wanted == self.wanted else Latch(self.on, wanted, at)

    def due(self, rule: AlarmRuleSettings) -> int | None:
        """Give when it follows what is wanted, or None: it does."""
        if self.on == self.wanted:
            return None
        return self.since + int((rule.on_delay_s if self.wanted else rule.off_delay_s) * NS)


@dataclass(frozen=True, slots=True)
class Change:
    """An alarm came, became another or went, at a time."""

    at: int
    before: Level
    level: Level
    seen: Seen


@dataclass(frozen=True, slots=True)
class State:
    """What is held of one rule and one series.

    Attributes:
        at: Until when all is taken into account.
        seen: What the condition holds.
        raw: What the condition says, delays left aside.
        latches: Of minor and of major.
        since: When the level became what it is.
    """

    at: int
    seen: Seen
    raw: Level = Level.OK
    latches: tuple[Latch, Latch] = field(default=(Latch(), Latch()))
    since: int = 0

    @property
    def level(self) -> Level:
        """How bad it is, delays taken into account."""
        minor, major = self.latches
        return Level.MAJOR if major.on else Level.MINOR if minor.on else Level.OK


def start(at: int) -> State:
    """Begin."""
    return State(at=at, seen=begin(at), since=at)


def tick(rule: AlarmRuleSettings, state: State, now: int) -> tuple[State, list[Change]]:
    """Let time pass until `now`, with no sample in between; what changes does so at its own time."""
    changes: list[Change] = []
    while (due := next_change(rule.condition, state.seen, state.at)) is not None and due <= now:
        state = _judged(rule, state, due, changes)
    return _settled(rule, state, now, changes), changes


def sample(
    rule: AlarmRuleSettings, state: State, point: Point, heard: int, *, unbroken: bool = True
) -> tuple[State, list[Change]]:
    """Take a sample that came at `heard`.

    `unbroken` is false where samples before it may have been missed: then nothing is made of the time before.
    """
    at = max(heard, state.at)
    if not unbroken:
        seen = take(rule.condition, replace(state.seen, track=()), point, heard)
        return anew(rule, replace(state, seen=seen), at)
    state, changes = tick(rule, state, at - 1)
    state = replace(state, seen=take(rule.condition, state.seen, point, at))
    return _judged(rule, state, at, changes), changes


def anew(rule: AlarmRuleSettings, state: State, now: int) -> tuple[State, list[Change]]:
    """Judge what is held, of the time before nothing: it was not seen, or the rule was changed."""
    changes: list[Change] = []
    return _judged(rule, replace(state, at=max(now, state.at)), now, changes), changes


def _judged(rule: AlarmRuleSettings, state: State, at: int, changes: list[Change]) -> State:
    """Ask the condition at a time; what would be due at that very time follows what it says then."""
    state = replace(_settled(rule, state, at - 1, changes), at=max(at, state.at))
    raw = judge(rule.condition, state.seen, state.raw, state.at)
    minor, major = state.latches
    latches = (minor.want(raw >= Level.MINOR, state.at), major.want(raw >= Level.MAJOR, state.at))
    return _settled(rule, replace(state, raw=raw, latches=latches), state.at, changes)


def _settled(rule: AlarmRuleSettings, state: State, until: int, changes: list[Change]) -> State:
    """Have the latches follow that are due until then, each at its time."""
    while True:
        dues = [due for latch in state.latches if (due := latch.due(rule)) is not None and due <= until]
        if not dues:
            return replace(state, at=max(state.at, until))
        at = min(dues)
        latches = [
            replace(latch, on=latch.wanted) if (due := latch.due(rule)) is not None and due <= at else latch
            for latch in state.latches
        ]
        after = replace(state, latches=(latches[0], latches[1]))
        if after.level is not state.level:
            after = replace(after, since=at)
            changes.append(Change(at, state.level, after.level, state.seen))
        state = after
