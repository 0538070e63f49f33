"""The engine's state for Prometheus."""

from collections.abc import Callable, Iterable

from caflux_contracts.engine import EngineStatus, ThreadStatus
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from caflux_collector.health import HealthView

_ENGINE: tuple[tuple[str, str, Callable[[EngineStatus], float]], ...] = (
    ("caflux_pvs", "PVs assigned.", lambda status: status.pvs),
    ("caflux_pvs_connected", "PVs connected.", lambda status: status.connected),
    (
        "caflux_pvs_searched",
        "PVs that are open and not connected, which libca searches for.",
        lambda status: sum(thread.pvs for thread in status.threads) - status.connected,
    ),
    ("caflux_pvs_suspended", "PVs suspended by their controlling PV.", lambda status: status.suspended),
    ("caflux_events_per_second", "Received, over the last seconds.", lambda status: status.rate_hz),
    ("caflux_engine_resident_bytes", "Memory of the engine.", lambda status: status.rss_bytes),
    (
        "caflux_pv_list_fresh",
        "1 where the PV list is config-api's, 0 where it is the last good one or there is none.",
        lambda status: status.config_source == "config-api" and status.config_error is None,
    ),
)
_ENGINE_COUNTERS: tuple[tuple[str, str, Callable[[EngineStatus], float]], ...] = (
    ("caflux_engine_cpu_seconds", "CPU time of the engine.", lambda status: status.cpu_s),
    ("caflux_disconnects", "Connections to PVs that were lost.", lambda status: status.disconnects),
)
_THREAD: tuple[tuple[str, str, Callable[[ThreadStatus], float | None]], ...] = (
    ("caflux_thread_pvs", "PVs open on the thread.", lambda thread: thread.pvs),
    ("caflux_thread_pvs_connected", "PVs connected.", lambda thread: thread.connected),
    ("caflux_events_pending", "Neither archived nor dropped yet.", lambda thread: thread.counts.pending),
    ("caflux_events_held", "Held back by scan mode, rate, or suspension.", lambda thread: thread.counts.held),
    ("caflux_spool_events", "On disk, waiting for the archive.", lambda thread: thread.counts.spooled),
    ("caflux_spool_bytes", "On disk, waiting for the archive.", lambda thread: thread.spool_bytes),
    ("caflux_queue_bytes", "Batches in memory.", lambda thread: thread.queue_bytes),
    ("caflux_writes_in_flight", "Writes to the archive under way.", lambda thread: thread.in_flight),
    ("caflux_ring_fill_ratio", "Used part of the ring; at 1 events are dropped.", lambda t: t.ring_fill),
    ("caflux_beat_age_seconds", "Since the thread's last flush.", lambda thread: thread.beat_age_s),
    ("caflux_write_age_seconds", "Since the archive last took a batch.", lambda thread: thread.write_age_s),
    (
        "caflux_archive_reachable",
        "0 where the last write failed.",
        lambda thread: thread.alive and thread.error is None,
    ),
)


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
        for name, text, engine_value in _ENGINE:
            yield GaugeMetricFamily(name, text, float(engine_value(status)))
        for name, text, engine_value in _ENGINE_COUNTERS:
            yield CounterMetricFamily(name, text, float(engine_value(status)))
        yield from _counters(status.threads)
        for name, text, thread_value in _THREAD:
            family = GaugeMetricFamily(name, text, labels=["thread"])
            for thread in status.threads:
                if (value := thread_value(thread)) is not None:
                    family.add_metric([thread.name], float(value))
            yield family


def _counters(threads: Iterable[ThreadStatus]) -> Iterable[Metric]:
    """Give what became of events, by thread."""
    received = CounterMetricFamily("caflux_events_received", "Channel Access events.", labels=["thread"])
    archived = CounterMetricFamily("caflux_events_archived", "Taken by the archive.", labels=["thread"])
    dropped = CounterMetricFamily("caflux_events_dropped", "Not archived.", labels=["thread", "cause"])
    for thread in threads:
        received.add_metric([thread.name], thread.counts.received)
        archived.add_metric([thread.name], thread.counts.archived)
        for cause, count in thread.counts.dropped.items():
            dropped.add_metric([thread.name, cause], count)
    return received, archived, dropped
