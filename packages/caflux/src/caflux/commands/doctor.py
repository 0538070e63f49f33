"""`caflux doctor`: look at an installation and say what is wrong and how to mend it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import typer

from caflux.commands.connection import secret
from caflux.doctor.findings import Finding, Verdict


def doctor(
    pvs: Annotated[list[str] | None, typer.Argument(metavar="[PV…]", help="PVs to search for.")] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder of caflux up or of a collector.")] = None,
    url: Annotated[str | None, typer.Option(envvar="CAFLUX_URL", help="Address of the dashboard.")] = None,
) -> None:
    """Look at an installation: what is wrong, and how to mend it.

    It looks at what this shell's CAFLUX_ and EPICS_ variables name: addresses of IOCs, CAFLUX_ARCHIVE_URL,
    CAFLUX_DATABASE_URL; and at the services, where --url is given. With an archive and --url it compares for
    how long things are kept with what the retention classes say. Exit code 1 says that something is bad.
    """
    worst = asyncio.run(_examine(pvs or [], data, url))
    raise typer.Exit(1 if worst is Verdict.ILL else 0)


async def _examine(pvs: list[str], data: Path | None, url: str | None) -> Verdict:
    verdicts = {Verdict.WELL}
    async for finding in _findings(pvs, data, url):
        print(f"{finding.verdict.value:4} {finding.what}: {finding.detail}")
        if finding.mend:
            print(f"     → {finding.mend}")
        verdicts.add(finding.verdict)
    if verdicts == {Verdict.WELL}:
        print("All is well.")
    return Verdict.ILL if Verdict.ILL in verdicts else Verdict.WELL


async def _findings(pvs: list[str], data: Path | None, url: str | None) -> AsyncIterator[Finding]:
    # The libraries of both databases: every other command would wait a second for them.
    from caflux.doctor import epics, machine, servers
    from caflux.doctor.retention import look_at_retention

    for finding in [*machine.look(data), *await asyncio.to_thread(lambda: [*epics.look(os.environ, pvs)])]:
        yield finding
    looks = []
    archive, user = os.environ.get("CAFLUX_ARCHIVE_URL"), os.environ.get("CAFLUX_ARCHIVE_USER")
    password, token = secret("CAFLUX_ARCHIVE_PASSWORD"), secret("CAFLUX_TOKEN")
    if archive:
        looks.append(servers.look_at_archive(archive, user, password))
    if database := os.environ.get("CAFLUX_DATABASE_URL"):
        looks.append(servers.look_at_database(database, secret("CAFLUX_DATABASE_PASSWORD")))
    if url:
        looks.append(servers.look_at_services(url, token))
    if url and archive:
        looks.append(look_at_retention(archive, user, password, url, token))
    for look in looks:
        async for finding in look:
            yield finding
