"""One drill: hurt, found, mended, told, and what it cost."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from caflux_testing.drills.mails import Expected, subjects_of, text_of, unexpected
from caflux_testing.drills.posts import mark, right_the_clock, wait_archived
from caflux_testing.drills.world import AWAY, SOON_S, World
from caflux_testing.wait import until

Act = Callable[[World], object]


@dataclass(frozen=True, slots=True)
class Drill:
    """What is hurt and how, and what people are told.

    Attributes:
        name: In the table.
        hurt: Does it.
        component: Whose incident it is.
        says: A part of what some mail says.
        mend: What somebody does once they were mailed that; None: nobody needs to do anything.
        mails: Pattern of the mails' subjects, see `Expected`; by default that the component is down, and that
            it is well again.
        found: Tells whether it is found, where that is no incident: the mail comes when it is mended.
        spares: Parts that must have no incident of their own, since theirs has the same cause.
        loses: Why events are lost, as the archive's gaps say; empty: none are.
    """

    name: str
    hurt: Act
    component: str
    says: str
    mend: Act | None = None
    mails: str = ""
    found: Callable[[World], bool] | None = None
    spares: tuple[str, ...] = ()
    loses: str = ""

    @property
    def expected(self) -> Expected:
        """What is to be told of it."""
        subjects = self.mails or f"{self.component} is down; {self.component} is well again"
        return Expected(self.component, self.says, subjects, self.spares)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a drill went.

    Attributes:
        found_s: From the hurt until it is found.
        well_s: From the hurt until all is well, or, where somebody had to mend it, from then.
        mails: Their subjects.
        lost: Events that are not archived.
    """

    found_s: float
    well_s: float
    mails: Sequence[str]
    lost: int


def perform(drill: Drill, world: World) -> Outcome:
    """Do a drill.

    Raises:
        AssertionError: something goes otherwise than the drill says.
    """
    until(lambda: world.is_well() and world.has_told(), SOON_S, "all to be well", ignoring=AWAY)
    right_the_clock(world.ioc)
    begin, known, mailed = mark(world.ioc), world.newest_incident(), len(world.smtp.messages)
    hurt = time.monotonic()
    drill.hurt(world)
    _wait_found(drill, world, known)
    found = mended = time.monotonic()
    if drill.mend is not None:
        if drill.found is None:
            _wait_mailed(drill, world, mailed)
        mended = time.monotonic()
        drill.mend(world)
    until(world.is_well, SOON_S, "all to be well again", ignoring=AWAY, seen=lambda: world.report())
    well = time.monotonic()
    until(lambda: not world.is_catching_up(), SOON_S, "nothing to wait on disk")
    lost = wait_archived(world.recording, begin, drill.loses)
    until(world.has_told, SOON_S, "all to be told")
    mails, incidents = world.smtp.messages[mailed:], world.incidents_after(known)
    said = unexpected(drill.expected, mails, incidents)
    assert not said, "\n".join(said)
    began = hurt if drill.mend is None else mended
    return Outcome(found - hurt, well - began, subjects_of(mails), lost.count)


def _wait_found(drill: Drill, world: World, known: int) -> None:
    def found() -> bool:
        if drill.found is not None:
            return drill.found(world)
        return any(each["component"] == drill.component for each in world.incidents_after(known))

    def seen() -> object:
        return world.incidents_after(known), world.mail_error()

    until(found, SOON_S, f"{drill.name} to be found", ignoring=AWAY, seen=seen)


def _wait_mailed(drill: Drill, world: World, mailed: int) -> None:
    def texts() -> list[str]:
        return [text_of(mail) for mail in world.smtp.messages[mailed:]]

    until(
        lambda: any(drill.says in text for text in texts()),
        SOON_S,
        f"a mail that says {drill.says}",
        seen=texts,
    )
