"""How long an InfluxDB keeps things: it deletes by itself what its retention policies don't keep."""

from collections.abc import Mapping

from caflux_storage.influx.http import InfluxHttp, Params
from caflux_storage.influx.policies import Policies
from caflux_storage.retention import LEVELS, RAW, Retention
from caflux_storage.rollups import HOUR, MARKS, MEASUREMENTS
from caflux_storage.seam import ArchiveRefused, ArchiveUnavailable

_DELETE_S = 600.0
"""To delete years of a fast PV takes InfluxDB a while: it looks into every shard."""
_SELECT_ANY = {
    RAW: "SELECT value,text,array,special FROM",
    **dict.fromkeys(MEASUREMENTS, "SELECT count FROM"),
}
"""Every row has one of these fields."""

_DELETE = ";".join(
    [
        f"DELETE FROM {MARKS} WHERE pv = $p0 AND time > 0 AND time < $hour",  # noqa: S608 - constants
        *(
            f"DELETE FROM {name} WHERE pv = $p0 AND time < $before"  # noqa: S608 - constants
            for name in (*MEASUREMENTS.values(), "sample")
        ),
    ]
)


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

    async def holds(self, pv: str, before: int) -> bool:
        """Look for a row of any width."""
        for width in LEVELS:
            select = f"{_SELECT_ANY[width]} {await self._policies.sources(width)}"
            where = "WHERE pv = $p0 AND time < $before LIMIT 1"
            found = await self._http.query(f"{select} {where}", {"p0": pv, "before": before})
            if any(series.rows for series in found):
                return True
        return False

    async def purge(self, pv: str, before: int) -> None:
        """Delete from all retention policies, which is what InfluxDB's DELETE does; rollups first."""
        params: Params = {"p0": pv, "before": before, "hour": before - before % HOUR}
        try:
            await self._http.query(_DELETE, params, _DELETE_S)
        except ArchiveRefused as error:
            raise ArchiveUnavailable(f"what is purged of {pv} can't be deleted: {error}") from error
        if await self.holds(pv, before):  # asking again and again at once would help nobody
            raise ArchiveUnavailable(f"InfluxDB has data of {pv} still that it was told to delete")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()
