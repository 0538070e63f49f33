"""`caflux export`: write what was archived to a file."""

from pathlib import Path
from typing import Annotated

import typer

from caflux.client import ExportOptions, Layout
from caflux.commands.connection import DEFAULT_URL, Url, reader
from caflux.errors import CafluxError

FORMATS = {
    ".csv": "csv",
    ".json": "json",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".parquet": "parquet",
    ".h5": "hdf5",
    ".hdf5": "hdf5",
    ".mat": "mat",
    ".xlsx": "xlsx",
}
"""By the end of a file's name."""


def export(
    output: Annotated[
        Path, typer.Option("--output", "-o", help=f"File; its end is the format: {', '.join(FORMATS)}.")
    ],
    pvs: Annotated[list[str] | None, typer.Argument(metavar="[PV…]", help="Names of PVs.")] = None,
    start: Annotated[str, typer.Option("--from", help="ISO 8601, or like now-1h.")] = "now-1h",
    stop: Annotated[str, typer.Option("--to", help="ISO 8601, or now.")] = "now",
    layout: Annotated[
        Layout,
        typer.Option(
            help="rows: a row a sample; aligned: a column a PV, with the value that it held; binned: a row a "
            "bin, with minimum, maximum, mean, …"
        ),
    ] = "rows",
    period: Annotated[
        str | None,
        typer.Option(help="Between rows of --layout aligned, like 1s; width of the bins of --layout binned."),
    ] = None,
    expr: Annotated[
        list[str] | None, typer.Option(help='Arithmetic over PVs, like \'"A" - "B"\'; may be repeated.')
    ] = None,
    where: Annotated[str | None, typer.Option(help="Only while this holds, like '\"SR:I\" > 5'.")] = None,
    where_min: Annotated[
        str | None, typer.Option(help="With --where: where it holds for so long at least, like 10s.")
    ] = None,
    severity: Annotated[
        bool, typer.Option("--severity", help="Severities, too, of --layout aligned.")
    ] = False,
    url: Url = DEFAULT_URL,
) -> None:
    """Write what was archived in a range to a file, of any length.

    What breaks off leaves FILE.part; the same command begins anew.
    """
    kind = FORMATS.get(output.suffix.lower())
    if kind is None:
        raise CafluxError(f"no format ends with {output.suffix!r}; there are {', '.join(FORMATS)}")
    more: ExportOptions = {"expr": expr or [], "severity": severity}
    if period is not None:
        more["period"] = period
    if where is not None:
        more["where"] = where
    if where_min is not None:
        more["where_min"] = where_min
    with reader(url) as client:
        try:
            client.export(pvs or [], output, kind, start, stop, layout=layout, **more)
        except OSError as error:
            raise CafluxError(f"can't write {output}: {error.strerror}") from error
    print(f"{output}: {output.stat().st_size:,} bytes")
