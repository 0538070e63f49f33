"""Problem details for HTTP APIs (RFC 9457)."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Problem(BaseModel):
    """Body of every error answer, `application/problem+json`."""

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[dict[str, Any]] | None = None
