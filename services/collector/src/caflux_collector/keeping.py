"""Has the archive keep things for as long as their retention classes say.

Every collector makes what is missing, so that its samples find a place. Only the one that config-api names as
the keeper, by a list that came from there just now, changes for how long things are kept: an old list must
not have anything deleted.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from caflux_contracts.collectors import Assignment
from caflux_contracts.retention import AssignedRetention, seconds_of
from caflux_storage.retention import Retention
from caflux_storage.seam import ArchiveError, Keeper
from caflux_storage.summary import NS

log = structlog.get_logger("caflux.keeping")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often it looks.

    Attributes:
        look_s: the time between two looks at the archive.
        retry_s: the same while the archive is away.
        rest: while it deletes, it rests so many times as long as it has worked.
    """

    look_s: float = 300.0
    retry_s: float = 2.0
    rest: float = 4.0


@dataclass(slots=True)
class Keeping:
    """One engine's part.

    Attributes:
        classes: for how long each class but `standard` keeps things; none: nobody uses classes.
    """

    keeper: Keeper
    now_ns: Callable[[], int]
    steady_s: Callable[[], float]
    pace: Pace = field(default_factory=Pace)
    classes: Mapping[str, Retention] = field(default_factory=dict)
    _is_keeper: bool = False
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, given: Assignment) -> None:
        """Take the classes of a PV list."""
        self.classes = {each.name: _retention(each) for each in given.retention}
        self._is_keeper = given.keeper
        self._told.set()

    async def run(self) -> None:
        """Have the archive follow for ever."""
        trouble = False
        while True:
            self._told.clear()
            try:
                await self._follow()
                trouble = False
            except ArchiveError as error:
                if not trouble:
                    log.warning("retention classes wait for the archive", reason=str(error))
                trouble = True
            await self._wait(self.pace.retry_s if trouble else self.pace.look_s)

    async def _follow(self) -> None:
        if not self.classes:
            return
        change = self._is_keeper
        for what in await self.keeper.follow(self.classes, change=change):
            log.info("retention", what=what)
        deleted = 0
        while change and not self._told.is_set():
            began = self.steady_s()
            some = await self.keeper.sweep(self.now_ns())
            if not some:
                break
            deleted += some
            await asyncio.sleep(self.pace.rest * (self.steady_s() - began))
        if deleted:
            log.info("deleted what has expired", rows=deleted)

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._told.wait(), seconds)
        except TimeoutError:
            return

    async def close(self) -> None:
        """Give connections back."""
        await self.keeper.close()


def _retention(given: AssignedRetention) -> Retention:
    return Retention(
        *(None if duration is None else seconds_of(duration) * NS for duration in given.levels().values())
    )
