"""`caflux pvs`: which PVs are archived."""

from typing import Annotated

import typer
from caflux_contracts.pvs import Mode, PvSettings
from pydantic import ValidationError

from caflux.commands.connection import DEFAULT_URL, Url, reader, writer
from caflux.errors import CafluxError

app = typer.Typer(help="List, add and remove the PVs that are archived.", no_args_is_help=True)

Names = Annotated[list[str], typer.Argument(metavar="PV…", help="Names of PVs.")]


@app.command("list")
def list_pvs(
    search: Annotated[str, typer.Argument(help="Part of the name, or a pattern with * or ?.")] = "",
    url: Url = DEFAULT_URL,
) -> None:
    """List PVs: name, state, mode and description, separated by tabs."""
    with reader(url) as client:
        for pv in client.pvs(search):
            mode = f"scan {pv.period_s:g} s" if pv.period_s is not None else pv.mode.value
            print(pv.name, pv.state.value, mode, pv.description, sep="\t")


@app.command()
def add(
    names: Names,
    scan: Annotated[float | None, typer.Option(help="Sample every so many seconds, not every event.")] = None,
    deadband: Annotated[float | None, typer.Option(help="Archive only larger changes (PV's units).")] = None,
    max_rate: Annotated[float | None, typer.Option(help="Archive at most so many events a second.")] = None,
    controlled_by: Annotated[
        str | None, typer.Option(help="Archive only while the value of this PV is not zero.")
    ] = None,
    adel: Annotated[bool, typer.Option("--adel", help="Let the record's archive deadband decide.")] = False,
    field: Annotated[
        list[str] | None, typer.Option(help="Archive this field of the record, too (HIHI); repeatable.")
    ] = None,
    group: Annotated[list[str] | None, typer.Option(help="Put it into this group; repeatable.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Find it by this word; repeatable.")] = None,
    owner: Annotated[str, typer.Option(help="Who to ask about it.")] = "",
    description: Annotated[str, typer.Option(help="What the PV is.")] = "",
    url: Url = DEFAULT_URL,
) -> None:
    """Archive PVs; those that are archived already get these settings."""
    try:
        settings = PvSettings(
            mode=Mode.MONITOR if scan is None else Mode.SCAN,
            period_s=scan,
            deadband=deadband,
            max_rate_hz=max_rate,
            controlling_pv=controlled_by,
            use_adel=adel,
            fields=tuple(field or ()),
            groups=tuple(group or ()),
            tags=tuple(tag or ()),
            owner=owner,
            description=description,
        )
    except ValidationError as error:
        wrong = error.errors()[0]
        raise CafluxError(f"{wrong['loc'][0]}: {wrong['msg']}") from error
    with writer(url) as client:
        for name in names:
            client.add(name, settings)


@app.command()
def remove(names: Names, url: Url = DEFAULT_URL) -> None:
    """Archive PVs no longer; what has been archived stays, and `restore` takes them back for 30 days."""
    with writer(url) as client:
        for name in names:
            client.remove(name)


@app.command()
def restore(names: Names, url: Url = DEFAULT_URL) -> None:
    """Archive PVs again that were removed, as they were."""
    with writer(url) as client:
        for name in names:
            client.restore(name)


@app.command()
def rename(
    name: Annotated[str, typer.Argument(metavar="PV", help="As it is called in the configuration.")],
    to: Annotated[str, typer.Argument(metavar="NEW", help="As its IOC calls it now.")],
    url: Url = DEFAULT_URL,
) -> None:
    """Call a PV as its IOC does now; its history is found under both names."""
    with writer(url) as client:
        client.rename(name, to)
