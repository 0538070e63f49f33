"""What the supervisor counts, for Prometheus."""

from caflux_contracts.health import ComponentHealth
from prometheus_client import CollectorRegistry, Counter, Gauge

from caflux_supervisor.looks import RANK


class Metrics:
    """Metrics of one supervisor."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.health = Gauge(
            "caflux_supervisor_component_health",
            "How a component is: 0 ok, 1 unknown, 2 degraded, 3 down",
            ["component", "kind"],
            registry=registry,
        )
        self.rounds = Counter("caflux_supervisor_rounds", "Rounds of checks", ["outcome"], registry=registry)
        self.round_time = Gauge(
            "caflux_supervisor_last_round_timestamp_seconds", "End of the last round", registry=registry
        )
        self.restarts = Counter(
            "caflux_supervisor_restarts", "Restarts asked for", ["collector", "outcome"], registry=registry
        )
        self.mails = Counter(
            "caflux_supervisor_mails", "Mails, by what became of them", ["outcome"], registry=registry
        )

    def show(self, components: list[ComponentHealth]) -> None:
        """Set the health of all components, and forget those that are gone."""
        self.health.clear()
        for component in components:
            self.health.labels(component.name, component.kind).set(RANK[component.health])
