"""`caflux monitor`: the monitor, which is a program of its own, by the name of the command."""

import typer

from caflux import monitor as watch


def monitor(context: typer.Context) -> None:
    """Start what should run of CAFlux and does not, and mail; for cron.

    `caflux monitor --help` lists its options.
    """
    raise typer.Exit(watch.main(context.args))
