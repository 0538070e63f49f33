"""Virtual PVs: expressions that were given a name."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from caflux_contracts.expressions import parse
from caflux_contracts.names import PvName
from caflux_contracts.pvs import Model


def _readable(text: str) -> str:
    parse(text)
    return text


class VirtualPvSettings(Model):
    """What a user decides about a virtual PV."""

    expression: Annotated[
        str,
        AfterValidator(_readable),
        Field(max_length=4_000, description="Arithmetic over PVs, which may be virtual themselves."),
    ]
    description: Annotated[str, Field(max_length=1_000)] = ""
    egu: Annotated[str, Field(max_length=40, description="Engineering units of the result.")] = ""


class VirtualPv(VirtualPvSettings):
    """A virtual PV."""

    name: PvName
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


class VirtualPvList(Model):
    """Every virtual PV, by name, at one revision of the configuration."""

    revision: int
    pvs: list[VirtualPv]


class ExpressionScale(Model):
    """What the numbers of an expression are, as far as what its PVs say of themselves tells."""

    egu: str = Field(description="Engineering units; empty where there are none, or nobody knows.")
    precision: int | None = Field(description="Digits after the point, PREC; null where nobody knows.")
