"""Which PVs each report lists, and in which order: columns in, rows out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from caflux_contracts.reports import ReportInfo, ReportKind
from numpy.typing import NDArray

from caflux_config_api.listing.index import Index
from caflux_config_api.listing.live import LiveColumns, told
from caflux_config_api.reports.estimates import NUMBER, Shape, bytes_per_sample

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
_DAY_S = 86_400
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report is made of, in the order of the index.

    Attributes:
        index: n PVs.
        live: what collectors said of them.
        now_s: the clock, s since 1970.
        span_s: how far it looks back; None: not at all.
        described: rows of PVs whose IOC was reached once.
        shapes: of rows that are waveforms or texts.
        cause: of dropped events; None: any.
    """

    index: Index
    live: LiveColumns
    now_s: float
    span_s: float | None
    described: Mask | None = None
    shapes: Mapping[int, Shape] = field(default_factory=dict)
    cause: str | None = None

    @property
    def active(self) -> Mask:
        """Those that are to be archived."""
        return ~self.index.paused

    def since(self) -> float:
        """Give the time (s since 1970) from which on it looks."""
        return self.now_s - (self.span_s or 0)

    def lost(self) -> Floats:
        """Count lost connections: in the last hour or day, or since the collector asked for the PV."""
        if self.span_s is None:
            return told(self.live, lambda table: table.disconnects)
        return told(self.live, lambda table: table.lost_day if self.span_s == _DAY_S else table.lost_hour)

    def archived_hz(self) -> Floats:
        """Give samples a second that are archived: of the events the part that was until now."""
        received = told(self.live, lambda table: table.received)
        archived = told(self.live, lambda table: table.archived)
        part = np.divide(archived, received, out=np.ones(len(received)), where=received > 0)
        return self.live.rate_hz * np.minimum(part, 1.0)

    def sample_bytes(self) -> Floats:
        """Give bytes a sample."""
        found = np.full(len(self.index.names), NUMBER["influxdb"])
        for whose, heard in enumerate(self.live.heard):
            found[self.live.whose == whose] = NUMBER.get(heard.table.archive, NUMBER["influxdb"])
        for row, shape in self.shapes.items():
            whose = int(self.live.whose[row])
            found[row] = bytes_per_sample(shape, self.live.heard[whose].table.archive if whose >= 0 else "")
        return found

    def dropped(self) -> Floats:
        """Count dropped events, of the cause that is asked for."""
        cause = self.cause
        if cause is None:
            return self.live.dropped.astype(np.float64)
        return told(self.live, lambda table: table.dropped.get(cause, []))

    def day_bytes(self) -> Floats:
        """Give bytes a day."""
        return self.archived_hz() * self.sample_bytes() * _DAY_S


Chosen = tuple[Mask, Floats]
"""Which PVs, and what they are sorted by, the least first; equal ones are in order of name."""


def _never(facts: Facts) -> Chosen:
    assert facts.described is not None
    return facts.active & (facts.live.connected != 1) & ~facts.described, np.zeros(len(facts.index.names))


def _disconnected(facts: Facts) -> Chosen:
    since = told(facts.live, lambda table: table.since_ns)
    return facts.active & (facts.live.connected == 0), since


def _lost(facts: Facts) -> Chosen:
    lost = facts.lost()
    return lost > 0, -lost


def _silent(facts: Facts) -> Chosen:
    last = facts.live.last_event_ns.astype(np.float64)
    return facts.active & (facts.live.connected == 1) & (last < facts.since() * _NS), last


def _paused(facts: Facts) -> Chosen:
    return facts.index.paused, -facts.index.changed


def _added(facts: Facts) -> Chosen:
    return facts.index.created >= facts.since(), -facts.index.created


def _changed(facts: Facts) -> Chosen:
    index = facts.index
    return (index.changed >= facts.since()) & (index.changed > index.created), -index.changed


def _rate(facts: Facts) -> Chosen:
    return facts.live.rate_hz > 0, -facts.live.rate_hz


def _storage(facts: Facts) -> Chosen:
    per_day = facts.day_bytes()
    return per_day > 0, -per_day


def _dropped(facts: Facts) -> Chosen:
    dropped = facts.dropped()
    return dropped > 0, -dropped


@dataclass(frozen=True, slots=True)
class Kind:
    """A report: what is said of it, what chooses its PVs, and the spans that it can look back."""

    info: ReportInfo
    choose: Callable[[Facts], Chosen]
    spans: tuple[str, ...] | None = None


def _kind(
    kind: ReportKind,
    title: str,
    explanation: str,
    columns: str,
    choose: Callable[[Facts], Chosen],
    span: str | None = None,
    spans: tuple[str, ...] | None = None,
) -> Kind:
    info = ReportInfo(kind=kind, title=title, explanation=explanation, columns=columns.split(), span=span)
    return Kind(info, choose, spans)


KINDS = {
    kind.info.kind: kind
    for kind in (
        _kind(
            ReportKind.NEVER_CONNECTED,
            "Never connected",
            "Active PVs whose IOC was never reached since they were added: a name that is spelled wrong, or "
            "an IOC that is not there yet. In order of name.",
            "name state owner created_at created_by collector reason",
            _never,
        ),
        _kind(
            ReportKind.DISCONNECTED,
            "Disconnected now",
            "Active PVs that their collector says are not connected, the longest first.",
            "name state owner since_ns last_event_ns collector reason",
            _disconnected,
        ),
        _kind(
            ReportKind.LOST_CONNECTIONS,
            "Lost connections",
            "PVs that lost their connection within an hour or a day, or at all (span `all`), the most often "
            "first. Their collector counts since it asked for them; one that was started anew begins anew.",
            "name state owner lost connected since_ns collector",
            _lost,
            "24h",
            ("1h", "24h", "all"),
        ),
        _kind(
            ReportKind.SILENT,
            "Silent",
            "Active PVs that are connected and whose newest sample is older than the span, the oldest first. "
            "That is as it should be for a set-point that nobody changes.",
            "name state owner last_event_ns since_ns rate_hz collector",
            _silent,
            "1h",
        ),
        _kind(
            ReportKind.PAUSED,
            "Paused",
            "PVs that are paused, what was changed last first.",
            "name state owner changed_at changed_by",
            _paused,
        ),
        _kind(
            ReportKind.ADDED,
            "Recently added",
            "PVs that were added within the span, the newest first.",
            "name state owner created_at created_by connected",
            _added,
            "7d",
        ),
        _kind(
            ReportKind.CHANGED,
            "Recently changed",
            "PVs whose settings were changed within the span after they were added, the last change first.",
            "name state owner changed_at changed_by",
            _changed,
            "7d",
        ),
        _kind(
            ReportKind.EVENT_RATE,
            "Event rate",
            "Events that collectors receive, of the last 10 to 20 seconds, the most first.",
            "name state owner rate_hz last_event_ns collector",
            _rate,
        ),
        _kind(
            ReportKind.STORAGE_RATE,
            "Storage rate",
            "An estimate of bytes on the archive's disk a day: events of the last 10 to 20 seconds, times "
            "the part of them that was archived until now, times bytes a sample that were measured: a number "
            "takes about 8 in InfluxDB (4 if it is constant, 12 if it is noise) and 32 in SQLite, a waveform "
            "4/3 of its own size. Rollups are not counted. The most first.",
            "name state owner bytes_per_day bytes_per_sample rate_hz collector",
            _storage,
        ),
        _kind(
            ReportKind.DROPPED,
            "Dropped events",
            "Events that were not archived since the collector's start, by cause: deadband, rate and scan "
            "are what was asked for. The most first.",
            "name state owner dropped causes rate_hz collector",
            _dropped,
        ),
    )
}
