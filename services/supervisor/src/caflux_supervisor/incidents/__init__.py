"""Incidents: what was not well, when, and what was done. The one place where they begin, change and end."""

from caflux_supervisor.incidents.store import PVS, Incidents

__all__ = ["PVS", "Incidents"]
