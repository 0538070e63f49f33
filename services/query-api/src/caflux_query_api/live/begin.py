"""Where a stream begins: found out before the first byte of the answer, so that it can still be refused.

What can't be followed refuses the whole stream, or where the client wishes so, itself alone.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from caflux_contracts.expressions import Expression
from caflux_service.problems import ApiError, Invalid, NotFound
from caflux_storage import Samples

from caflux_query_api.live.computed import Follower, TooFarBack, check_live, most_samples
from caflux_query_api.live.cursor import Position, decode_cursor
from caflux_query_api.live.feed import Missed
from caflux_query_api.parts import Parts
from caflux_query_api.timespec import FIRST, LAST, parse_time

FRESH_NS = 3_000_000_000
"""A sample younger than this may still be being written."""
_WHOLE_S = 0.1
"""After so long it is."""

Series = dict[str, Expression | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a client wants its stream to begin.

    Attributes:
        since: `from` as it was written, or None: with the last sample.
        last_event_id: The last event that it has, where it had a stream before.
        unknown_too: Wait for PVs that nobody knows yet, instead of refusing them.
        each: Refuse what can't be followed alone, and stream the others.
    """

    since: str | None
    last_event_id: str | None
    unknown_too: bool
    each: bool = False


@dataclass(slots=True)
class Computed:
    """An expression of a stream, the rows that it begins with, and what the client had to miss before."""

    follower: Follower
    rows: Samples
    missed: Missed | None = None

    @property
    def before(self) -> int:
        """A time (ns) before these rows, and after all that came before them."""
        return int(self.rows.time[0]) - 1 if len(self.rows) else self.follower.sent


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a stream begins.

    Attributes:
        positions: By series, in the order of the request, what the client has.
        held: By PV, the sample that the client is given first.
        computed: By series, the expressions.
        follow: Whether there may be more between the positions and now.
        resumed: Whether the client goes on with a stream that broke.
        notice: Why the client could not resume, where it could not.
        refused: By series, why it can't be followed; it is in none of the others.
    """

    positions: dict[str, Position]
    held: dict[str, Samples]
    computed: dict[str, Computed]
    follow: bool
    resumed: bool = False
    notice: str | None = None
    refused: dict[str, ApiError] = field(default_factory=dict)


async def begin(parts: Parts, series: Series, refused: dict[str, ApiError], wanted: Wanted) -> Begin:
    """Find out where a stream begins.

    Args:
        parts: The service's.
        series: What is to be followed.
        refused: What could not be read of what was asked.
        wanted: Where it is to begin.

    Raises:
        Invalid: `from` is no time, or an expression can't be followed.
        NotFound: a PV is unknown.
        ArchiveError: the archive is away.
    """
    begun = await _Beginning(parts, series, wanted, refused).begun()
    if begun.refused and not wanted.each:
        raise next(iter(begun.refused.values()))
    return begun


class _Beginning:
    """What it takes to find where one stream begins; `refused` grows meanwhile."""

    def __init__(self, parts: Parts, series: Series, wanted: Wanted, refused: dict[str, ApiError]) -> None:
        self._parts = parts
        self._wanted = wanted
        self._refused = dict(refused)
        self._pvs = [name for name, expression in series.items() if expression is None]
        self._expressions: dict[str, Expression] = {}
        for name, expression in series.items():
            if expression is None:
                continue
            try:
                check_live(expression)
                self._expressions[name] = expression
            except Invalid as error:
                self._refused[name] = error
        self._names = [name for name in series if name not in self._refused]

    async def begun(self) -> Begin:
        wanted = self._wanted
        resumed = decode_cursor(wanted.last_event_id, self._names) if wanted.last_event_id else None
        if resumed is not None:
            return await self._resume(resumed)
        notice = "the stream can't be resumed from there" if wanted.last_event_id else None
        at = LAST if wanted.since is None else _time(wanted.since, self._parts) - 1
        held = await _held(self._parts, self._pvs, at)
        if not wanted.unknown_too:
            await self._find_unknown([pv for pv in self._pvs if pv not in held])
        start = None if wanted.since is None else at
        computed = await self._compute_all(dict.fromkeys(self._expressions, start), held=True)
        before = FIRST - 1 if start is None else start
        cursors = dict.fromkeys(self._pvs, before)
        if start is None:
            cursors |= {pv: int(one.time[0]) for pv, one in held.items()}
        cursors |= {name: one.before for name, one in computed.items()}
        positions = {name: Position.at(cursors[name]) for name in self._names if name not in self._refused}
        return Begin(
            positions, held, computed, follow=start is not None, notice=notice, refused=self._refused
        )

    async def _resume(self, positions: dict[str, Position]) -> Begin:
        await self._parts.archive.ping()
        cursors = {name: positions[name].cursor for name in self._expressions}
        computed = await self._compute_all(cursors, held=False)
        positions = {name: one for name, one in positions.items() if name not in self._refused}
        return Begin(positions, {}, computed, follow=True, resumed=True, refused=self._refused)

    async def _find_unknown(self, pvs: Sequence[str]) -> None:
        """Refuse the PVs that nobody knows; where that refuses the stream, the first is enough."""
        for pv in pvs:
            try:
                await self._parts.known.check([pv])
            except NotFound as error:
                self._refused[pv] = error
                if not self._wanted.each:
                    return

    async def _compute_all(self, cursors: Mapping[str, int | None], *, held: bool) -> dict[str, Computed]:
        found = {}
        for name, expression in self._expressions.items():
            try:
                found[name] = await self._compute(expression, cursors[name], held=held)
            except (Invalid, NotFound) as error:
                self._refused[name] = error
                if not self._wanted.each:
                    break
        return found

    async def _compute(self, expression: Expression, cursor: int | None, *, held: bool) -> Computed:
        """Begin to follow an expression; from now on where there is too much since the cursor (ns)."""
        parts, most = self._parts, most_samples(len(self._expressions))
        follower = Follower(expression, most)
        try:
            rows = await follower.begin(parts.archive, cursor, parts.clock(), held=held)
        except TooFarBack as error:
            if cursor is None:
                raise Invalid(
                    f"{expression.text} looks back at more than {most:,} samples; ask for a shorter window"
                ) from error
            found = await self._compute(expression, None, held=True)
            reason = f"a stream computes at most {most:,} earlier samples; ask /data for the rest"
            found.missed = Missed(
                expression.text, cursor + 1, max(cursor + 1, found.follower.sent - 1), reason
            )
            return found
        if not self._wanted.unknown_too:
            await parts.known.check([pv for pv, newest in follower.newest.items() if newest < FIRST])
        return Computed(follower, rows)


async def _held(parts: Parts, pvs: list[str], at: int) -> dict[str, Samples]:
    """Give each PV's last sample until `at` (ns); what is just being written is read again."""
    held = dict(await parts.archive.last(pvs, at))
    young = [pv for pv, one in held.items() if one.time[0] > parts.clock() - FRESH_NS]
    if young:
        await asyncio.sleep(_WHOLE_S)
        newest = max(int(held[pv].time[0]) for pv in young)
        held |= await parts.archive.last(young, min(at, newest))
    return held


def _time(text: str, parts: Parts) -> int:
    try:
        return parse_time(text, parts.clock())
    except ValueError as error:
        raise Invalid(f"from: {error}") from error
