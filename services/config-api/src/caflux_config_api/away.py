"""Answer 503 while the database is away, busy, or of another version."""

from caflux_service.problems import Unavailable, problem
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from caflux_config_api.parts import parts_of
from caflux_config_api.schema import check_schema

_MAY_BE_THE_DATABASE = (OperationalError, InterfaceError, PoolTimeoutError, ProgrammingError, OSError)


def answer_when_away(app: FastAPI) -> None:
    """Answer errors of the database with a problem that says what is to be done."""

    async def on_error(request: Request, error: Exception) -> JSONResponse:
        try:
            await check_schema(parts_of(request).database)
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
