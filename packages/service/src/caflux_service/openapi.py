"""The OpenAPI document, with the problems that every operation may answer."""

import asyncio
from typing import Any

from caflux_contracts.access import Permission
from caflux_contracts.problem import Problem
from fastapi import FastAPI

from caflux_service.access import COOKIE, OWN_PAGE, Route, needs_of

_PROBLEM: dict[str, Any] = {
    "description": "What is wrong, and what to do about it.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_SCHEMES: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token, made by POST /v1/tokens."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": f"A browser's session, begun by POST /v1/session; writes also need `{OWN_PAGE}: 1`.",
    },
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
                    _document_streams(operation["responses"])
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for name in _NOT_OURS:
                schemas.pop(name, None)
            schemas["Problem"] = Problem.model_json_schema()
            _document_access(document, list(needs_of(self.routes)))
        assert self.openapi_schema is not None
        return self.openapi_schema


def _document_access(document: dict[str, Any], routes: list[Route]) -> None:
    """Say of each operation how to say who one is, and what it needs."""
    document["components"]["securitySchemes"] = _SCHEMES
    for route in routes:
        operation = document["paths"].get(route.path, {}).get(route.method.lower())
        if operation is None:
            continue
        if route.needs is None:
            operation["security"] = []
            continue
        needed = route.needs.any_of
        operation["security"] = [{scheme: []} for scheme in _SCHEMES]
        if Permission.READ in needed:
            operation["security"].append({})
        if needed:
            words = " or ".join(f"`{permission}`" for permission in sorted(needed))
            operation["x-permission"] = sorted(needed)
            said = operation.get("description", "")
            operation["description"] = f"{said}\n\nNeeds the permission {words}.".strip()


def _document_streams(responses: dict[str, Any]) -> None:
    """Take back that what is not JSON as a whole is a string, where the schema of its parts is given."""
    for answer in responses.values():
        schema = answer.get("content", {}).get("text/event-stream", {}).get("schema", {})
        if "anyOf" in schema:
            schema.pop("type", None)


def _document_problems(responses: dict[str, Any]) -> None:
    """Put Problem in the place of FastAPI's own error, and say that any other error is one, too."""
    automatic = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if automatic.get("$ref", "").endswith("/HTTPValidationError"):
        responses["422"] = {**_PROBLEM, "description": "A value is missing, unknown, or out of its bounds."}
    responses.setdefault("default", _PROBLEM)
