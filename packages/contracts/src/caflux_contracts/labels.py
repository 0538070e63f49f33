"""Short words that PVs are given: groups, tags, and the fields of records."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

_LABEL = r"^[^\s,;\x00-\x1f\x7f]{1,64}$"


def _label(word: str) -> str:
    if not re.fullmatch(_LABEL.removesuffix("$"), word):
        raise ValueError(f"{word!r} has to be a word of 1 to 64 characters without commas and semicolons")
    return word


Label = Annotated[str, AfterValidator(_label), WithJsonSchema({"type": "string", "pattern": _LABEL})]
FieldName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,15}$")]


def _sorted(words: tuple[str, ...]) -> tuple[str, ...]:
    """Give each once, in order: what is equal compares equal."""
    return tuple(sorted(set(words)))


def _but_val(fields: tuple[str, ...]) -> tuple[str, ...]:
    if "VAL" in fields:
        raise ValueError("VAL is what is archived of a PV anyway")
    return fields


Labels = Annotated[tuple[Label, ...], Field(max_length=32), AfterValidator(_sorted)]
FieldNames = Annotated[
    tuple[FieldName, ...], Field(max_length=32), AfterValidator(_sorted), AfterValidator(_but_val)
]
