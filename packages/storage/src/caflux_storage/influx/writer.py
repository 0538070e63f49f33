"""Writing to InfluxDB by aioinflux, which is unmaintained: this file alone knows it."""

import io
import warnings

import aiohttp

from caflux_storage.influx.address import Address, authorization, error_of, retry_after_s
from caflux_storage.influx.http import away, message_of
from caflux_storage.influx.policies import PREFIX

with warnings.catch_warnings():
    # It warns at import that it found no pandas, which we don't hand it.
    warnings.filterwarnings("ignore", "Pandas/Numpy is not available", UserWarning)
    from aioinflux import InfluxDBClient

_TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10)


class _Batch:
    """Line protocol for aioinflux as a file: aiohttp sends bytes in one go, in which nothing else runs."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def to_lineprotocol(self) -> io.BytesIO:
        """Give what is sent."""
        return io.BytesIO(self._lines)


class InfluxWriter:
    """A `Writer` to InfluxDB.

    What an aioinflux error says of a refusal is a header that influxd cuts at 1,024 bytes, before it says how
    many points it dropped; so the answer's body is read by a hook of the session instead.
    """

    def __init__(self, address: Address, user: str | None, password: str | None) -> None:
        self._address = address
        self._headers = authorization(user, password)
        self._client: InfluxDBClient | None = None

    async def write(self, lines: bytes, policy: str = "") -> None:
        """Store line protocol."""
        if not lines:
            return
        if self._client is None:
            self._client = self._connect()  # aioinflux wants a running loop
        try:
            await self._client.write(_Batch(lines), rp=f"{PREFIX}{policy}" if policy else None)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise away(self._address, error) from error

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _connect(self) -> InfluxDBClient:
        return InfluxDBClient(
            host=f"[{self._address.host}]" if ":" in self._address.host else self._address.host,
            port=self._address.port,
            ssl=self._address.scheme == "https",
            db=self._address.database,
            headers=self._headers,  # its own way of sending a password is deprecated in aiohttp
            timeout=_TIMEOUT,
            raise_for_status=self._check,
        )

    async def _check(self, response: aiohttp.ClientResponse) -> None:
        if response.status != 204:
            message = message_of(await response.read())
            raise error_of(self._address, response.status, message, retry_after_s(response.headers))
