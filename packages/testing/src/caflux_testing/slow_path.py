"""A path to a TCP server that takes its time."""

import asyncio
from contextlib import suppress

from caflux_testing.ports import LOOPBACK
from caflux_testing.proxy import Proxy, reset

_PIECE = 64 * 1024


class SlowPath(Proxy):
    """Passes bytes on, both ways; each piece so much later as is set.

    Args:
        server_port: Of the server, on loopback.

    Attributes:
        delay_s: How much later, in seconds; from the next piece on.
    """

    def __init__(self, server_port: int) -> None:
        super().__init__()
        self.delay_s = 0.0
        self._server_port = server_port

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what either side says, until one of them hangs up."""
        try:
            from_server, to_server = await asyncio.open_connection(LOOPBACK, self._server_port)
        except OSError:
            reset(writer)
            return
        ways = [
            asyncio.create_task(self._pass_on(reader, to_server)),
            asyncio.create_task(self._pass_on(from_server, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            to_server.close()
            writer.close()

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(_PIECE):
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                sink.write(piece)
                await sink.drain()
