"""What a search for PVs looks at and tells."""

from typing import NamedTuple

from pydantic import Field

from caflux_contracts.pvs import Model


class CatalogueEntry(NamedTuple):
    """A configured PV, as short as can be: there are 100,000 of them in one answer."""

    name: str
    description: str
    egu: str
    type: str


class ConfiguredCatalogue(Model):
    """Every configured PV; `version` changes with the list and with what IOCs say of the PVs."""

    version: str
    pvs: list[CatalogueEntry]


class FoundPv(Model):
    """A PV that a search found."""

    name: str
    description: str = ""
    egu: str = ""
    type: str = Field(
        default="", description="As its IOC has it: double, enum, …; of virtual ones `virtual`."
    )
    archived: bool = Field(description="Whether there are data of it.")
    first: int | None = Field(default=None, description="Its first sample, ns; with `times` only.")
    last: int | None = Field(default=None, description="Its newest sample, ns; with `times` only.")


class SearchAnswer(Model):
    """Answer of GET /api/query/v1/search, the best first."""

    pvs: list[FoundPv]
    total: int = Field(description="PVs that match; of a fuzzy search those that are given.")
    fuzzy: bool = Field(description="Nothing matches as it was typed: these are similar.")
