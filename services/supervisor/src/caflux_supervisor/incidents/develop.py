"""What a part's health makes of its incident. Pure but for the store that is told."""

from caflux_contracts.health import Health, Severity

from caflux_supervisor.checks.seen import Seen
from caflux_supervisor.decide import State
from caflux_supervisor.incidents.store import Incidents

SEVERITY = {Health.DEGRADED: Severity.MINOR, Health.DOWN: Severity.MAJOR}
HEALTH = {severity: health for health, severity in SEVERITY.items()}


def develop(incidents: Incidents, seen: Seen, state: State) -> None:
    """Have a part's incident follow its health.

    An incident keeps its worst severity. Getting better without being well is no news.
    """
    component = seen.name
    record = incidents.open().get(component)
    severity = SEVERITY.get(state.health)
    if severity is None:
        if state.health is Health.OK:
            incidents.end(component, state.since)
    elif record is None:
        incidents.begin(
            component, seen.kind, severity, state.detail, state.since, pvs=seen.pvs, pv_count=seen.pv_count
        )
    elif (severity, record.severity) == (Severity.MAJOR, Severity.MINOR):
        incidents.update(record.id, state.since, severity=severity, cause=state.detail, news=True)
    elif seen.pv_count > record.pv_count:
        # More of the same trouble: what is told of it grows, and it is no news.
        incidents.update(
            record.id, state.checked or state.since, cause=state.detail, pvs=seen.pvs, pv_count=seen.pv_count
        )
