"""The APIs and the dashboard as one application."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from caflux_service.problems import install_problems
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from caflux.web.dashboard import Dashboard


def create(apis: Mapping[str, FastAPI], frontend: Path) -> FastAPI:
    """Mount `apis` at /api/<name> and `frontend` at /.

    A mounted application's lifespan is not run by Starlette, so it is run here: in the order given, and
    taken down in reverse.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for api in apis.values():
                await stack.enter_async_context(api.router.lifespan_context(api))
            yield

    app = FastAPI(title="CAFlux", lifespan=lifespan, openapi_url=None)
    install_problems(app)
    # Starlette leaves event streams alone: they would wait in the compressor.
    app.add_middleware(GZipMiddleware, minimum_size=1_024, compresslevel=4)
    for name, api in apis.items():
        app.mount(f"/api/{name}", api)
    app.mount("/api", _no_such_api)
    app.mount("/", Dashboard(directory=frontend, html=True))
    return app


async def _no_such_api(scope: Scope, receive: Receive, send: Send) -> None:
    del receive, send
    raise HTTPException(404, f"there is no {scope['path']}; the APIs are config, query and supervisor")
