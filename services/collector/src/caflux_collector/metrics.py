"""The engine's state for Prometheus."""

from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from caflux_collector.health import HealthView


class EngineMetrics(Collector):
    """Makes metrics from the engine's status when they are asked for."""

    def __init__(self, view: HealthView) -> None:
        self._view = view

    def describe(self) -> Iterable[Metric]:
        """Give nothing: what there is follows from the state."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Give all metrics."""
        status = self._view.status()
        yield from self._engine()
        received = CounterMetricFamily("caflux_events_received", "Channel Access events.", labels=["thread"])
        archived = CounterMetricFamily(
            "caflux_events_archived", "Acknowledged by the archive.", labels=["thread"]
        )
        dropped = CounterMetricFamily(
            "caflux_events_dropped", "Not archived, by cause.", labels=["thread", "cause"]
        )
        spooled = GaugeMetricFamily(
            "caflux_spool_events", "On disk, waiting for the archive.", labels=["thread"]
        )
        queued = GaugeMetricFamily("caflux_queue_bytes", "Batches in memory.", labels=["thread"])
        beat = GaugeMetricFamily(
            "caflux_beat_age_seconds", "Since the thread's last flush.", labels=["thread"]
        )
        for thread in status.threads:
            received.add_metric([thread.name], thread.counts.received)
            archived.add_metric([thread.name], thread.counts.archived)
            for cause, count in thread.counts.dropped.items():
                dropped.add_metric([thread.name, cause], count)
            spooled.add_metric([thread.name], thread.counts.spooled)
            queued.add_metric([thread.name], thread.queue_bytes)
            beat.add_metric([thread.name], thread.beat_age_s)
        yield from (received, archived, dropped, spooled, queued, beat)

    def _engine(self) -> Iterable[Metric]:
        status = self._view.status()
        yield GaugeMetricFamily("caflux_pvs", "PVs assigned.", status.pvs)
        yield GaugeMetricFamily("caflux_pvs_connected", "PVs connected.", status.connected)
        yield GaugeMetricFamily(
            "caflux_events_per_second", "Received, over the last seconds.", status.rate_hz
        )
        yield CounterMetricFamily("caflux_engine_cpu_seconds", "CPU time of the engine.", status.cpu_s)
        yield GaugeMetricFamily("caflux_engine_resident_bytes", "Memory of the engine.", status.rss_bytes)
