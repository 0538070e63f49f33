"""Quiet hours. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from caflux_contracts.mail import MailRoute

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_quiet(route: MailRoute, at: datetime) -> bool:
    """Say whether it is one of the route's quiet hours, by the clocks of its time zone."""
    quiet = route.quiet
    if quiet is None:
        return False
    local = at.astimezone(ZoneInfo(route.time_zone))
    now = local.time()
    if quiet.start <= quiet.stop:
        begun = local if quiet.start <= now < quiet.stop else None
    elif now >= quiet.start:
        begun = local
    else:
        begun = local - timedelta(days=1) if now < quiet.stop else None
    return begun is not None and (not quiet.days or _DAYS[begun.weekday()] in quiet.days)
