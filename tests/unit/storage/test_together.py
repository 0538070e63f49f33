"""Gaps of PVs that several collectors record."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from caflux_contracts.retrieval import Gap
from caflux_storage import Event
from caflux_storage.gaps import LOSSES, find_gaps, open_since
from caflux_storage.runs import SILENT, Run, encode_run, ends_of
from hypothesis import given
from hypothesis import strategies as st

TICK = 10
STEPS = 16
END = STEPS * TICK
ALIVE = END + 2 * SILENT
ACTIONS = ("begin", "kill", "stop", "get", "move", "connect", "disconnect", "lose", "wait")


@dataclass
class Collector:
    """One that does as it is told, and what it says, and did, at each time."""

    name: str
    on: bool = False
    has: bool = False
    connected: bool = False
    lossy_until: int = -1
    begun: int = 0
    events: list[Event] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    recorded: list[bool] = field(default_factory=list)
    missed: list[bool] = field(default_factory=list)
    lost: list[bool] = field(default_factory=list)

    def act(self, action: str, at: int) -> None:
        """Do what makes sense now, and tell of it as an engine does."""
        if action == "begin" and not self.on:
            self.on, self.begun = True, at
            if self.has:
                self._say("started", at)
        elif action in ("kill", "stop") and self.on:
            if action == "stop" and self.has:
                self._say("stopped", at)
            self.runs.append(Run(self.name, self.begun, at))
            self.on = self.connected = False
        elif action in ("get", "move", "connect", "disconnect", "lose") and self.on:
            self._handle(action, at)

    def _handle(self, action: str, at: int) -> None:
        if action == "get" and not self.has:
            self.has = True
            self._say("started", at)
        elif action == "move" and self.has:
            self.has = self.connected = False
            self._say("moved", at)
        elif action in ("connect", "disconnect") and self.has and self.connected == (action == "disconnect"):
            self.connected = not self.connected
            self._say(f"{action}ed", at)
        elif action == "lose" and self.has:
            self.lossy_until = at + TICK // 2
            self._say("dropped", at, f"lost until {self.lossy_until} ns")

    def _say(self, kind: str, at: int, detail: str = "") -> None:
        self.events.append(Event("A", at, kind, detail, 0, self.name))

    def pass_time(self, now: int) -> None:
        """Write down what it does."""
        self.recorded.append(self.on and self.connected)
        self.missed.append(self.has and not (self.on and self.connected))
        self.lost.append(now <= self.lossy_until)

    def end(self) -> None:
        if self.on:
            self.runs.append(Run(self.name, self.begun, ALIVE))


def life(late: int, acts: list[str]) -> list[str]:
    return [*["wait"] * late, "begin", "get", "connect", *acts][:STEPS]


lives = st.builds(life, st.integers(0, 4), st.lists(st.sampled_from(ACTIONS), min_size=STEPS, max_size=STEPS))
plans = st.lists(lives, min_size=2, max_size=3)


def simulate(plan: list[list[str]]) -> list[Collector]:
    collectors = [Collector(name) for name in "abc"[: len(plan)]]
    for now in range(END):
        for k, collector in enumerate(collectors):
            if now % TICK == k:  # nothing happens twice at a time
                collector.act(plan[k][now // TICK], now)
            collector.pass_time(now)
    for collector in collectors:
        collector.end()
    return collectors


def plainly(who: list[Collector]) -> tuple[set[int], set[int]]:
    """Give when nobody recorded, and when samples were lost."""
    missed, lost, within = set[int](), set[int](), False
    for now in range(END):
        nobody = not any(each.recorded[now] for each in who)
        within = nobody and (within or any(each.missed[now] for each in who))
        without = all(each.lost[now] or not each.recorded[now] for each in who)
        missed |= {now} if within else set()
        lost |= {now} if without and any(each.lost[now] for each in who) else set()
    return missed, lost


@given(plans)
def test_gaps_are_when_none_recorded_as_a_plain_computation_has_it(plan: list[list[str]]) -> None:
    collectors = simulate(plan)
    told = sorted((event for each in collectors for event in each.events), key=lambda event: event.time)
    who = [each for each in collectors if each.events]
    ends = ends_of([*(run for each in collectors for run in each.runs), Run("z", 0, ALIVE)])

    found = find_gaps(told, None, 0, END, ends=ends)

    missed, lost = plainly(who)
    assert times(gap for gap in found if gap.cause not in LOSSES) == missed
    assert times(gap for gap in found if gap.cause in LOSSES) == lost


def times(gaps: Iterable[Gap]) -> set[int]:
    found = set[int]()
    for gap in gaps:
        found.update(range(max(gap.start, 0), END if gap.stop is None else min(gap.stop, END)))
    return found


def of(*events: tuple[int, str, str], runs: tuple[Run, ...] = ()) -> list[tuple[int, int | None, str]]:
    """Give the gaps (start, stop, cause) of events (time, kind, collector)."""
    told = [Event("A", time, kind, collector=collector) for time, kind, collector in events]
    return [(gap.start, gap.stop, gap.cause) for gap in find_gaps(told, None, 0, 1_000, ends=ends_of(runs))]


BOTH = ((1, "started", "a"), (2, "connected", "a"), (3, "started", "b"), (4, "connected", "b"))


def test_one_that_restarts_leaves_no_gap_where_the_other_recorded() -> None:
    assert of(*BOTH, (10, "stopped", "a"), (20, "started", "a"), (21, "connected", "a")) == [
        (1, 2, "started")
    ]


def test_a_gap_lasts_from_the_last_that_went_to_the_first_that_is_back() -> None:
    events = ((10, "stopped", "a"), (15, "disconnected", "b"), (20, "connected", "b"), (30, "started", "a"))
    assert of(*BOTH, *events) == [(1, 2, "started"), (15, 20, "disconnected")]


def test_one_that_died_without_a_word_does_not_hide_a_gap() -> None:
    runs = (Run("a", 0, 30), Run("b", 0, 10), Run("b", 50, 60), Run("a", 40, 60))
    events = ((10, "stopped", "a"), (40, "started", "a"), (45, "connected", "a"))
    silent = [(2, "connected", "b"), *events]
    assert of((1, "connected", "a"), *silent, runs=runs) == [(10, 45, "stopped")]
    # b, of which nothing was heard after 10, has not come back; a goes on for long after
    late = (Run("b", 0, 10), Run("a", 0, 11), Run("a", 40, 40 + SILENT))
    assert of((1, "connected", "a"), *silent, runs=late) == [(10, 45, "stopped")]
    # and where all are silent, it is the archive that was away
    assert of((1, "connected", "a"), (2, "connected", "b"), runs=(Run("a", 0, 9), Run("b", 0, 10))) == []


def test_what_it_said_last_counts_for_longer_than_its_last_sign_of_life() -> None:
    runs = (Run("a", 0, 10), Run("b", 0, 99), Run("a", 50, 99))
    events = (
        (1, "connected", "a"),
        (2, "disconnected", "b"),
        (12, "disconnected", "a"),
        (13, "connected", "a"),
    )
    killed = ((14, "stopped", "a"), (50, "started", "a"), (52, "connected", "a"))
    assert of(*events, *killed, runs=runs) == [(12, 13, "disconnected"), (14, 52, "stopped")]


def test_events_of_nobody_are_of_the_one_that_was_updated() -> None:
    old = ((1, "started", ""), (2, "connected", ""))
    assert of(*old, (10, "stopped", ""), (20, "started", "a"), (21, "connected", "a")) == [
        (1, 2, "started"),
        (10, 21, "stopped"),
    ]
    killed = ((10, "stopped", "a"), (20, "started", "a"), (21, "connected", "a"))
    assert of(*old, *killed) == [(1, 2, "started"), (10, 21, "stopped")]
    assert of(*old, *killed, (30, "disconnected", "a"))[-1] == (30, None, "disconnected")


def test_who_hands_a_pv_over_begins_no_gap() -> None:
    assert of(*BOTH, (10, "moved", "a")) == [(1, 2, "started")]
    assert of(*BOTH, (10, "moved", "a"), (20, "disconnected", "b"))[-1] == (20, None, "disconnected")
    away = ((10, "disconnected", "a"), (11, "started", "b"), (30, "moved", "a"), (40, "connected", "b"))
    assert of((1, "connected", "a"), *away) == [(10, 40, "disconnected")]


def test_what_one_lost_the_other_has() -> None:
    loss = Event("A", 10, "dropped", "lost until 19 ns", 3, "a")
    told = [Event("A", time, kind, collector=who) for time, kind, who in BOTH]

    def losses(*more: Event) -> list[tuple[int, int | None, int]]:
        events = sorted([*told, loss, *more], key=lambda event: event.time)
        found = find_gaps(events, None, 0, 100)
        return [(gap.start, gap.stop, gap.count) for gap in found if gap.cause == "dropped"]

    assert losses() == []
    assert losses(Event("A", 5, "stopped", collector="b")) == [(10, 20, 3)]
    back = Event("A", 14, "connected", collector="b")
    assert losses(Event("A", 5, "disconnected", collector="b"), back) == [(10, 14, 3)]
    assert losses(Event("A", 12, "overflow", "lost until 30 ns", 9, "b")) == [(12, 20, 3)]


def test_the_gap_that_lasts_is_the_one_of_all() -> None:
    told = [Event("A", time, kind, collector=who) for time, kind, who in BOTH]
    assert open_since([*told, Event("A", 10, "stopped", collector="a")]) is None
    both = [Event("A", 10, "stopped", collector="a"), Event("A", 12, "stopped", collector="b")]
    assert open_since([*told, *both]) == 12


def test_a_run_is_one_line() -> None:
    assert encode_run(Run("hall-7", 5, 9)) == b"run,collector=hall-7 until=9i 5\n"
