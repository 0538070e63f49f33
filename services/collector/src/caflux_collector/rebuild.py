"""Rollups from the archive's samples: of hours that the stream could not sum up, and of data from before.

It goes round the PVs for as long as the engine runs, a group of PVs and one small step of each at a time, and
rests four times as long as it has worked. All that it has to know lies in the archive, so it may stop at any
moment: which hours are doubtful, and from when on a PV has rollups (`since`), which moves back until it is
before the PV's first sample. A mark is written only after the rows that it tells of.

What one request can ask for many PVs it does: an engine has tens of thousands. Where the archive refuses what
is written of a group, each of its PVs is tried by itself, so that one that can't be rolled up harms no other.
"""

import asyncio
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import structlog
from caflux_storage import Archive, ArchiveError, ArchiveUnavailable, PointsExpired, Writer
from caflux_storage.encode import sample_prefix
from caflux_storage.rebuild import rebuilt
from caflux_storage.recording import Span
from caflux_storage.rollups import HOUR, encode_since
from caflux_storage.summary import NS

from caflux_collector.rebuild_plan import SETTLED, Strides, cleared, decide

log = structlog.get_logger("caflux.rebuild")

_GROUP = 100
"""PVs that are asked for together."""
_WRITE = 1_000_000
"""Bytes of rows that are written together."""
_NAMED = 10
"""PVs that a line of log names."""

Do = Callable[[Sequence[str]], Awaitable[Collection[str]]]
"""Takes one step of some PVs, and gives those that may have another."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much it may take of the archive.

    Attributes:
        rest: it rests so many times as long as it has worked.
        round_s: the time from the end of a round in which nothing was left to do to the next one.
        first_s: the same while no PV has connected yet.
        again_s: a PV that has nothing to do is not looked at for so long, unless it is known when it will.
    """

    rest: float = 4.0
    round_s: float = 60.0
    first_s: float = 1.0
    again_s: float = 900.0


@dataclass(slots=True)
class Rebuild:
    """One engine's part.

    Attributes:
        pvs: gives the PVs of this engine that are numbers.
        held_up: tells whether something is not in the archive yet: a row that comes late out of the spool
            would be put over one that was built anew.
        alone: is held during a step; while another holds it, samples are deleted.
    """

    archive: Archive
    writer: Writer
    pvs: Callable[[], Iterable[str]]
    held_up: Callable[[], bool]
    now_ns: Callable[[], int]
    steady_s: Callable[[], float]
    pace: Pace = field(default_factory=Pace)
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    _strides: Strides = field(default_factory=Strides)
    _due: dict[str, int] = field(default_factory=dict)
    _has_history: bool = False
    _empty_before: int = 0
    _failed: list[str] = field(default_factory=list)

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
            ArchiveError: the archive is away.
        """
        now, pvs, steps = self.now_ns(), list(self.pvs()), 0
        self._empty_before = 0  # something may have been imported since the last round
        self._due = {pv: due for pv in pvs if (due := self._due.get(pv, 0)) > now}
        try:
            for group in _parts([pv for pv in pvs if pv not in self._due], _GROUP):
                if self.held_up():
                    break
                steps += await self._group(group)
        finally:
            self._tell_failed()
        return steps

    async def _group(self, pvs: Sequence[str]) -> int:
        """Take one step of each PV of a group that has something to do; give how many that were."""
        async with self._work():
            now = self.now_ns()
            todo = decide(pvs, await self.archive.marks(pvs, 0, now), now)
        jobs: list[tuple[Do, Sequence[str]]] = [
            (partial(self._rebuild, hour, made), list(made)) for hour, made in todo.build.items()
        ]
        jobs += [(partial(self._go_back, since), some) for since, some in todo.back.items()]
        jobs += [(self._begin, todo.begin)] if todo.begin else []
        steps, busy = 0, set[str]()
        for do, some in jobs:
            if self.held_up():
                return steps
            steps += await self._try(do, some, busy)
        again = now + round(self.pace.again_s * NS)
        self._due |= {pv: min(todo.later.get(pv, again), again) for pv in pvs if pv not in busy}
        return steps

    async def _try(self, do: Do, pvs: Sequence[str], busy: set[str]) -> int:
        """Take a step of some PVs; give of how many, and add those to `busy` that may have another.

        What fails for all of them together is tried again for each by itself.
        """
        try:
            async with self._work():
                busy.update(await do(pvs))
        except ArchiveUnavailable:
            raise
        except Exception:
            if len(pvs) == 1:
                if not self._failed:
                    log.exception("rollups of a PV can't be made", pv=pvs[0])
                self._failed.append(pvs[0])
                return 0
            return sum([await self._try(do, [pv], busy) for pv in pvs])
        return len(pvs)

    def _tell_failed(self) -> None:
        failed, self._failed = self._failed, []
        if len(failed) > 1:
            log.error("rollups of PVs can't be made", pvs=failed[:_NAMED], of=len(failed))

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[None]:
        """Rest after what is done within."""
        async with self.alone:
            began = self.steady_s()
            yield
        await asyncio.sleep(self.pace.rest * (self.steady_s() - began))

    async def _begin(self, pvs: Sequence[str]) -> Collection[str]:
        """Have rollups from this hour on; from ever where there is nothing from before."""
        now = self.now_ns()
        since = now - now % HOUR
        older = await self._older(pvs, since) if since + SETTLED <= now else dict.fromkeys(pvs, since)
        await self._write_since({pv: since if pv in older else 0 for pv in pvs})
        return older

    async def _older(self, pvs: Sequence[str], since: int) -> Mapping[str, int]:
        """Give the time (ns) of each PV's last sample before `since`; those without one are left out."""
        if not self._has_history and since > self._empty_before:
            self._has_history = await self.archive.has_before(since)
            self._empty_before = since
        if not self._has_history:
            return {}
        found = await self.archive.last(pvs, since - 1)
        return {pv: int(sample.time[0]) for pv, sample in found.items()}

    async def _go_back(self, since: int, pvs: Sequence[str]) -> Collection[str]:
        """Make the rollups of some hours before `since`, up to the one that has the sample before it."""
        older = await self._older(pvs, since)
        spans: dict[Span, list[str]] = {}
        for pv, newest in older.items():
            spans.setdefault(self._strides.span(pv, newest), []).append(pv)
        for span, some in spans.items():
            marks = {pv: encode_since(sample_prefix(pv), span.start) for pv in some}
            for pv, samples in (await self._build(span, marks)).items():
                self._strides.taken(pv, samples)
        ended = [pv for pv in pvs if pv not in older]
        await self._write_since(dict.fromkeys(ended, 0))
        for pv in ended:
            self._strides.end(pv)
        return older

    async def _write_since(self, since: Mapping[str, int]) -> None:
        await self.writer.write(b"".join(encode_since(sample_prefix(pv), time) for pv, time in since.items()))

    async def _rebuild(self, hour: int, made: Mapping[str, int], pvs: Sequence[str]) -> Collection[str]:
        """Build an hour anew that is doubtful since `made` (ns, by PV)."""
        await self._build(Span(hour, hour + HOUR), {pv: cleared(pv, hour, made[pv]) for pv in pvs})
        return pvs

    async def _build(self, hours: Span, marks: Mapping[str, bytes]) -> dict[str, int]:
        """Write rows of whole hours, then the PVs' marks that say so; give the numbers of their samples."""
        samples, rows, done = dict[str, int](), dict[str, bytes](), list[bytes]()
        async for made in rebuilt(self.archive, list(marks), hours, self.now_ns()):
            samples[made.pv] = made.samples
            for policy, lines in made.lines.items():
                rows[policy] = rows.get(policy, b"") + lines
            done.append(marks[made.pv])
            if sum(map(len, rows.values())) > _WRITE:
                await self._write(rows, done)
                rows, done = {}, []
        await self._write(rows, done)
        return samples

    async def _write(self, rows: Mapping[str, bytes], marks: Sequence[bytes]) -> None:
        for policy, lines in rows.items():
            with suppress(PointsExpired):  # nobody is to have these any more
                await self.writer.write(lines, policy)
        await self.writer.write(b"".join(marks))


def _parts(pvs: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for at in range(0, len(pvs), size):
        yield pvs[at : at + size]
