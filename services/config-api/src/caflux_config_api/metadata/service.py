"""Keep what IOCs say of their PVs."""

import math
from collections.abc import Sequence
from typing import Any

from caflux_contracts.pvs import PvMetadata

from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.metadata import repository
from caflux_config_api.revision import lock_revision


class Metadata:
    """The metadata of PVs, as last reported."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def report(self, reported: Sequence[PvMetadata]) -> None:
        """Store metadata; of PVs that are no longer configured they are left out."""
        latest = {metadata.pv: metadata for metadata in reported}
        if not latest:
            return
        async with self._database.writing() as session:
            await lock_revision(session)  # one writer at a time; metadata are no change of the revision
            ids = await repository.ids_by_name(session, latest)
            rows = [{"pv_id": pv_id, **_columns(latest[name])} for name, pv_id in ids.items()]
            if rows:
                await repository.upsert(session, rows, self._clock())


def _columns(metadata: PvMetadata) -> dict[str, Any]:
    # An IOC may well report NaN as a limit that nobody has set; MySQL has no such number.
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in metadata.model_dump(exclude={"pv"}).items()
    }
