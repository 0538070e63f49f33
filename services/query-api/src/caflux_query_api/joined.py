"""An archive in which a PV with several names is one: data under any of them are given as those of the one.

A record that was renamed has been archived under one name and goes on under another. Nothing of that is
moved in the archive, which says what a PV was called when its data came; they are joined as they are read.
Of samples with one timestamp under two names, the one under the name of now is given.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace

import numpy as np
from caflux_storage import Archive
from caflux_storage.bins import Bins
from caflux_storage.retention import Retention
from caflux_storage.rollups import HOUR, Marks
from caflux_storage.runs import Run
from caflux_storage.samples import Samples
from caflux_storage.seam import CHUNK, TAIL, Event, Witness
from caflux_storage.summary import Summaries
from numpy.typing import NDArray

NamesOf = Callable[[str], tuple[str, ...]]


class JoinedArchive:
    """An `Archive` by any name of a PV.

    Args:
        archive: what is there.
        names_of: gives every name of a PV, the one of now first.
    """

    def __init__(self, archive: Archive, names_of: NamesOf) -> None:
        self._archive = archive
        self._names_of = names_of

    async def samples(self, pv: str, start: int, stop: int, first: int = CHUNK) -> AsyncIterator[Samples]:
        """Give the samples of a range in time order."""
        names = self._names_of(pv)
        chunks = [self._archive.samples(name, start, stop, first) for name in names]
        async for chunk in chunks[0] if len(chunks) == 1 else merged(chunks):
            yield chunk

    async def counts(self, pv: str, start: int, stop: int) -> tuple[int, int]:
        """Count samples and alarms; one with the same timestamp under two names counts twice."""
        found = [await self._archive.counts(name, start, stop) for name in self._names_of(pv)]
        return sum(samples for samples, _ in found), sum(alarms for _, alarms in found)

    async def witness(self, pv: str, start: int, stop: int) -> Witness:
        """Count samples, alarms and events of all its names."""
        found = [await self._archive.witness(name, start, stop) for name in self._names_of(pv)]
        return Witness(*map(sum, zip(*found, strict=True)))

    async def last(self, pvs: Sequence[str], at: int) -> Mapping[str, Samples]:
        """Give each PV's last sample with time <= at."""
        return self._newest(pvs, await self._archive.last(self._all(pvs), at))

    async def sampled(
        self, pvs: Sequence[str], start: int, stop: int, width: int
    ) -> Mapping[str, NDArray[np.float64]]:
        """Give each PV's first number in every `width` ns, of the name of now where there are two."""
        found = await self._archive.sampled(self._all(pvs), start, stop, width)
        joined: dict[str, NDArray[np.float64]] = {}
        for pv in pvs:
            for name in self._names_of(pv):
                if name in found:
                    known = joined.get(pv)
                    joined[pv] = (
                        found[name] if known is None else np.where(np.isnan(known), found[name], known)
                    )
        return joined

    async def events(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[str] = (), limit: int = CHUNK
    ) -> list[Event]:
        """Give the events of a range, and before it each collector's last of a PV, by time."""
        found = await self._archive.events(self._all(pvs), start, stop, kinds, limit)
        return self._joined_events(pvs, found, start, limit)

    async def recorded(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[Sequence[str]]
    ) -> tuple[Mapping[str, Samples], list[list[Event]]]:
        """Give each PV's last sample with time < start, and the events of each group of kinds."""
        carried, groups = await self._archive.recorded(self._all(pvs), start, stop, kinds)
        return self._newest(pvs, carried), [self._joined_events(pvs, some, start, CHUNK) for some in groups]

    async def runs(self, stop: int) -> list[Run]:
        """Give the runs of engines that began before `stop` (ns)."""
        return await self._archive.runs(stop)

    async def rollups(self, pv: str, width: int, start: int, stop: int) -> AsyncIterator[Bins]:
        """Give rollups of a range; of hours that two names share, which `marks` calls doubtful, one's."""
        names = self._names_of(pv)
        if len(names) == 1:
            async for rows in self._archive.rollups(pv, width, start, stop):
                yield rows
            return
        chunks = [rows for name in names async for rows in self._archive.rollups(name, width, start, stop)]
        if chunks:
            yield _in_order(width, chunks)

    async def marks(self, pvs: Sequence[str], start: int, stop: int) -> Mapping[str, Marks]:
        """Tell which rollups may be trusted: of several names those of all of them."""
        found = await self._archive.marks(self._all(pvs), start, stop)
        joined: dict[str, Marks] = {}
        for pv in pvs:
            names = self._names_of(pv)
            if len(names) == 1:
                joined.update({pv: found[pv]} if pv in found else {})
            else:
                joined[pv] = await self._joined_marks(names, found, start, stop)
        return joined

    async def since(self, cursors: Mapping[str, int]) -> Mapping[str, Samples]:
        """Give of each PV the first samples (at most TAIL) after its cursor."""
        if all(self._names_of(pv) == (pv,) for pv in cursors):
            return await self._archive.since(cursors)
        asked: dict[str, int] = {}
        for pv, cursor in cursors.items():
            for name in self._names_of(pv):
                asked[name] = min(cursor, asked.get(name, cursor))
        found = await self._archive.since(asked)
        joined = {}
        for pv, cursor in cursors.items():
            names = [name for name in self._names_of(pv) if name in found]
            parts = [found[name] for name in names]
            # What lies behind the end of a full answer may lack samples of that name in between.
            full = [int(part.time[-1]) for part in parts if len(part) >= TAIL]
            samples = _merge([part[part.time > cursor] for part in parts])
            samples = samples[samples.time <= min(full)] if full else samples
            if len(samples):
                joined[pv] = samples[:TAIL]
        return joined

    async def happened(self, pvs: Sequence[str], after: int) -> list[Event]:
        """Give the events of PVs with time > `after` (ns), by time."""
        return self._joined_events(pvs, await self._archive.happened(self._all(pvs), after), after, CHUNK)

    async def retention(self) -> Mapping[str, Retention]:
        """Give the retention classes that were ever used, by name, but for `standard`."""
        return await self._archive.retention()

    async def names(self) -> list[str]:
        """Give every name under which there are data."""
        return await self._archive.names()

    async def has(self, pv: str) -> bool:
        """Tell whether there are data of a PV."""
        return any([await self._archive.has(name) for name in self._names_of(pv)])

    async def has_before(self, time: int) -> bool:
        """Tell whether there is a sample of any PV before a time (ns)."""
        return await self._archive.has_before(time)

    async def ping(self) -> None:
        """Ask whether it is there."""
        await self._archive.ping()

    async def close(self) -> None:
        """Give connections back."""
        await self._archive.close()

    def _all(self, pvs: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(name for pv in pvs for name in self._names_of(pv)))

    def _newest(self, pvs: Sequence[str], found: Mapping[str, Samples]) -> Mapping[str, Samples]:
        joined = {}
        for pv in pvs:
            known = [found[name] for name in self._names_of(pv) if name in found]
            if known:
                joined[pv] = max(known, key=lambda sample: int(sample.time[0]))
        return joined

    def _joined_events(self, pvs: Sequence[str], found: list[Event], start: int, limit: int) -> list[Event]:
        if all(len(self._names_of(pv)) == 1 for pv in pvs):
            return found
        by_name: dict[str, list[Event]] = {}
        for event in found:
            by_name.setdefault(event.pv, []).append(event)
        joined: list[Event] = []
        for pv in pvs:
            events = [replace(one, pv=pv) for name in self._names_of(pv) for one in by_name.get(name, ())]
            events.sort(key=lambda event: event.time)
            before = {event.collector: event for event in events if event.time < start}
            inside = [event for event in events if event.time >= start]
            joined += [*before.values(), *inside[:limit]]
        return sorted(joined, key=lambda event: event.time)

    async def _joined_marks(
        self, names: Sequence[str], found: Mapping[str, Marks], start: int, stop: int
    ) -> Marks:
        """Trust rows from when on every name has them, as far as it has samples, but for hours of two."""
        known = [found.get(name, Marks()) for name in names]
        sinces = []
        hours: dict[int, int] = {}
        for name, marks in zip(names, known, strict=True):
            end = stop if marks.since is None else min(marks.since, stop)
            if start < end and (await self._archive.counts(name, start, end))[0]:
                if marks.since is None:
                    return Marks()
                sinces.append(marks.since)
            async for rows in self._archive.rollups(name, HOUR, start, stop):
                for hour in rows.time.tolist():
                    hours[hour] = hours.get(hour, 0) + 1
        doubtful = {hour: 0 for hour, number in hours.items() if number > 1}
        for marks in known:
            doubtful |= marks.doubtful
        return Marks(max(sinces, default=start), doubtful)


async def merged(streams: Sequence[AsyncIterator[Samples]]) -> AsyncIterator[Samples]:
    """Give streams of samples, each in time order, as one; of equal times those of the first stream."""
    waiting: list[Samples] = [Samples.empty() for _ in streams]
    open_: list[AsyncIterator[Samples] | None] = list(streams)
    while any(open_) or any(map(len, waiting)):
        for place, stream in enumerate(open_):
            if stream is not None and not len(waiting[place]):
                waiting[place] = await anext(stream, Samples.empty())
                if not len(waiting[place]):
                    open_[place] = None
        ends = [int(some.time[-1]) for some, stream in zip(waiting, open_, strict=True) if stream is not None]
        until = min(ends, default=None)
        ready = [some if until is None else some[some.time <= until] for some in waiting]
        waiting = [some[len(given) :] for some, given in zip(waiting, ready, strict=True)]
        chunk = await asyncio.to_thread(_merge, ready)
        for begin in range(0, len(chunk), CHUNK):
            yield chunk[begin : begin + CHUNK]


def _merge(parts: Sequence[Samples]) -> Samples:
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else Samples.empty()
    samples = Samples.concatenate(list(parts))
    return samples[np.argsort(samples.time, kind="stable")].distinct()


def _in_order(width: int, chunks: Sequence[Bins]) -> Bins:
    names = [each.name for each in fields(Summaries)]
    columns = {name: np.concatenate([getattr(chunk.of, name) for chunk in chunks]) for name in names}
    time = np.concatenate([chunk.time for chunk in chunks])
    _, rows = np.unique(time, return_index=True)
    return Bins(width, time[rows], Summaries(**columns)[rows])
