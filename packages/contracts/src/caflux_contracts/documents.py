"""Saved documents: views and boards that somebody made on the dashboard, for themselves or for all."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from caflux_contracts.pvs import Model

MOST_BYTES = 256 * 1024
MOST_DEPTH = 32


class DocumentKind(StrEnum):
    """What a document is to the dashboard."""

    VIEW = "view"
    """Of the viewer: traces, ranges, axes."""
    BOARD = "board"
    """Of the dashboard: tiles and where they are."""


def text_of(content: dict[str, Any]) -> str:
    """Give content as JSON, the same for what is equal."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def _bounded(content: dict[str, Any]) -> dict[str, Any]:
    level: list[Any] = [content]
    for _ in range(MOST_DEPTH):
        level = [inner for one in level for inner in _inside(one)]
    if level:
        raise ValueError(f"it is nested more than {MOST_DEPTH} deep")
    size = len(text_of(content).encode())
    if size > MOST_BYTES:
        raise ValueError(f"it has {size:,} bytes, and may have {MOST_BYTES:,}")
    return content


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


Content = Annotated[
    dict[str, Any],
    AfterValidator(_bounded),
    Field(description="What the dashboard makes of it is its own affair; at most 256 KiB of JSON."),
]
DocumentName = Annotated[
    str, Field(pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]{0,98}[^\s\x00-\x1f\x7f])?$")
]
DocumentId = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,32}$")]


class DocumentSettings(Model):
    """What somebody decides about a document."""

    name: DocumentName
    description: Annotated[str, Field(max_length=1_000)] = ""
    shared: bool = Field(default=False, description="Whether everybody who may read sees it.")
    content: Content


class NewDocument(DocumentSettings):
    """A document to keep."""

    kind: DocumentKind


class DocumentEntry(Model):
    """A document in a list, without its content."""

    id: DocumentId
    kind: DocumentKind
    name: str
    description: str
    shared: bool
    owner: str = Field(description="Whose it is; empty of a shared one whose owner is no user any more.")
    created_at: datetime
    changed_at: datetime
    changed_by: str
    version: int = Field(description="Counts its changes; in quotes it is its ETag.")


class SavedDocument(DocumentEntry):
    """A document."""

    content: dict[str, Any]


class DocumentList(Model):
    """The documents that somebody may see, by name."""

    documents: list[DocumentEntry]
