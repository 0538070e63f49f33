"""Imports of many PVs: how, and what became of each row."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from caflux_contracts.pvs import Model


class ImportMode(StrEnum):
    """What an import does with PVs that are there, and with those that it doesn't name."""

    ADD = "add"
    """PVs that are there stay as they are."""
    CHANGE = "change"
    """PVs that are there are changed, and none is added: those that are not there are skipped."""
    UPSERT = "upsert"
    """PVs that are there are changed."""
    REPLACE = "replace"
    """And those that the import doesn't name are deleted."""


class Outcome(StrEnum):
    """What an import does with a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    DELETED = "deleted"
    REFUSED = "refused"


class RowError(Model):
    """Why one row of an import was refused."""

    row: int = Field(description="Counted from 1, the header not counted.")
    name: str
    detail: str


class ImportedRow(Model):
    """What became, or would become, of one row."""

    row: int | None = Field(description="Counted from 1, the header not counted; None of PVs not named.")
    name: str
    outcome: Outcome
    before: dict[str, Any] | None = Field(default=None, description="Of what changes, how it was.")
    after: dict[str, Any] | None = Field(default=None, description="Of what changes, how it is then.")
    detail: str = Field(default="", description="Why it was refused, or skipped.")


class ImportResult(Model):
    """What an import did, or would do; with errors it did nothing, unless asked for row by row."""

    dry_run: bool = False
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    deleted: int = 0
    refused: int = 0
    errors: list[RowError] = Field(default=[], description="The first hundred.")
    rows: list[ImportedRow] = Field(
        default=[],
        description="Where asked for a dry run or row by row: the first thousand that aren't unchanged. "
        "With Accept: application/x-ndjson there are all of them, as they are done.",
    )


class ImportProgress(Model):
    """How far an import is."""

    rows: int
    bytes: int = Field(description="Of the body, read so far.")
    of_bytes: int


class ImportLine(Model):
    """One line of an import's stream (application/x-ndjson): one of these is set, the last one ends it."""

    row: ImportedRow | None = None
    progress: ImportProgress | None = None
    result: ImportResult | None = None
    problem: dict[str, Any] | None = Field(default=None, description="Why it ended before its end.")
