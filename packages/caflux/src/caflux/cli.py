"""The `caflux` command."""

import asyncio
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from caflux.commands import access, doctor, export, get, monitor, pvs
from caflux.errors import CafluxError

app = typer.Typer(
    help="Archive EPICS process variables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


app.add_typer(pvs.app, name="pvs")
app.add_typer(access.users, name="users")
app.add_typer(access.tokens, name="tokens")
app.command()(get.get)
app.command()(export.export)
app.command()(doctor.doctor)
# Its options are its own, --help among them.
app.command(
    add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)(monitor.monitor)


def main() -> None:
    """Run the command; an error that is foreseen is one sentence and exit code 1."""
    try:
        app()
    except CafluxError as error:
        print(f"caflux: {error}", file=sys.stderr)
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"caflux {version('caflux')}")
        raise typer.Exit


@app.callback()
def _root(
    show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del show


@app.command()
def up(
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Port of the dashboard; 0 takes a free one.")
    ] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    data: Annotated[Path, typer.Option(help="Folder for everything that is kept.")] = Path("caflux-data"),
    influx: Annotated[
        str | None,
        typer.Option(
            envvar="CAFLUX_ARCHIVE_URL", help="Archive into this InfluxDB, not into the data folder."
        ),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(envvar="CAFLUX_DATABASE_URL", help="Keep the configuration in this MySQL or MariaDB."),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Run a demo IOC and archive it.")] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the dashboard in a browser.")] = False,
) -> None:
    """Run all of CAFlux on this machine, without Docker, until Ctrl-C."""
    from caflux.up.plan import Options
    from caflux.up.run import up as run

    options = Options(
        host=host,
        port=port,
        data=data,
        influx=influx or None,
        database=database or None,
        demo=demo,
        open=open_browser,
    )
    asyncio.run(run(options, os.environ))
