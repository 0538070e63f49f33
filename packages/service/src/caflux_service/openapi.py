"""The OpenAPI document, with the problems that every operation may answer."""

import asyncio
from typing import Any

from caflux_contracts.access import Permission
from caflux_contracts.problem import Problem
from fastapi import FastAPI

from caflux_service.access import COOKIE, OWN_PAGE, Route, needs_of
from caflux_service.examples import EXAMPLES

_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_PROBLEM: dict[str, Any] = {
    "description": "What is wrong, and what to do about it.",
    "content": _CONTENT,
}
_SAYS = {
    400: "What was asked makes no sense.",
    401: "Nobody, or nobody known, is asking.",
    403: "Who is asking may not.",
    404: "There is no such thing.",
    409: "It does not fit what is there.",
    412: "It is not what the ETag in If-Match says.",
    413: "The body is longer than is accepted.",
    415: "The body is of a type that is not understood here.",
    422: "A value is missing, unknown, or out of its bounds.",
    429: "Asked too often; the header Retry-After has when to ask again, in seconds.",
    503: "Something that this needs is away; the header Retry-After has when to ask again, in seconds.",
}
_READS_TOO = frozenset({"get", "head"})
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
                for method, operation in path.items():
                    _document_problems(method, operation)
                    _document_streams(operation["responses"])
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for name in _NOT_OURS:
                schemas.pop(name, None)
            schemas["Problem"] = Problem.model_json_schema()
            for name in schemas.keys() & EXAMPLES.keys():
                schemas[name]["examples"] = [EXAMPLES[name]]
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
        _add_problems(operation["responses"], {401, 403})
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


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Give what a route says of problems that it may answer, besides those that all routes like it do."""
    return {status: {"description": _SAYS[status]} for status in statuses}


def _document_problems(method: str, operation: dict[str, Any]) -> None:
    """Put Problem in the place of FastAPI's own error, and say which others there may be, and any other."""
    responses = operation["responses"]
    automatic = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if automatic.get("$ref", "").endswith("/HTTPValidationError"):
        del responses["422"]
        _add_problems(responses, {422})
    for status, answer in responses.items():
        if status >= "400":
            answer.setdefault("content", _CONTENT)
    _add_problems(responses, _usual(method, operation))
    responses.setdefault("default", _PROBLEM)


def _usual(method: str, operation: dict[str, Any]) -> set[int]:
    """Give the problems that an operation may answer for what it takes."""
    takes = {(given["in"], given["name"]) for given in operation.get("parameters", [])}
    usual = {503} if method in _READS_TOO else {409, 503}
    if any(place == "path" for place, _ in takes):
        usual.add(404)
    if ("query", "cursor") in takes:
        usual.add(400)
    if ("header", "if-match") in takes:
        usual |= {400, 412}
    return usual | {400, 413, 415} if "requestBody" in operation else usual


def _add_problems(responses: dict[str, Any], statuses: set[int]) -> None:
    for status in sorted(statuses):
        responses.setdefault(str(status), {"description": _SAYS[status], "content": _CONTENT})
