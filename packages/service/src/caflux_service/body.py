"""A bound on the length of request bodies, whatever their Content-Length says."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caflux_service.problems import problem


class _TooLong(Exception):
    """More arrived than the limit."""


class BodyLimit:
    """ASGI middleware that answers 413 to a body of more than `limit` bytes; `larger` ones for some paths."""

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int] = MappingProxyType({})) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        limit = self._larger.get(path, self._limit)
        exchange = _Exchange(limit, scope, receive, send)
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > limit:
            await exchange.refuse()
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except _TooLong:
            await exchange.refuse()


class _Exchange:
    """One request and its answer."""

    def __init__(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        self._limit = limit
        self._scope = scope
        self._receive = receive
        self._send = send
        self._seen = 0
        self._started = False
        self._refused = False

    async def receive(self) -> Message:
        """Give the next piece of the request."""
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise _TooLong
        return message

    async def send(self, message: Message) -> None:
        """Send a piece of the answer, unless it is one that the application made of a body cut short."""
        if self._seen > self._limit:
            await self.refuse()
        if not self._refused:
            self._started = True
            await self._send(message)

    async def refuse(self) -> None:
        """Answer 413, if there is no answer yet."""
        if not self._started:
            self._started = self._refused = True
            answer = problem(413, f"the body is longer than the {self._limit} bytes that are accepted")
            await answer(self._scope, self._receive, self._send)
