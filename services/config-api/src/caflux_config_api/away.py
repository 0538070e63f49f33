"""Answer 503 while the database is away."""

from caflux_service.problems import Unavailable, problem
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

AWAY = (OperationalError, InterfaceError, PoolTimeoutError)


def answer_when_away(app: FastAPI) -> None:
    """Answer errors of the connection to the database with a problem that says to come back."""

    async def on_away(request: Request, error: Exception) -> JSONResponse:
        del error
        return problem(
            Unavailable.status,
            "the configuration's database can't be reached, or is busy; try again",
            instance=request.url.path,
            headers=Unavailable.headers,
        )

    for kind in AWAY:
        app.add_exception_handler(kind, on_away)
