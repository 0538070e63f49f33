"""Rollups from the archive's samples: of hours that the stream could not sum up, and of data from before.

It goes round the PVs for as long as the engine runs, one small step of each PV at a time, and rests four
times as long as it has worked. All that it has to know lies in the archive, so it may stop at any moment:
which hours are doubtful, and from when on a PV has rollups (`since`), which moves back until it is before the
PV's first sample.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from caflux_storage import Archive, ArchiveError, Writer
from caflux_storage.encode import sample_prefix
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span
from caflux_storage.rollups import HOUR, MINUTE, Marks, encode_cleared, encode_since

log = structlog.get_logger("caflux.rebuild")

SETTLED = 2 * MINUTE
"""So long after its end everything of an hour has been written, or there is something in the spool."""
_GROUP = 50
_FEW, _MANY = 20_000, 200_000
"""Samples of a step below which the next one takes twice as many hours, and above which it takes half."""
_LONGEST = 720
"""Hours."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much it may take of the archive.

    Attributes:
        rest: it rests so many times as long as it has worked.
        round_s: the time from the end of a round in which nothing was left to do to the next one.
        first_s: the same while no PV has connected yet.
    """

    rest: float = 4.0
    round_s: float = 60.0
    first_s: float = 1.0


@dataclass(slots=True)
class Rebuild:
    """One engine's part.

    Attributes:
        pvs: gives the PVs of this engine that are numbers.
        held_up: tells whether something is not in the archive yet: a row that comes late out of the spool
            would be put over one that was built anew.
    """

    archive: Archive
    writer: Writer
    pvs: Callable[[], Iterable[str]]
    held_up: Callable[[], bool]
    now_ns: Callable[[], int]
    steady_s: Callable[[], float]
    pace: Pace = field(default_factory=Pace)
    _hours: dict[str, int] = field(default_factory=dict)

    async def run(self) -> None:
        """Go round for ever."""
        trouble = ""
        while True:
            try:
                steps = 0 if self.held_up() else await self.round()
                trouble = ""
            except ArchiveError as error:
                steps = 0
                if not trouble:
                    log.warning("rollups wait for the archive", reason=str(error))
                trouble = str(error)
            if not steps:
                await asyncio.sleep(self.pace.round_s if any(self.pvs()) else self.pace.first_s)

    async def close(self) -> None:
        """Give connections back."""
        await self.archive.close()
        await self.writer.close()

    async def round(self) -> int:
        """Take one step of each PV that has something to do; give how many that were.

        Raises:
            ArchiveError: the archive is away, or does not take what is written.
        """
        pvs, steps = list(self.pvs()), 0
        for at in range(0, len(pvs), _GROUP):
            group = pvs[at : at + _GROUP]
            async with self._work():
                marks = await self.archive.marks(group, 0, self.now_ns())
            for pv in group:
                if self.held_up():
                    return steps
                steps += await self._try(pv, marks)
        return steps

    async def _try(self, pv: str, marks: Mapping[str, Marks]) -> int:
        try:
            async with self._work():
                return await self._step(pv, marks.get(pv, Marks()))
        except ArchiveError:
            raise
        except Exception:
            log.exception("rollups of a PV can't be made", pv=pv)
            return 0

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[None]:
        """Rest after what is done within."""
        began = self.steady_s()
        yield
        await asyncio.sleep(self.pace.rest * (self.steady_s() - began))

    async def _step(self, pv: str, marks: Marks) -> int:
        """Do one thing for a PV; tell whether there was one."""
        now = self.now_ns()
        if marks.since is None:
            await self.writer.write(encode_since(sample_prefix(pv), now - now % HOUR))
            return 1
        for hour, made in marks.doubtful.items():
            if hour >= marks.since and max(hour + HOUR, made) + SETTLED <= now:
                await self._build(pv, Span(hour, hour + HOUR), encode_cleared(sample_prefix(pv), hour, made))
                return 1
        if marks.since and marks.since + SETTLED <= now:
            await self._go_back(pv, marks.since)
            return 1
        return 0

    async def _go_back(self, pv: str, since: int) -> None:
        """Make the rollups of the hours before `since`, up to the one that has the sample before it."""
        before = (await self.archive.last([pv], since - 1)).get(pv)
        if before is None:
            await self.writer.write(encode_since(sample_prefix(pv), 0))
            return
        newest = int(before.time[0])
        stop = newest - newest % HOUR + HOUR
        hours = self._hours.get(pv, 1)
        start = max(stop - hours * HOUR, 0)
        samples = await self._build(pv, Span(start, stop), encode_since(sample_prefix(pv), start))
        if samples < _FEW:
            self._hours[pv] = min(2 * hours, _LONGEST)
        elif samples > _MANY:
            self._hours[pv] = max(hours // 2, 1)

    async def _build(self, pv: str, hours: Span, mark: bytes) -> int:
        """Write rows of whole hours, then the mark that says so; give the number of their samples."""
        made = await rebuilt(self.archive, pv, hours, self.now_ns())
        await self.writer.write(made.lines)
        await self.writer.write(mark)
        return made.samples
