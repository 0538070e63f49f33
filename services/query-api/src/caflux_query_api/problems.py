"""The archive's errors as problems: the one mapping of this service."""

from caflux_service.problems import Invalid, Unavailable, problem
from caflux_storage import ArchiveError, ArchiveRefused
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from caflux_query_api.data import TooMuch
from caflux_query_api.gone import ClientGone

_CLIENT_CLOSED_REQUEST = 499
"""As nginx calls it; there is none in the standard."""


def install_archive_problems(app: FastAPI) -> None:
    """Answer 503 where the archive is away and 422 where too much was asked; a refused query is our fault."""

    async def on_archive_error(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, ArchiveRefused):
            raise error
        return problem(Unavailable.status, str(error), instance=request.url.path, headers=Unavailable.headers)

    async def on_too_much(request: Request, error: Exception) -> JSONResponse:
        return problem(Invalid.status, str(error), instance=request.url.path)

    async def on_client_gone(request: Request, error: Exception) -> Response:
        del request, error
        return Response(status_code=_CLIENT_CLOSED_REQUEST)  # which nobody reads

    app.add_exception_handler(ClientGone, on_client_gone)
    app.add_exception_handler(ArchiveError, on_archive_error)
    app.add_exception_handler(TooMuch, on_too_much)
