"""Queries to InfluxDB over HTTP: bound parameters, MessagePack answers, the seam's errors."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import aiohttp

from caflux_storage.influx.address import Address, authorization, error_of
from caflux_storage.influx.rows import unpack
from caflux_storage.seam import CHUNK, ArchiveUnavailable

_HEADERS = {
    "Accept": "application/x-msgpack",
    "Accept-Encoding": "identity",
    "Content-Type": "application/x-www-form-urlencoded",
}
_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10)
PIECE = 5_000
"""Rows in a message: while influxd packs one, it reads the next."""

Params = Mapping[str, str | int]


class Series(NamedTuple):
    """Rows of one series of an answer: of which statement, counted from 0, and of which PV if grouped.

    A long series comes as several.
    """

    statement: int
    pv: str
    rows: list[list[Any]]
    columns: list[str]


class InfluxHttp:
    """One HTTP session with InfluxDB, opened at the first query, so that it is made within a running loop."""

    def __init__(self, address: Address, user: str | None, password: str | None) -> None:
        self.address = address
        self._headers = _HEADERS | authorization(user, password)
        self._session: aiohttp.ClientSession | None = None

    async def query(
        self, text: str, params: Params | None = None, patience_s: float | None = None
    ) -> list[Series]:
        """Give the series that InfluxQL selects; values reach it as bound parameters ($name) only.

        It may take `patience_s`, a minute where that is not said.

        Raises:
            ArchiveUnavailable: InfluxDB is away, or its database does not exist.
            ArchiveRefused: it does not accept the query.
        """
        within = aiohttp.ClientTimeout(total=patience_s, connect=10) if patience_s else _TIMEOUT
        return self.series(await self._post(text, params or {}, CHUNK, within))

    async def body(self, text: str, params: Params) -> bytes:
        """Give the answer to a query as it came: one MessagePack message a statement and PIECE of rows.

        Raises as `query` does, except that what a statement's own message says of an error is not looked at.
        """
        return await self._post(text, params, PIECE)

    async def close(self) -> None:
        """Close the session."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _post(
        self, text: str, params: Params, rows: int, within: aiohttp.ClientTimeout = _TIMEOUT
    ) -> bytes:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers, timeout=_TIMEOUT)
        form = {
            "q": text,
            "db": self.address.database,
            "params": json.dumps(dict(params)),
            "epoch": "ns",
            # Chunked answers are not cut at the server's max-row-limit.
            "chunked": "true",
            "chunk_size": str(rows),
        }
        try:
            async with self._session.post(
                f"{self.address.base}/query", data=urlencode(form).encode(), timeout=within
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise away(self.address, error) from error
        if response.status != 200:
            raise error_of(self.address, response.status, message_of(body))
        if response.content_type != "application/x-msgpack":
            raise ArchiveUnavailable(f"what answers at {self.address} is no InfluxDB with its v1 API")
        return body

    def series(self, body: bytes) -> list[Series]:
        """Give the series of an answer that came as `body`; raises as `query` does."""
        found = []
        for result in (result for answer in unpack(body) for result in answer["results"]):
            if "error" in result:
                raise error_of(self.address, 200, result["error"])
            for series in result.get("series") or ():
                tags, rows = series.get("tags") or {}, series.get("values") or []
                found.append(Series(result["statement_id"], tags.get("pv", ""), rows, series["columns"]))
        return found


def message_of(body: bytes) -> str:
    """Give the `error` of an answer in JSON or MessagePack, or what there is instead."""
    for parse in (json.loads, lambda packed: unpack(packed)[0]):
        try:
            return str(parse(body)["error"])
        except (ValueError, TypeError, LookupError):
            continue
    return body[:200].decode(errors="replace")


def away(address: Address, error: BaseException) -> ArchiveUnavailable:
    """Give the seam's error for a connection that failed."""
    said = "it did not answer in time" if isinstance(error, TimeoutError) else str(error)
    return ArchiveUnavailable(f"InfluxDB at {address} can't be reached: {said}")
