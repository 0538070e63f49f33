"""The demo's PVs, imported once through the API as any user would."""

from collections.abc import Mapping
from pathlib import Path

from caflux_contracts.pvs import PvRow

from caflux.client import Client
from caflux.errors import CafluxError
from caflux.up.folder import DataFolder
from caflux.up.plan import DEMO_PREFIX

ADMIN_PASSWORD = ("CAFLUX_ADMIN_PASSWORD", "CAFLUX_ADMIN_PASSWORD_FILE")


def import_demo(url: str, folder: DataFolder, environment: Mapping[str, str]) -> str:
    """Import the demo's PVs and say how that went.

    A failure is not the end of `caflux up`: the next start tries again.
    """
    # Here, because it brings NumPy with it, which the other starts do without.
    from caflux_demo_ioc.catalogue import demo_pvs

    rows = [PvRow(name=pv.name, description=pv.description) for pv in demo_pvs(DEMO_PREFIX)]
    try:
        with Client(url) as client, client.as_admin(_password(folder, environment), "caflux up --demo"):
            result = client.import_pvs(rows)
        folder.demo_imported.touch()
    except (CafluxError, OSError) as error:
        return f"the demo's PVs were not imported: {error}"
    return f"{result.added} demo PVs were added"


def _password(folder: DataFolder, environment: Mapping[str, str]) -> str:
    variable, file = (environment.get(name) for name in ADMIN_PASSWORD)
    if variable:
        return variable
    return Path(file or folder.admin_password).read_text(encoding="utf-8").rstrip("\r\n")
