"""Who takes care of which incident: as long as one is acknowledged, nobody else is bothered with it."""

from datetime import datetime

from caflux_contracts.alarms import Acknowledgement
from caflux_service.problems import Conflict, NotFound

from caflux_supervisor.alarms.store import Store
from caflux_supervisor.incidents import Incidents


class Acknowledgements:
    """Acknowledgements of incidents that last; kept on disk."""

    def __init__(self, incidents: Incidents, store: Store) -> None:
        self._incidents = incidents
        self._store = store
        self._of = store.acknowledgements()

    def of(self, incident: int) -> Acknowledgement | None:
        """Give an incident's, or None."""
        return self._of.get(incident)

    def acknowledge(self, incident: int, who: str, comment: str, at: datetime) -> Acknowledgement:
        """Note that somebody takes care of an incident, which says so itself from then on.

        Raises:
            NotFound: there is no such incident.
            Conflict: it has ended.
        """
        found = self._incidents.get(incident)
        if found is None:
            raise NotFound(f"there is no incident {incident}")
        if found.ended_at is not None:
            raise Conflict(f"incident {incident} has ended at {found.ended_at:%Y-%m-%d %H:%M:%S} UTC already")
        acknowledgement = Acknowledgement(by=who, at=at, comment=comment)
        self._store.acknowledge(incident, acknowledgement)
        self._of[incident] = acknowledgement
        said = f": {' '.join(comment.split())}" if comment.strip() else ""
        self._incidents.act(incident, f"acknowledged by {who}{said}", at)
        return acknowledgement

    def withdraw(self, incident: int) -> None:
        """Forget one: the incident has ended, or is more than what was acknowledged."""
        if self._of.pop(incident, None) is not None:
            self._store.acknowledge(incident, None)
