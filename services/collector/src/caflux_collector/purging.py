"""Deletes from the archive what config-api orders to be purged.

Every collector carries out every order: data of before may wait in its spool, whoever has the PV now. So it
begins when nothing that it collected waits, and is done when it looks again some seconds later and finds
nothing. What comes out of another spool later is deleted by the collector whose spool it was.

An order may be carried out again and again: what it deletes is what is older than a time, whoever asks. The
event that says so, and the doubts of the hours that are cut, are written before anything is deleted.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import structlog
from caflux_contracts.collectors import Assignment
from caflux_contracts.purges import Holding, PurgeOrder, PurgeReport, PurgeState
from caflux_storage import ArchiveError, Keeper
from caflux_storage.encode import encode_event, sample_prefix
from caflux_storage.purges import AT, PURGED, purged_before, purged_event
from caflux_storage.rollups import HOUR, encode_doubt

from caflux_collector.config_client import ConfigRefusedError, ConfigUnavailableError
from caflux_collector.rebuild import Rebuild

log = structlog.get_logger("caflux.purging")

Report = Callable[[int, PurgeReport], Awaitable[None]]
_SAID = 1_000
_SPOOL = "it waits until what was collected before, and is in the spool, is in the archive"
_AGAIN = "deleted; it is looked again whether more comes"


@dataclass(frozen=True, slots=True)
class Pace:
    """How often it looks.

    Attributes:
        again_s: from one look to the next; what was on its way when the order came is written meanwhile.
        rest: while it deletes, it rests so many times as long as it has worked.
        count_s: so long samples are counted that are to be deleted.
    """

    again_s: float = 6.0
    rest: float = 4.0
    count_s: float = 3.0


@dataclass(slots=True)
class _Begun:
    """An order, how often it was looked at since nothing waits, and what was told of it."""

    order: PurgeOrder
    looks: int = 0
    deleted: dict[str, Holding] = field(default_factory=dict)
    told: PurgeReport | None = None


@dataclass(slots=True)
class Purging:
    """One engine's part.

    Args:
        rebuild: its archive is used; it makes no rollups while what they are made from is deleted.
        keeper: deletes.
        report: tells config-api how far an order is.
        pace: how often it looks.
    """

    rebuild: Rebuild
    keeper: Keeper
    report: Report
    pace: Pace = field(default_factory=Pace)
    _orders: dict[int, _Begun] = field(default_factory=dict)
    _done: set[int] = field(default_factory=set)
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, given: Assignment) -> None:
        """Take the orders of a PV list; those that are not in it any more were withdrawn."""
        orders = [order for order in given.purges if order.id not in self._done]
        self._orders = {order.id: self._orders.get(order.id) or _Begun(order) for order in orders}
        if self._orders:
            self._told.set()

    async def run(self) -> None:
        """Carry out orders for ever."""
        while True:
            self._told.clear()
            await self.look()
            await self._wait()

    async def look(self) -> None:
        """Do what can be done of each order now."""
        for begun in list(self._orders.values()):
            if self._orders.get(begun.order.id) is begun:
                await self._carry_out(begun)

    async def holdings(self, names: list[str], before: int) -> list[Holding]:
        """Give what the archive has of names with time < `before` (ns), in so far as it is quick to tell.

        Raises:
            ArchiveError: the archive is away.
        """
        return [await self._holding(name, before) for name in names if await self.keeper.holds(name, before)]

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), self.pace.again_s if self._orders else None)

    async def _carry_out(self, begun: _Begun) -> None:
        """Look once, delete what is there, and tell how far it is."""
        order = begun.order
        if self.rebuild.held_up():
            begun.looks = 0
            await self._tell(begun, PurgeState.RUNNING, _SPOOL)
            return
        try:
            found = sum([await self._purge(begun, name) for name in order.names])
        except ArchiveError as error:
            begun.looks = 0
            await self._tell(begun, PurgeState.FAILED, f"{error}; it is tried again"[:_SAID])
            return
        if found or not begun.looks:
            begun.looks += 1
            await self._tell(begun, PurgeState.RUNNING, _AGAIN)
        elif await self._tell(begun, PurgeState.DONE, ""):
            self._done.add(order.id)
            self._orders.pop(order.id, None)

    async def _tell(self, begun: _Begun, state: PurgeState, detail: str) -> bool:
        """Tell config-api, unless it knows; give whether it knows."""
        report = PurgeReport(state=state, detail=detail, deleted=list(begun.deleted.values()))
        if report == begun.told:
            return True
        order = begun.order
        tell = log.warning if state is PurgeState.FAILED else log.info
        tell("purge", order=order.id, names=order.names, state=state, detail=detail)
        try:
            await self.report(order.id, report)
        except ConfigRefusedError as error:  # it was withdrawn: the next list lacks it
            log.warning("a purge's report is refused", order=order.id, reason=str(error))
        except ConfigUnavailableError:
            return False  # said by whoever else asks config-api
        begun.told = report
        return True

    async def _purge(self, begun: _Begun, name: str) -> bool:
        """Delete what one name has; tell whether there was something."""
        before = begun.order.before_ns
        if not await self.keeper.holds(name, before):
            return False
        if name not in begun.deleted:
            begun.deleted[name] = await self._holding(name, before)
        async with self.rebuild.alone:
            await self._say(begun.order, name)
            while await self.keeper.holds(name, before):
                async with self._work():
                    await self.keeper.purge(name, before)
        return True

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[None]:
        """Rest after what is done within."""
        began = self.rebuild.steady_s()
        yield
        await asyncio.sleep(self.pace.rest * (self.rebuild.steady_s() - began))

    async def _say(self, order: PurgeOrder, name: str) -> None:
        """Write that it was purged, and which hours have rollups of what is deleted and of what stays."""
        lines, before = [], order.before_ns
        said = purged_before(await self.rebuild.archive.events([name], AT, AT + 1, [PURGED]))
        if said is None or said < before:
            lines.append(encode_event(purged_event(name, before, order.by, order.reason)))
        if (await self.rebuild.archive.marks([name], 0, before)).get(name) is not None:
            now = self.rebuild.now_ns()
            lines += [encode_doubt(sample_prefix(name), hour, now) for hour in await self._cut(name, before)]
        if lines:
            await self.rebuild.writer.write(b"".join(lines))

    async def _cut(self, name: str, before: int) -> set[int]:
        """Give the hours (their begins, ns) in which what stays begins, or what was deleted was held on."""
        hours = {before - before % HOUR} if before % HOUR else set()
        stays = (await self.rebuild.archive.since({name: before - 1})).get(name)
        if stays is not None:
            first = int(stays.time[0])
            hours.add(first - first % HOUR)
        return hours

    async def _holding(self, name: str, before: int) -> Holding:
        first = (await self.rebuild.archive.since({name: -1})).get(name)
        last = (await self.rebuild.archive.last([name], before - 1)).get(name)
        samples, estimated = await self._count(name, before)
        return Holding(
            name=name,
            first_ns=None if first is None or first.time[0] >= before else int(first.time[0]),
            last_ns=None if last is None else int(last.time[0]),
            samples=samples,
            estimated=estimated,
        )

    async def _count(self, name: str, before: int) -> tuple[int | None, bool]:
        """Count the samples; where that takes too long, by the rollups, and tell whether it was so."""
        try:
            async with asyncio.timeout(self.pace.count_s):
                return (await self.rebuild.archive.counts(name, 0, before))[0], False
        except TimeoutError:
            rows = [rows async for rows in self.rebuild.archive.rollups(name, HOUR, 0, before)]
        return (sum(int(each.of.count.sum()) for each in rows), True) if rows else (None, True)
