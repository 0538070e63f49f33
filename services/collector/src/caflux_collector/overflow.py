"""Say which PVs lost samples, and from when to when, when the spool had to let batches go."""

from caflux_storage.decode import decode
from caflux_storage.seam import Event

from caflux_collector.spool import Entry


def overflow_events(gone: list[Entry]) -> list[Event]:
    """Give one `overflow` event for each PV in the batches: from when to when, and how many samples."""
    spans: dict[str, tuple[int, int, int]] = {}
    for entry in gone:
        for row in decode(entry.lines).samples:
            pv, time = row[0], row[1]
            first, last, count = spans.get(pv, (time, time, 0))
            spans[pv] = (min(first, time), max(last, time), count + 1)
    return [
        Event(pv, first, "overflow", f"the spool was full; lost until {last} ns", count)
        for pv, (first, last, count) in spans.items()
    ]
