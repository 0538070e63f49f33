"""`caflux export`: write what was archived to a file."""

from pathlib import Path
from typing import Annotated

import typer

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
    pvs: Annotated[list[str], typer.Argument(metavar="PV…", help="Names of PVs.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help=f"File; its end is the format: {', '.join(FORMATS)}.")
    ],
    start: Annotated[str, typer.Option("--from", help="ISO 8601, or like now-1h.")] = "now-1h",
    stop: Annotated[str, typer.Option("--to", help="ISO 8601, or now.")] = "now",
    aligned: Annotated[
        bool, typer.Option("--aligned", help="A column a PV on a common time base, not a row a sample.")
    ] = False,
    period: Annotated[
        str | None, typer.Option(help="Between rows, like 1s; with --aligned. Without: where samples are.")
    ] = None,
    url: Url = DEFAULT_URL,
) -> None:
    """Write all samples of a range to a file, of any length."""
    kind = FORMATS.get(output.suffix.lower())
    if kind is None:
        raise CafluxError(f"no format ends with {output.suffix!r}; there are {', '.join(FORMATS)}")
    with reader(url) as client:
        try:
            client.export(pvs, output, kind, start, stop, period=period, aligned=aligned)
        except OSError as error:
            raise CafluxError(f"can't write {output}: {error.strerror}") from error
    print(f"{output}: {output.stat().st_size:,} bytes")
