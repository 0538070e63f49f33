"""Who takes care of which incident: as long as one is acknowledged, nobody else is bothered with it."""

from datetime import datetime

from caflux_contracts.alarms import Acknowledgement
from caflux_contracts.health import IncidentClosed, IncidentUpdated
from caflux_service.problems import Conflict, NotFound

from caflux_supervisor.alarms.store import Store
from caflux_supervisor.incidents import Incidents


class Acknowledgements:
    """Acknowledgements of incidents that last; kept on disk."""

    def __init__(self, incidents: Incidents, store: Store) -> None:
        self._incidents = incidents
        self._store = store
        self._of = store.acknowledgements()
        self._read = incidents.last
        lasting = {incident.id for incident in incidents.open().values()}
        for incident in self._of.keys() - lasting:
            self._forget(incident)

    def incidents(self) -> set[int]:
        """Give the incidents that somebody takes care of."""
        return set(self._of)

    def follow(self) -> None:
        """Forget acknowledgements of incidents that have ended, or are more than what was acknowledged."""
        for each in self._incidents.after(self._read):
            self._read = each.id
            more = isinstance(each, IncidentUpdated) and each.news
            if more or isinstance(each, IncidentClosed):
                self._forget(each.incident.id)

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

    def _forget(self, incident: int) -> None:
        """Forget one: the incident has ended, or is more than what was acknowledged."""
        if incident in self._of:
            self._store.acknowledge(incident, None)
            del self._of[incident]
