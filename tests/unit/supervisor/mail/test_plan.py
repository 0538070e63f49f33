"""Who is told of what, and when."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from caflux_contracts.health import (
    Incident,
    IncidentClosed,
    IncidentOpened,
    IncidentTransition,
    IncidentUpdated,
    Severity,
)
from caflux_contracts.mail import MailRoutes
from caflux_supervisor.mail.ledger import Ledger, Mark
from caflux_supervisor.mail.plan import Letter, Why, hold, mute, plan, take_in, tidied, written
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 1, 14, 12, 0, tzinfo=UTC)


@dataclass
class Office:
    """Everything but the mail server: what happens goes in, letters come out, second by second."""

    routes: MailRoutes
    ledger: Ledger = field(default_factory=Ledger)
    at: datetime = START
    incidents: dict[int, Incident] = field(default_factory=dict)
    transitions: int = 0
    acknowledged: set[int] = field(default_factory=set)
    muted: set[int] = field(default_factory=set)
    letters: list[tuple[datetime, Letter]] = field(default_factory=list)

    def tell(self, transition: IncidentTransition) -> None:
        self.transitions += 1
        self.incidents[transition.incident.id] = transition.incident
        self.ledger = take_in(self.ledger, [transition], self.at, self.mailed)

    def mailed(self, incident: Incident) -> bool:
        return incident.id not in self.muted

    def opens(self, id_: int, severity: Severity = Severity.MAJOR, component: str = "") -> None:
        incident = Incident(
            id=id_,
            component=component or f"part {id_}",
            kind="service",
            severity=severity,
            began_at=self.at,
            cause="c",
        )
        self.tell(IncidentOpened(id=self.transitions + 1, at=self.at, incident=incident))

    def changes(self, id_: int, *, news: bool = True) -> None:
        incident = self.incidents[id_].model_copy(update={"severity": Severity.MAJOR})
        self.tell(IncidentUpdated(id=self.transitions + 1, at=self.at, incident=incident, news=news))

    def closes(self, id_: int) -> None:
        incident = self.incidents[id_].model_copy(update={"ended_at": self.at})
        self.tell(IncidentClosed(id=self.transitions + 1, at=self.at, incident=incident))

    def lives(self, what: str, more: Any) -> None:
        """Do a step of a story; `more` says to which incident that lasts."""
        lasting = [id_ for id_, incident in self.incidents.items() if incident.ended_at is None]
        if what == "opens":
            self.opens(len(self.incidents) + 1, more)
        elif what == "passes":
            self.passes(more, 20)
        elif lasting and what == "acknowledges":
            self.acknowledged.add(lasting[more % len(lasting)])
        elif lasting:
            getattr(self, what)(lasting[more % len(lasting)])

    def passes(self, seconds: float, step: float = 1) -> list[tuple[str, list[tuple[int, Why]]]]:
        """Let time pass; give what was told meanwhile."""
        before = len(self.letters)
        end = self.at + timedelta(seconds=seconds)
        while self.at < end:
            self.at = min(end, self.at + timedelta(seconds=step))
            self.ledger = mute(self.ledger, self.mailed)
            for letter in plan(self.ledger, self.routes, self.at, self.acknowledged, ()):
                self.letters.append((self.at, letter))
                news = {item.case.incident.id: item.case.news for item in letter.items}
                mark = Mark(
                    route=letter.route.name, news=news, message_id=f"<{len(self.letters)}@x>", at=self.at
                )
                self.ledger = written(written(self.ledger, mark), mark)
            self.ledger = hold(self.ledger, self.routes, self.at, self.acknowledged)
            self.ledger = tidied(self.ledger, self.routes, self.acknowledged)
        return [
            (letter.route.name, [(item.case.incident.id, item.why) for item in letter.items])
            for _, letter in self.letters[before:]
        ]


def office(*routes: dict[str, Any], **more: Any) -> Office:
    named = [{"name": f"r{k}", "to": ["a@lab"], **route} for k, route in enumerate(routes or ({},))]
    return Office(MailRoutes.model_validate({"routes": named, **more}))


def test_what_breaks_together_is_one_mail_and_each_end_is_told() -> None:
    it = office()
    for k in range(1, 4):
        it.opens(k)
        assert it.passes(6) == []
    assert it.passes(30) == [("r0", [(1, Why.NEW), (2, Why.NEW), (3, Why.NEW)])]
    it.closes(2)
    assert it.passes(30) == [("r0", [(2, Why.ENDED)])]
    assert it.letters[-1][1].items[0].first == "<1@x>"
    assert it.passes(7_200) == []


def test_news_that_never_ends_is_told_after_three_times_the_window() -> None:
    it = office()
    told = []
    for k in range(1, 8):
        it.opens(k)
        told += it.passes(5)
    assert len(told) == 1
    assert it.at - it.letters[0][0] <= timedelta(seconds=5)


def test_a_change_is_told_where_it_is_news_only() -> None:
    it = office({"severity": "major"}, {})
    it.opens(1, Severity.MINOR)
    assert it.passes(20) == [("r1", [(1, Why.NEW)])]
    it.changes(1, news=False)
    assert it.passes(20) == [("r0", [(1, Why.NEW)])]  # it is major now, which is for this route
    it.changes(1)
    assert it.passes(20) == [("r0", [(1, Why.CHANGED)]), ("r1", [(1, Why.CHANGED)])]


def test_routes_are_told_of_their_components_only() -> None:
    it = office({"components": ["alarm *"]}, {"components": ["*/engine", "query-api"]})
    it.opens(1, component="alarm vacuum")
    it.opens(2, component="lab/engine")
    it.opens(3, component="config-api")
    assert it.passes(20) == [("r0", [(1, Why.NEW)]), ("r1", [(2, Why.NEW)])]


def test_nobody_answers_so_the_next_are_told() -> None:
    it = office({}, {"after_min": 15})
    it.opens(1)
    it.opens(2)
    assert it.passes(60) == [("r0", [(1, Why.NEW), (2, Why.NEW)])]
    it.acknowledged.add(2)
    assert it.passes(15 * 60) == [("r1", [(1, Why.ESCALATED)])]
    it.closes(1)
    it.closes(2)
    assert it.passes(60) == [("r0", [(1, Why.ENDED), (2, Why.ENDED)]), ("r1", [(1, Why.ENDED)])]


def test_what_ended_before_it_escalated_is_not_escalated() -> None:
    it = office({"after_min": 15})
    it.opens(1)
    it.passes(60)
    it.closes(1)
    assert it.passes(3_600) == []
    assert it.ledger.cases == {}


def test_reminders_end_with_the_acknowledgement() -> None:
    it = office({"remind_min": 10})
    it.opens(1)
    assert [told[1][0][1] for told in it.passes(1_500)] == [Why.NEW, Why.REMINDER, Why.REMINDER]
    it.acknowledged.add(1)
    assert it.passes(3_600) == []


def test_quiet_hours_wait_for_their_end_unless_it_is_bad() -> None:
    quiet = {"start": "12:00", "stop": "13:00", "unless": "major"}
    it = office({"quiet": quiet})
    it.opens(1, Severity.MINOR)
    it.opens(2, Severity.MINOR)
    it.opens(3, Severity.MAJOR)
    assert it.passes(600, 5) == [("r0", [(3, Why.NEW)])]
    it.closes(2)
    it.closes(3)
    assert it.passes(600, 5) == [("r0", [(3, Why.ENDED)])]
    assert it.passes(3_600, 5) == [("r0", [(1, Why.NEW), (2, Why.ENDED)])]


def test_maintenance_mails_nobody_until_it_is_over() -> None:
    it = office()
    it.muted |= {1, 2}
    it.opens(1)
    it.opens(2)
    assert it.passes(600) == []
    it.closes(2)
    it.passes(1)
    it.muted.clear()
    assert it.passes(600) == [("r0", [(1, Why.NEW)])]
    it.muted.add(1)
    it.closes(1)
    assert it.passes(600) == [("r0", [(1, Why.ENDED)])]


def test_more_than_may_be_sent_in_an_hour_waits_and_is_told() -> None:
    it = office(most_per_hour=3)
    for k in range(1, 11):
        it.opens(k)
        it.passes(60)
    assert len(it.letters) == 3
    it.passes(3_600, 5)
    assert len(it.letters) == 4
    late = it.letters[-1][1]
    assert [item.case.incident.id for item in late.items] == list(range(4, 11))
    assert late.held_since is not None


def test_too_many_to_remember_are_counted() -> None:
    it = office(group_s=0)
    for k in range(1, 1_006):
        it.opens(k)
    it.passes(2)
    ((_, letter),) = it.letters
    assert letter.forgotten == 5
    assert len(letter.items) == 1_000


steps = st.one_of(
    st.tuples(st.just("opens"), st.sampled_from(Severity)),
    st.tuples(st.sampled_from(["changes", "closes", "acknowledges"]), st.integers(0, 30)),
    st.tuples(st.just("passes"), st.integers(1, 900)),
)


@given(st.lists(steps, max_size=40))
def test_nothing_is_lost_nothing_twice_and_never_too_much(story: list[tuple[str, Any]]) -> None:
    it = office({}, {"severity": "major", "after_min": 10}, most_per_hour=4)
    for what, more in story:
        it.lives(what, more)
    it.acknowledged.clear()
    for id_ in [id_ for id_, incident in it.incidents.items() if incident.ended_at is None]:
        it.closes(id_)
    it.passes(3 * 3_600, 60)

    ends = Counter(
        (letter.route.name, item.case.incident.id)
        for _, letter in it.letters
        for item in letter.items
        if item.case.incident.ended_at is not None
    )
    begun = {(letter.route.name, item.case.incident.id) for _, letter in it.letters for item in letter.items}
    assert all(count == 1 for count in ends.values())
    assert begun == set(ends), "who was told of something was told of its end"
    for name in ("r0", "r1"):
        times = [at for at, letter in it.letters if letter.route.name == name]
        for k, at in enumerate(times):
            assert sum(at - earlier < timedelta(hours=1) for earlier in times[: k + 1]) <= 4
    assert it.ledger.cases == {}
