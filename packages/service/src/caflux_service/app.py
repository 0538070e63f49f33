"""What every service's application has: problem details, /livez, /readyz, /metrics, and bounded bodies."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI, Response
from fastapi.routing import APIRoute
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from caflux_service.body import BodyLimit
from caflux_service.openapi import DocumentedApp
from caflux_service.problems import Unavailable, install_problems
from caflux_service.readiness import Readiness, ReadyCheck

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

MAX_BODY_BYTES = 64 * 1024 * 1024


def operation_id(route: APIRoute) -> str:
    """Name an operation by its function: stable, and the name of the generated client's method."""
    return route.name


def create_app(
    title: str,
    *,
    lifespan: Lifespan,
    routers: list[APIRouter],
    ready: ReadyCheck,
    needs: str = "what it needs",
    registry: CollectorRegistry,
    max_body_bytes: int = MAX_BODY_BYTES,
    larger_bodies: Mapping[str, int] | None = None,
) -> DocumentedApp:
    """Make a service's application.

    Args:
        title: Shown in the OpenAPI document.
        lifespan: Builds what the service needs and takes it down.
        routers: The service's routes.
        ready: Raises `ApiError` where the service can't serve, with the reason; asked by /readyz.
        needs: What `ready` asks, for the message where it does not answer in time.
        registry: Metrics of the service, served at /metrics.
        max_body_bytes: A longer body is refused with 413 before it is read.
        larger_bodies: Paths, and how many bytes are accepted there: routes that don't keep them in memory.
    """
    app = DocumentedApp(
        title=title,
        version=version("caflux-service"),
        lifespan=lifespan,
        generate_unique_id_function=operation_id,
        openapi_url="/openapi.json",
        redirect_slashes=False,  # behind a proxy that strips a prefix, the redirect would lead astray
    )
    install_problems(app)
    app.add_middleware(BodyLimit, limit=max_body_bytes, larger=larger_bodies or {})
    for router in routers:
        app.include_router(router)

    @app.get("/livez", include_in_schema=False)
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    readiness = Readiness(ready, needs)

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> dict[str, str]:
        await readiness.check()
        return {"status": "ready"}

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return app


async def always_ready() -> None:
    """For a service that needs nothing."""


__all__ = ["Unavailable", "always_ready", "create_app"]
