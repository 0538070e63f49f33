"""The OpenAPI document, with the problems that every operation may answer."""

import asyncio
from typing import Any

from caflux_contracts.problem import Problem
from fastapi import FastAPI

_PROBLEM: dict[str, Any] = {
    "description": "What is wrong, and what to do about it.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_NOT_OURS = ("HTTPValidationError", "ValidationError")


class DocumentedApp(FastAPI):
    """An application whose document says that errors are problem details, all in one form.

    `stopping` is set when the server begins to stop: what would go on for long (a poll, a stream) ends then.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.stopping = asyncio.Event()

    def openapi(self) -> dict[str, Any]:
        """Give the document."""
        if self.openapi_schema is None:
            document = super().openapi()
            for path in document["paths"].values():
                for operation in path.values():
                    _document_problems(operation["responses"])
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for name in _NOT_OURS:
                schemas.pop(name, None)
            schemas["Problem"] = Problem.model_json_schema()
        assert self.openapi_schema is not None
        return self.openapi_schema


def _document_problems(responses: dict[str, Any]) -> None:
    """Put Problem in the place of FastAPI's own error, and say that any other error is one, too."""
    automatic = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if automatic.get("$ref", "").endswith("/HTTPValidationError"):
        responses["422"] = {**_PROBLEM, "description": "A value is missing, unknown, or out of its bounds."}
    responses.setdefault("default", _PROBLEM)
