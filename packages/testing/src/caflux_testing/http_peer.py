"""One end of an HTTP connection whose bytes are in our hands, to send half of them or none."""

import asyncio
from dataclasses import dataclass

import h11

from caflux_testing.proxy import reset

_CHUNK = 256 * 1024


class Gone(Exception):
    """The other end hung up, or does not speak HTTP."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request or response, whole."""

    head: h11.Request | h11.Response
    body: bytes

    def with_body(self, body: bytes) -> "Message":
        """Give the same with another body, and its length."""
        framing = (b"content-length", b"transfer-encoding")
        headers = [(name, value) for name, value in self.head.headers if name not in framing]
        headers.append((b"Content-Length", b"%d" % len(body)))
        if isinstance(self.head, h11.Request):
            return Message(
                h11.Request(method=self.head.method, target=self.head.target, headers=headers), body
            )
        return Message(h11.Response(status_code=self.head.status_code, headers=headers), body)


class Peer:
    """The other end of a connection. Every method raises `Gone` where it hung up."""

    def __init__(
        self,
        role: type[h11.SERVER] | type[h11.CLIENT],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Talk in the `role` of h11.SERVER or h11.CLIENT."""
        self._http = h11.Connection(role)
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, host: str, port: int) -> "Peer":
        """Connect to a server."""
        try:
            return cls(h11.CLIENT, *await asyncio.open_connection(host, port))
        except OSError as error:
            raise Gone(str(error)) from error

    async def head(self) -> h11.Request:
        """Give the head of the next request."""
        event = await self._event()
        if not isinstance(event, h11.Request):
            raise Gone(f"no request but {event}")
        return event

    async def response(self) -> h11.Response:
        """Give the head of the response."""
        event = await self._event()
        if not isinstance(event, h11.Response):
            raise Gone(f"no response but {event}")
        return event

    async def rest(self, head: h11.Request | h11.Response) -> Message:
        """Give the whole message that began with `head`."""
        parts: list[bytes] = []
        while isinstance(event := await self._event(), h11.Data):
            parts.append(bytes(event.data))
        if not isinstance(event, h11.EndOfMessage):
            raise Gone(f"no end but {event}")
        return Message(head, b"".join(parts))

    async def send(self, message: Message, *, half: bool = False) -> None:
        """Send a message, or the first half of its bytes."""
        events = [message.head, h11.Data(data=message.body), h11.EndOfMessage()]
        try:
            data = b"".join(self._http.send(event) or b"" for event in events)
            self._writer.write(data[: len(data) // 2] if half else data)
            await self._writer.drain()
        except (OSError, h11.ProtocolError) as error:
            raise Gone(str(error)) from error

    def next(self) -> None:
        """Begin with the next request of the same connection."""
        try:
            self._http.start_next_cycle()
        except h11.ProtocolError as error:
            raise Gone(str(error)) from error

    async def until_gone(self) -> None:
        """Wait until the other end hangs up."""
        try:
            while await self._reader.read(_CHUNK):
                pass
        except OSError as error:
            raise Gone(str(error)) from error

    def close(self) -> None:
        """Hang up in order: what was sent arrives."""
        self._writer.close()

    def reset(self) -> None:
        """Cut the connection, unless it is closed, with a TCP reset: what has not arrived yet is lost."""
        reset(self._writer)

    async def _event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        try:
            while (event := self._http.next_event()) is h11.NEED_DATA:
                self._http.receive_data(await self._reader.read(_CHUNK))
        except (OSError, h11.ProtocolError) as error:
            raise Gone(str(error)) from error
        return event
