"""Other names of PVs."""

from datetime import datetime

from pydantic import Field

from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model


class AliasOf(Model):
    """Of which PV a name is to be another name."""

    pv: PvName


class Alias(AliasOf):
    """Another name of a PV. What was archived under it counts as the PV's."""

    name: PvName
    renamed: bool = Field(description="Whether the PV was called so before.")
    created_at: datetime
    created_by: str


class AliasList(Model):
    """Every alias, at one revision of the configuration."""

    revision: int
    aliases: list[Alias]
