"""An HTTP proxy between a client and its server that fails in the ways of networks and servers.

It listens on a real socket and speaks to the real server; what happens to requests is switched while it runs.
"""

import asyncio
import re
import threading
from collections import Counter
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import h11

from caflux_testing.faults import Answer, At, BlackHole, Cut, Delay, Fault, Pass, Rewrite
from caflux_testing.http_peer import Gone, Message, Peer
from caflux_testing.ports import LOOPBACK, free_port


class FaultProxy:
    """Passes requests on to a server, or does to them what `meet` says.

    Attributes:
        port: The same after `stop` and `start`.
        url: What the client is given instead of `target`, with the same path.
    """

    def __init__(self, target: str) -> None:
        """Prepare it for a server's URL, e.g. the one of `InfluxServer.new_database()`."""
        parts = urlsplit(target)
        self._host, self._server_port = parts.hostname or LOOPBACK, parts.port or 80
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}{parts.path}"
        self._lock = threading.Lock()
        self._plan: tuple[Fault, int | None, str] = (Pass(), None, "")
        self._met: Counter[Fault] = Counter()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None

    def meet(self, fault: Fault, times: int | None = None, path: str = "") -> None:
        """Have the requests that begin from now on meet a fault.

        Args:
            fault: What happens to them.
            times: To so many requests, afterwards they pass; None: to all.
            path: Only to those whose path begins so, e.g. `/write`.
        """
        with self._lock:
            self._plan = (fault, times, path)

    def met(self, fault: Fault) -> int:
        """Give how many requests met this fault (`Pass()`: passed) since the proxy was made."""
        with self._lock:
            return self._met[fault]

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
        at_work: dict[asyncio.Task[None], Peer] = {}

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            client = Peer(h11.SERVER, reader, writer)
            task = asyncio.create_task(self._serve(client))
            at_work[task] = client
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
            client.reset()  # also one that was not served yet
        await asyncio.sleep(0)

    def _next(self, path: str) -> Fault:
        with self._lock:
            fault, times, only = self._plan
            if not path.startswith(only) or times == 0:
                fault = Pass()
            elif times is not None:
                self._plan = (fault, times - 1, only)
            self._met[fault] += 1
            return fault

    async def _serve(self, client: Peer) -> None:
        try:
            while True:
                head = await client.head()
                if not await self._handle(client, head, self._next(head.target.decode())):
                    return
                client.next()
        except Gone:
            client.close()
        finally:
            client.reset()

    async def _handle(self, client: Peer, head: h11.Request, fault: Fault) -> bool:
        """Do to one request what is to be done; tell whether the connection lives on."""
        if fault == Cut(At.BEFORE):
            return False
        request = await client.rest(head)
        match fault:
            case BlackHole():
                await client.until_gone()
                return False
            case Answer():
                await client.send(_answer(fault))
                return True
            case Rewrite():
                request = request.with_body(re.sub(fault.pattern, fault.replacement, request.body))
            case Delay():
                await asyncio.sleep(fault.seconds)
            case _:
                pass
        return await self._pass_on(client, request, fault.at if isinstance(fault, Cut) else None)

    async def _pass_on(self, client: Peer, request: Message, cut: At | None) -> bool:
        server = await Peer.connect(self._host, self._server_port)
        try:
            await server.send(request, half=cut is At.IN_REQUEST)
            if cut is At.IN_REQUEST:
                return False
            response = await server.rest(await server.response())
            if cut is not At.BEFORE_RESPONSE:
                await client.send(response, half=cut is At.IN_RESPONSE)
            return cut is None
        finally:
            server.reset()


def _answer(fault: Answer) -> Message:
    headers = [("Content-Type", "application/json"), ("X-Influxdb-Error", fault.error)]
    if fault.retry_after is not None:
        headers.append(("Retry-After", fault.retry_after))
    body = b'{"error":"%s"}' % fault.error.encode()
    return Message(h11.Response(status_code=fault.status, headers=headers), b"").with_body(body)
