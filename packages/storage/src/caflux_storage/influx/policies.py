"""The retention policies of an InfluxDB: one for samples, rollups of a minute and of an hour of each class.

What is of `standard` lies in the database's default policy, and so do all events and marks.
"""

import asyncio
import re
from collections.abc import Mapping

from caflux_storage.influx.http import InfluxHttp
from caflux_storage.retention import LEVELS, RAW, Retention, class_of, policy_of
from caflux_storage.rollups import HOUR, MEASUREMENTS, MINUTE
from caflux_storage.seam import ArchiveRefused, ArchiveUnavailable
from caflux_storage.summary import NS

PREFIX = "caflux_"
DAY = 24 * HOUR
MOST_SHARD = {RAW: 28 * DAY, MINUTE: 91 * DAY, HOUR: 364 * DAY}
"""The longest time (ns) that one shard is to hold: each shard costs memory, and each look over all time."""
_PARTS = 16
"""A shard is deleted as a whole: so much more than what is to be kept stays at most, as a part of that."""
_FRESH_S = 5.0
_NAMES = {RAW: "sample", **MEASUREMENTS}
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(\d+)s")


def shard_of(kept_for: int | None, width: int) -> int:
    """Give how long (ns) shards are of what is kept for so long (ns; None: for ever), in whole hours."""
    if kept_for is None:
        return MOST_SHARD[width]
    unit = DAY if kept_for >= _PARTS * DAY else HOUR
    return min(max(kept_for // _PARTS // unit * unit, HOUR), MOST_SHARD[width])


class Policies:
    """What policies there are, looked up every few seconds at most."""

    def __init__(self, http: InfluxHttp) -> None:
        self._http = http
        self._found: dict[str, int | None] = {}
        self._default = ""
        self._looked_s = -_FRESH_S

    async def sources(self, width: int) -> str:
        """Give what to select samples (RAW) or rollups of a width (ns) from; mostly one measurement."""
        await self._look()
        name = _NAMES[width]
        others = [policy for policy in self._found if policy.endswith(f"_{LEVELS[width]}")]
        if not others:
            return name
        return ",".join(f'"{each}"."{name}"' for each in (self._default, *(PREFIX + one for one in others)))

    async def retention(self) -> dict[str, Retention]:
        """Give the classes that have policies."""
        await self._look()
        by_class: dict[str, dict[int, int | None]] = {}
        for policy, kept_for in self._found.items():
            if (found := class_of(policy)) is not None:
                by_class.setdefault(found[0], {})[found[1]] = kept_for
        return {name: Retention(*(of.get(width) for width in LEVELS)) for name, of in by_class.items()}

    async def follow(self, classes: Mapping[str, Retention], *, change: bool) -> list[str]:
        """Make and, with `change`, alter policies; tell which."""
        await self._read()
        told = []
        for name, retention in classes.items():
            for width in LEVELS:
                policy, kept_for = policy_of(name, width), retention.of(width)
                if policy not in self._found:
                    await self._have("CREATE", policy, kept_for, width)
                elif change and self._found[policy] != kept_for:
                    await self._have("ALTER", policy, kept_for, width)
                else:
                    continue
                told.append(f"{PREFIX}{policy}: {_text(kept_for)}")
        if told:
            await self._read()
        return told

    async def _have(self, verb: str, policy: str, kept_for: int | None, width: int) -> None:
        # The names are of letters, digits and _ only: the contract of a class's name, and LEVELS.
        replication = " REPLICATION 1" if verb == "CREATE" else ""
        statement = (
            f'{verb} RETENTION POLICY "{PREFIX}{policy}" ON "{self._http.address.database}" '
            f"DURATION {_text(kept_for)}{replication} SHARD DURATION {_text(shard_of(kept_for, width))}"
        )
        try:
            await self._http.query(statement)
        except ArchiveRefused as error:
            what = f"the retention policy {PREFIX}{policy} can't be made or altered"
            raise ArchiveUnavailable(f"{what}: {error}") from error

    async def _look(self) -> None:
        if asyncio.get_running_loop().time() - self._looked_s >= _FRESH_S:
            await self._read()

    async def _read(self) -> None:
        looked_s = asyncio.get_running_loop().time()
        found: dict[str, int | None] = {}
        for series in await self._http.query(f'SHOW RETENTION POLICIES ON "{self._http.address.database}"'):
            for row in series.rows:
                named = dict(zip(series.columns, row, strict=True))
                if named["default"]:
                    self._default = named["name"]
                elif named["name"].startswith(PREFIX):
                    found[named["name"].removeprefix(PREFIX)] = _ns(named["duration"])
        self._found, self._looked_s = found, looked_s


def _text(duration: int | None) -> str:
    return "INF" if duration is None else f"{duration // NS}s"


def _ns(text: str) -> int | None:
    """Read a duration as InfluxDB tells it, 720h0m0s; 0s is for ever."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ArchiveUnavailable(f"InfluxDB tells of a retention policy of {text!r}, which is no duration")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * NS or None
