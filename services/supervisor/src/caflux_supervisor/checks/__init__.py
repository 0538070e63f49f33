"""Looks at every part, over HTTP where it is elsewhere. What an answer means is decided in pure functions."""

from caflux_supervisor.checks.all import Checks
from caflux_supervisor.checks.seen import Seen, engine_name

__all__ = ["Checks", "Seen", "engine_name"]
