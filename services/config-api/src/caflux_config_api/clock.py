"""Clocks, as they are passed in."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Give the time in UTC."""
    return datetime.now(UTC)
