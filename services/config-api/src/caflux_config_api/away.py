"""Answer 503 while the database is away, busy, or of another version."""

import asyncio

from caflux_service.problems import Unavailable, problem
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from caflux_config_api.database import Database
from caflux_config_api.parts import parts_of
from caflux_config_api.schema import check_schema

PATIENCE_S = 3.0
"""For a look at what is wrong: the client has waited for long already."""
_MAY_BE_THE_DATABASE = (OperationalError, InterfaceError, PoolTimeoutError, ProgrammingError, OSError)


def answer_when_away(app: FastAPI) -> None:
    """Answer errors of the database with a problem that says what is to be done."""
    look = _Look()

    async def on_error(request: Request, error: Exception) -> JSONResponse:
        try:
            await look.at(parts_of(request).database)
        except Unavailable as other_version:
            detail = other_version.detail
        except (SQLAlchemyError, OSError):
            detail = "the configuration's database can't be reached; try again when it is back"
        else:
            if isinstance(error, (ProgrammingError, OSError)):
                raise error  # our own fault
            detail = "the configuration's database was busy or away for a moment; try again"
        return problem(Unavailable.status, detail, instance=request.url.path, headers=Unavailable.headers)

    for kind in _MAY_BE_THE_DATABASE:
        app.add_exception_handler(kind, on_error)


class _Look:
    """One look at the database for all who ask meanwhile: where it stands still, each takes a connection."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    async def at(self, database: Database) -> None:
        """Find that it is there, and of our version.

        Raises:
            Unavailable: it is of another one.
            SQLAlchemyError, OSError: it is not there, or says nothing.
        """
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(check_schema(database), name="config-look")
        done, _ = await asyncio.wait([self._task], timeout=PATIENCE_S)
        if not done:  # it goes on: a call that is cancelled costs the connection
            self._task.add_done_callback(_hear)
            raise TimeoutError("the database says nothing")
        self._task.result()


def _hear(task: asyncio.Task[None]) -> None:
    """Take what a task ended with, which nobody waits for."""
    if not task.cancelled():
        task.exception()
