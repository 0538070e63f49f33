"""Where the next page begins: opaque to clients, JSON inside."""

import json
from base64 import b64decode, urlsafe_b64encode
from typing import Annotated, Any

from caflux_service.problems import BadRequest
from fastapi import Query

Cursor = Annotated[str | None, Query(max_length=4_000, description="`next_cursor` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1_000, description="Most entries of the page.")]

Offset = Annotated[
    int, Query(ge=0, le=10_000_000, description="PVs to pass over, instead of a cursor: to jump.")
]


def write_cursor(place: object) -> str:
    """Give the cursor of a place: numbers, texts, and lists of them."""
    return urlsafe_b64encode(json.dumps(place, ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Any:
    """Give the place of a cursor.

    Raises:
        BadRequest: it is not one.
    """
    try:
        return json.loads(b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError) as error:
        raise BadRequest("the cursor is not one that a page gave; start again without it") from error
