"""A real HTTP server for an application that stands in for a service at a test's far end."""

import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.wait import until


class HttpServer:
    """Serves an ASGI application on loopback, in a thread of its own.

    Attributes:
        port: The same after `stop` and `start`.
        url: Without a slash at its end.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen."""
        config = uvicorn.Config(
            self._app,
            host=LOOPBACK,
            port=self.port,
            http="h11",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        self._server = server
        self._thread = threading.Thread(target=server.run, name=f"http-{self.port}", daemon=True)
        self._thread.start()
        until(lambda: server.started, what=f"{self.url} to listen")

    def restart(self, app: ASGIApp) -> None:
        """Listen again, after `stop`, with an application that was made anew, as a new process has it."""
        self._app = app
        self.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
