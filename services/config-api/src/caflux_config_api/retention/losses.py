"""What a change of a retention class deletes: decided without looking at anything else."""

from datetime import datetime, timedelta

from caflux_contracts.retention import KeptFor, Loss, seconds_of


def losses(before: KeptFor | None, after: KeptFor, now: datetime) -> list[Loss]:
    """Give what is deleted where data were kept as `before` says, and are to be kept as `after` says."""
    if before is None:
        return []
    found = []
    for level, duration in after.levels().items():
        was = before.levels()[level]
        if duration is not None and (was is None or seconds_of(duration) < seconds_of(was)):
            found.append(Loss(level=level, before=now - timedelta(seconds=seconds_of(duration))))
    return found
