"""How long an InfluxDB keeps things: it deletes by itself what its retention policies don't keep."""

from collections.abc import Mapping

from caflux_storage.influx.http import InfluxHttp
from caflux_storage.influx.policies import Policies
from caflux_storage.retention import Retention


class InfluxKeeper:
    """A `Keeper` of InfluxDB's retention policies."""

    def __init__(self, http: InfluxHttp) -> None:
        self._http = http
        self._policies = Policies(http)

    async def follow(self, classes: Mapping[str, Retention], *, change: bool) -> list[str]:
        """Make the policies of the classes, and alter them."""
        return await self._policies.follow(classes, change=change)

    async def sweep(self, now: int) -> int:
        """Leave it to InfluxDB."""
        del now
        return 0

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()
