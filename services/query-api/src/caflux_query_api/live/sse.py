"""Server-sent events as bytes (WHATWG HTML, section 9.2), and the response that sends them."""

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing

import orjson
from caflux_contracts.pvs import Model
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from caflux_query_api.gone import ClientGone, unless_gone
from caflux_query_api.live.chunk import Chunk

HEARTBEAT = b":\n\n"
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


def hello(retry_ms: int) -> bytes:
    """Begin a stream; the client is to wait for `retry_ms` before it connects again."""
    return b": CAFlux\nretry: %d\n\n" % retry_ms


def event(kind: str, data: bytes, cursor: str | None = None) -> bytes:
    """Give an event; `data` is JSON without line ends."""
    return b"event: %b\n%bdata: %b\n\n" % (
        kind.encode(),
        b"" if cursor is None else b"id: %b\n" % cursor.encode(),
        data,
    )


def chunks_event(kind: str, chunks: Iterable[Chunk], cursor: str) -> bytes:
    """Give samples of several PVs as one event: a client has all of them and their id, or none."""
    return event(kind, b"[%b]" % b",".join(chunk.document for chunk in chunks), cursor)


def model_event(kind: str, data: Model) -> bytes:
    """Give an event that bears no id."""
    return event(kind, orjson.dumps(data.model_dump(mode="json")))


class EventStream(Response):
    """Sends pieces as they come, until they end or the client goes away; `release` is called in any case."""

    media_type = "text/event-stream"

    def __init__(
        self, pieces: AsyncGenerator[bytes] | None = None, release: Callable[[], None] | None = None
    ) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._pieces = pieces
        self._release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        try:
            await unless_gone(Request(scope, receive), self._send(send))
        except (ClientGone, OSError):
            pass  # nobody is there any more
        finally:
            if self._release is not None:
                self._release()

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if self._pieces is not None:
            async with aclosing(self._pieces) as pieces:
                async for piece in pieces:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
