"""How far an order is, and whether it may be given: decided without looking at anything else."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from caflux_contracts.purges import PurgeReport, PurgeState
from caflux_service.problems import Conflict, Invalid

SETTLED = timedelta(minutes=10)
"""So long after an hour its rollups are in the archive, unless it is away."""
LETTING_GO = timedelta(seconds=10)
"""For so long a collector may go on to archive a PV that was paused or deleted: that is to go, too."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ns_of(time: datetime) -> int:
    """Give a time in ns since 1970."""
    return (time - _EPOCH) // timedelta(microseconds=1) * 1_000


def time_of(ns: int) -> datetime:
    """Give a time of ns since 1970, to the microsecond."""
    return _EPOCH + timedelta(microseconds=ns // 1_000)


def limit_of(name: str, until: datetime | None, now: datetime, *, archived: bool) -> datetime:
    """Give the time before which a PV's data are to be deleted.

    Args:
        name: of the PV.
        until: what is wished; None: everything.
        now: the clock.
        archived: whether it goes on to be archived.

    Raises:
        Invalid: it is no full hour, or not over for long enough.
        Conflict: everything can't be deleted while more comes.
    """
    if until is None:
        if archived:
            raise Conflict(
                f"{name} is being archived, so there is no end to its data: pause or delete it first, or "
                "give `until`, a full hour that is over"
            )
        return now + LETTING_GO
    until = until.astimezone(UTC)
    if until != until.replace(minute=0, second=0, microsecond=0):
        hour = until.replace(minute=0, second=0, microsecond=0)
        raise Invalid(
            f"until must be a full hour, since rollups are of whole hours: {hour:%Y-%m-%dT%H:%MZ} or an hour "
            "later"
        )
    if until <= _EPOCH or until + SETTLED > now:
        raise Invalid("until must be an hour that has been over for ten minutes, and after 1970")
    return until


def state_of(
    reports: Mapping[str, PurgeReport], alive: Collection[str], *, withdrawn: bool
) -> tuple[PurgeState, str]:
    """Give how far an order is, and what is to be said of it.

    Args:
        reports: what each collector said last.
        alive: the collectors whose lease has not run out.
        withdrawn: whether somebody withdrew it.
    """
    if withdrawn:
        return PurgeState.WITHDRAWN, ""
    told = {name: report for name, report in reports.items() if name in alive}
    failed = _first(told, PurgeState.FAILED)
    if failed:
        return PurgeState.FAILED, failed
    done = [name for name, report in reports.items() if report.state is PurgeState.DONE]
    if done and set(alive) <= set(done):
        return PurgeState.DONE, ""
    if reports:
        return PurgeState.RUNNING, _first(told, PurgeState.RUNNING)
    return PurgeState.ASKED, "no collector has begun yet" if alive else "no collector is alive to do it"


def waits_for(reports: Mapping[str, PurgeReport], known: Sequence[str]) -> list[str]:
    """Give those of the collectors that there were when it was asked which have not carried it out."""
    return [name for name in known if name not in reports or reports[name].state is not PurgeState.DONE]


def _first(told: Mapping[str, PurgeReport], state: PurgeState) -> str:
    said = (f"{name}: {report.detail}" for name, report in sorted(told.items()) if report.state is state)
    return next(said, "")
