"""One mapping from errors to HTTP: `application/problem+json` (RFC 9457).

```
ApiError            500
├─ BadRequest       400   what was asked makes no sense
├─ Unauthorised     401   who are you?
├─ Forbidden        403   you may not
├─ NotFound         404
├─ Conflict         409
├─ PreconditionFailed 412   it is not what you have read
├─ TooLarge         413
├─ UnsupportedMediaType 415
├─ Invalid          422   the form is right, a value is not
├─ PreconditionRequired 428   say what you have read
├─ TooMany          429
└─ Unavailable      503   something that this service needs is away; Retry-After
```
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from caflux_contracts.problem import Problem
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

PROBLEM_JSON = "application/problem+json"
_SAY_MORE = {
    "Not Found": "there is nothing at this address",
    "Method Not Allowed": "this address doesn't take this method; the header Allow has those that it takes",
}


class ApiError(Exception):
    """An error with an HTTP status; its message goes to the client: what happened, to what, what to do."""

    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, detail: str, *, errors: list[dict[str, Any]] | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.sent_headers = (
            self.headers if retry_after_s is None else {**self.headers, "Retry-After": str(retry_after_s)}
        )


class BadRequest(ApiError):
    """What was asked makes no sense."""

    status = HTTPStatus.BAD_REQUEST


class Unauthorised(ApiError):
    """Nobody, or nobody known, is asking."""

    status = HTTPStatus.UNAUTHORIZED
    headers: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": "Bearer"}


class Forbidden(ApiError):
    """Who is asking may not."""

    status = HTTPStatus.FORBIDDEN


class NotFound(ApiError):
    """There is no such thing."""

    status = HTTPStatus.NOT_FOUND


class Conflict(ApiError):
    """It does not fit what is there."""

    status = HTTPStatus.CONFLICT


class PreconditionFailed(ApiError):
    """It is not what the client has seen."""

    status = HTTPStatus.PRECONDITION_FAILED


class PreconditionRequired(ApiError):
    """The client must say what it has seen."""

    status = HTTPStatus.PRECONDITION_REQUIRED


class TooLarge(ApiError):
    """The body is larger than it may be."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnsupportedMediaType(ApiError):
    """The body is of a type that isn't understood here."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class Invalid(ApiError):
    """A value is out of its bounds."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooMany(ApiError):
    """Asked too often."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "5"}


class Unavailable(ApiError):
    """Something that this service needs is away."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "5"}


class ProblemResponse(JSONResponse):
    """A problem as it is sent; it also carries what a client sent that no UTF-8 can hold."""

    media_type = PROBLEM_JSON

    def render(self, content: Any) -> bytes:
        """Give the body; half a surrogate pair becomes its JSON escape."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


def problem(
    status: int,
    detail: str,
    *,
    instance: str | None = None,
    errors: list[dict[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Make an answer of a problem."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=instance,
        errors=errors,
    )
    return ProblemResponse(body.model_dump(exclude_none=True), status, headers=dict(headers or {}))


def describe(errors: Sequence[Any]) -> tuple[str, list[dict[str, Any]]]:
    """Turn pydantic's errors into a sentence and a list of where and what."""
    rows = [
        {
            "where": ".".join(str(part) for part in error["loc"]),
            "what": str(error["msg"]).removeprefix("Value error, "),
        }
        for error in errors[:100]
    ]
    sentence = "; ".join(f"{row['where']}: {row['what']}" for row in rows[:3])
    if len(errors) > 3:
        sentence += f"; and {len(errors) - 3} more"
    return sentence, rows


def _body_is_not_json(error: Any) -> bool:
    return bool(error["type"] == "json_invalid")


def _type_of_body(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_json(content_type: str) -> bool:
    return content_type.startswith("application/") and content_type.endswith(("/json", "+json"))


def install_problems(app: FastAPI) -> None:
    """Answer every error of `app` as a problem; one that is unforeseen is logged, not told."""
    log = structlog.get_logger("caflux.http")

    async def on_api_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ApiError)
        return problem(
            error.status,
            error.detail,
            instance=request.url.path,
            errors=error.errors,
            headers=error.sent_headers,
        )

    async def on_validation_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        errors = error.errors()
        sentence, rows = describe(errors)
        if any(_body_is_not_json(row) for row in errors):
            return problem(400, f"the body is not valid JSON: {sentence}", instance=request.url.path)
        if any(row["loc"] == ("body",) and row["type"] != "missing" for row in errors):
            content_type = _type_of_body(request)
            if not _is_json(content_type):
                told = content_type or "a body without Content-Type"
                return problem(
                    415, f"the body must be application/json, not {told}", instance=request.url.path
                )
        return problem(422, sentence, instance=request.url.path, errors=rows)

    async def on_http_exception(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        detail = _SAY_MORE.get(error.detail, str(error.detail))
        return problem(error.status_code, detail, instance=request.url.path, headers=error.headers)

    async def on_anything(request: Request, error: Exception) -> JSONResponse:
        log.error("request failed", method=request.method, path=request.url.path, exc_info=error)
        return problem(
            500,
            "this is a fault in CAFlux; the service's log has the details",
            instance=request.url.path,
        )

    app.add_exception_handler(ApiError, on_api_error)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(Exception, on_anything)
