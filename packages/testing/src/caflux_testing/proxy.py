"""What stands between a client and its server: it listens in a thread of its own, and can be gone."""

import asyncio
import socket
import struct
import threading
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from caflux_testing.ports import LOOPBACK, free_port

_RESET = struct.pack("ii", 1, 0)


def reset(writer: asyncio.StreamWriter) -> None:
    """Cut a connection, unless it is closed, with a TCP reset: what has not arrived yet is lost."""
    if not writer.is_closing():
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        writer.transport.abort()


class Proxy(ABC):
    """Accepts connections; what becomes of each is said by `serve`.

    Attributes:
        port: The same after `stop` and `start`.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None

    @abstractmethod
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, until it ends."""

    def start(self) -> None:
        """Listen."""
        listening = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run(listening)), name=f"proxy-{self.port}", daemon=True
        )
        self._thread.start()
        listening.wait()

    def stop(self) -> None:
        """Listen no more and reset every connection: the server seems to be gone."""
        if self._thread and self._loop and self._ending:
            self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def _run(self, listening: threading.Event) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        at_work: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(self.serve(reader, writer))
            at_work[task] = writer
            task.add_done_callback(at_work.pop)

        server = await asyncio.start_server(accept, LOOPBACK, self.port)
        listening.set()
        await self._ending.wait()
        server.close()
        ending = dict(at_work)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        for client in ending.values():
            reset(client)  # also one that was not served yet
        await asyncio.sleep(0)
