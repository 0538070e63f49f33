"""The PV list: the last good one from disk at once, then config-api's as it changes.

A list that is in doubt (see `doubt`) is held: what it adds or changes is followed, the PVs that it lacks are
archived on until config-api has lacked the same ones for some time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog
from caflux_contracts.collectors import Assignment
from caflux_contracts.pvs import AssignedPv

from caflux_collector.clock import Clock
from caflux_collector.config_client import POLL_S, ConfigClient, ConfigUnavailableError
from caflux_collector.doubt import Doubt, doubt
from caflux_collector.files import load_assignment, save_assignment
from caflux_collector.health import ListState
from caflux_collector.heap import give_back

log = structlog.get_logger("caflux.following")
RETRY_S = 2.0


@dataclass(slots=True)
class _Held:
    """A list in doubt, and when it is followed nevertheless (s of the monotonic clock, ns since 1970)."""

    given: Assignment
    doubt: Doubt
    end_s: float
    end_ns: int

    def says(self) -> str:
        """Say what goes on, and until when."""
        until = datetime.fromtimestamp(self.end_ns / 1e9, UTC).strftime("%H:%M UTC")
        return (
            f"{self.doubt.reason}; archiving goes on with the {len(self.doubt.missing)} PVs that its list "
            f"lacks until {until}. If they are not to be removed, restore its database until then"
        )


@dataclass(slots=True)
class Following:
    """Follows the PV list.

    Args:
        client: asks config-api.
        path: where the last good list is kept.
        state: what is told of it.
        hold_s: how long a list in doubt is held.
        clock: of the engine.
        known: gives the PVs that are archived or paused now, by name.
        apply: makes them what a list says.
        tell: is told of each list before that.
        retry_s: after so long config-api is asked again where it failed.
    """

    client: ConfigClient
    path: Path
    state: ListState
    hold_s: float
    clock: Clock
    known: Callable[[], Mapping[str, AssignedPv]]
    apply: Callable[[Sequence[AssignedPv]], Awaitable[None]]
    tell: Callable[[Assignment], None]
    retry_s: float = RETRY_S
    _held: _Held | None = field(default=None, init=False)

    async def begin(self) -> None:
        """Archive the last good list."""
        kept = await asyncio.to_thread(load_assignment, self.path)
        if kept is not None:
            give_back()
            self.state.source, self.state.revision = "disk", kept.revision
            self.tell(_not_kept_by(kept))
            await self.apply(kept.pvs)

    async def follow(self) -> None:
        """Follow config-api's list for ever; the collector is registered."""
        asked: int | None = None
        while True:
            try:
                given = await self.client.assignment(asked, self._wait_s())
            except ConfigUnavailableError as error:
                self.away(str(error))
                await asyncio.sleep(self.retry_s)
                continue
            asked = given.revision if given else asked
            await self.take(given)
            if given is not None:
                del given
                give_back()

    def _wait_s(self) -> float:
        """Give how long an answer may be waited for: not beyond the end of a hold."""
        left = self._held.end_s - self.clock.monotonic_s() if self._held else POLL_S
        return min(max(left, 0), POLL_S)

    def away(self, reason: str) -> None:
        """Note that config-api does not answer as it should."""
        if self.state.error is None:
            log.warning("config-api away, archiving goes on with the PVs known", reason=reason)
        self.state.error = reason

    async def take(self, given: Assignment | None) -> None:
        """Follow or hold a list; None where config-api said that it is still the one that it gave last."""
        if given is not None:
            await self._judge(given)
        elif self._held and self.clock.monotonic_s() >= self._held.end_s:
            log.warning("PV list followed: it stayed as it was", removed=len(self._held.doubt.missing))
            await self._accept(self._held.given)
        else:
            self._answered()

    def _answered(self) -> None:
        """Note that config-api answers as it should: all that may be wrong is a list in doubt."""
        if self.state.error is not None and self._held is None:
            log.info("config-api back")
        self.state.error = self._held.says() if self._held else None

    async def _judge(self, given: Assignment) -> None:
        doubted = doubt(self.known(), self.state.revision, given)
        if doubted is None:
            await self._accept(given)
        else:
            await self._hold(given, doubted)

    async def _accept(self, given: Assignment) -> None:
        self._held = None
        self.tell(given)
        await self.apply(given.pvs)
        self.state.revision, self.state.source = given.revision, "config-api"
        self._answered()
        await self._keep(given)
        log.info("PV list", revision=given.revision, pvs=len(given.pvs))

    async def _hold(self, given: Assignment, doubted: Doubt) -> None:
        if self._held is not None and self._held.doubt.missing == doubted.missing:
            self._held.given = given
        else:
            end_ns = self.clock.time_ns() + round(self.hold_s * 1e9)
            self._held = _Held(given, doubted, self.clock.monotonic_s() + self.hold_s, end_ns)
            log.error("PV list held", reason=self._held.says())
        known = self.known()
        self.tell(_not_kept_by(given))
        merged = [*given.pvs, *(known[name] for name in sorted(doubted.missing))]
        await self.apply(merged)
        self._answered()
        # The old revision: after a restart the same list is still in doubt.
        revision = given.revision if self.state.revision is None else self.state.revision
        await self._keep(given.model_copy(update={"pvs": merged, "revision": revision}))

    async def _keep(self, good: Assignment) -> None:
        """Keep a list for the next start; archiving goes on where that fails."""
        try:
            await asyncio.to_thread(save_assignment, self.path, good)
        except OSError as error:
            log.exception("PV list can't be kept for the next start", path=str(self.path), reason=str(error))


def _not_kept_by(old: Assignment) -> Assignment:
    """Give a list that may be out of date: by it nothing is to be deleted."""
    return old.model_copy(update={"keeper": False, "purges": []})
