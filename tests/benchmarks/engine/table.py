"""A short table of the measurements, for people."""

from cases import Result

_COLUMNS = ("measurement", "events/s", "lost", "engine us/event", "engine MB", "cores: engine, ioc, influxd")


def table(results: list[tuple[str, Result]]) -> str:
    """Give a line a measurement, and what the comparison comes to."""
    rows = [_COLUMNS, *(_row(name, it) for name, it in results)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(_COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([*lines, *_notes(dict(results))])


def _row(name: str, it: Result) -> tuple[str, ...]:
    cores, memory = it.get("cores", {}), it.get("rss_mb", {})
    return (
        name,
        f"{it.get('events_per_s', 0):,.0f}",
        str(it.get("lost", "")),
        str(it.get("us_per_event", "")),
        str(memory.get("engine", "")),
        ", ".join(f"{cores[each]:.2f}" for each in ("engine", "ioc", "influxd") if each in cores),
    )


def _notes(by_name: dict[str, Result]) -> list[str]:
    notes = []
    if {"50k", "plain"} <= by_name.keys():
        times = by_name["plain"]["us_per_event"] / by_name["50k"]["us_per_event"]
        notes.append(f"epics.PV with aioinflux takes {times:.0f} times the CPU of 50k per event")
    if it := by_name.get("highest"):
        notes.append(f"highest: above it {it['saturated_above_it']}")
    if it := by_name.get("100k-pvs"):
        stopped = f"stopped in {it['stopped_s']} s"
        notes.append(
            f"100k-pvs: connected in {it['connected_s']} s, archived in {it['archived_s']} s, {stopped}"
        )
    if it := by_name.get("put"):
        notes.append(f"put: first sample after {it['median_s']} s, {it['most_s']} s at most")
    if it := by_name.get("latency"):
        notes.append(f"latency: p50 {it['p50_ms']} ms, p99 {it['p99_ms']} ms")
    return notes
