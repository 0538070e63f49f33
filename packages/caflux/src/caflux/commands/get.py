"""`caflux get`: print what was archived."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from caflux_contracts.retrieval import Binned, Raw

from caflux.commands.connection import DEFAULT_URL, Url, reader


def get(
    pvs: Annotated[list[str], typer.Argument(metavar="PV…", help="Names of PVs.")],
    start: Annotated[str, typer.Option("--from", help="ISO 8601, or like now-1h.")] = "now-1h",
    stop: Annotated[str, typer.Option("--to", help="ISO 8601, or now.")] = "now",
    points: Annotated[
        int, typer.Option(min=1, max=20_000, help="Above so many samples, bins instead.")
    ] = 2_000,
    url: Url = DEFAULT_URL,
) -> None:
    """Print samples as columns separated by tabs.

    Samples: PV, time (UTC), value, severity, status. Bins: PV, begin of the bin, mean, min, max, count.
    The first sample may lie before the range: it is the value that held when the range began.
    """
    with reader(url) as client:
        for series in client.data(pvs, start, stop, points).series:
            for line in raw_lines(series) if isinstance(series, Raw) else binned_lines(series):
                print(line)


def raw_lines(series: Raw) -> Iterator[str]:
    """Give a line per sample."""
    special = dict(series.special)
    for i, (time, value) in enumerate(zip(series.time, series.value, strict=True)):
        text = special.get(i) or _shown(value)
        yield f"{series.pv}\t{iso(time)}\t{text}\t{series.severity[i]}\t{series.status[i]}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    # A text may hold tabs, line ends and what steers a terminal.
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(value))


def binned_lines(series: Binned) -> Iterator[str]:
    """Give a line per bin; one without a sample shows what was held as its mean."""
    means = [
        mean if count else held
        for mean, held, count in zip(series.mean, series.twmean, series.count, strict=True)
    ]
    columns = zip(series.time, means, series.min, series.max, series.count, strict=True)
    for time, mean, low, high, count in columns:
        values = "\t".join("" if value is None else f"{value!r}" for value in (mean, low, high))
        yield f"{series.pv}\t{iso(time)}\t{values}\t{count}"


def iso(time: int) -> str:
    """Give ns since 1970 as ISO 8601 with all nine digits; a float would lose the last of them."""
    seconds, ns = divmod(time, 1_000_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{ns:09}Z"
