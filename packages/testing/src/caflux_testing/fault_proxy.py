"""An HTTP proxy between a client and its server that fails in the ways of networks and servers.

It listens on a real socket and speaks to the real server; what happens to requests is switched while it runs.
"""

import asyncio
import re
import threading
from collections import Counter
from urllib.parse import urlsplit

import h11

from caflux_testing.faults import Answer, At, BlackHole, Cut, Delay, Fault, Pass, Rewrite
from caflux_testing.http_peer import Gone, Message, Peer
from caflux_testing.ports import LOOPBACK
from caflux_testing.proxy import Proxy


class FaultProxy(Proxy):
    """Passes requests on to a server, or does to them what `meet` says.

    Attributes:
        port: The same after `stop` and `start`.
        url: What the client is given instead of `target`, with the same path.
    """

    def __init__(self, target: str) -> None:
        """Prepare it for a server's URL, e.g. the one of `InfluxServer.new_database()`."""
        super().__init__()
        parts = urlsplit(target)
        self._host, self._server_port = parts.hostname or LOOPBACK, parts.port or 80
        self.url = f"http://{LOOPBACK}:{self.port}{parts.path}"
        self._lock = threading.Lock()
        self._plan: tuple[Fault, int | None, str] = (Pass(), None, "")
        self._met: Counter[Fault] = Counter()

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

    def _next(self, path: str) -> Fault:
        with self._lock:
            fault, times, only = self._plan
            if not path.startswith(only) or times == 0:
                fault = Pass()
            elif times is not None:
                self._plan = (fault, times - 1, only)
            self._met[fault] += 1
            return fault

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a client's requests, one after the other."""
        client = Peer(h11.SERVER, reader, writer)
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
