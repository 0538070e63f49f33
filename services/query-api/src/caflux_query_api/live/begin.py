"""Where a stream begins: found out before the first byte of the answer, so that it can still be refused."""

import asyncio
from dataclasses import dataclass

from caflux_contracts.expressions import Expression
from caflux_service.problems import Invalid
from caflux_storage import Samples

from caflux_query_api.live.computed import MOST_SAMPLES, Follower, TooFarBack, check_live
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
    """

    since: str | None
    last_event_id: str | None
    unknown_too: bool


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
    """

    positions: dict[str, Position]
    held: dict[str, Samples]
    computed: dict[str, Computed]
    follow: bool
    resumed: bool = False
    notice: str | None = None


async def begin(parts: Parts, series: Series, wanted: Wanted) -> Begin:
    """Find out where a stream begins.

    Raises:
        Invalid: `from` is no time, or an expression can't be followed.
        NotFound: a PV is unknown.
        ArchiveError: the archive is away.
    """
    from_ = wanted.since
    resumed = decode_cursor(wanted.last_event_id, list(series)) if wanted.last_event_id else None
    if resumed is not None:
        return await _resume(parts, series, resumed)
    notice = "the stream can't be resumed from there" if wanted.last_event_id else None
    pvs = [name for name, expression in series.items() if expression is None]
    at = LAST if from_ is None else _time(from_, parts) - 1
    held = await _held(parts, pvs, at)
    if not wanted.unknown_too:
        await parts.known.check([pv for pv in pvs if pv not in held])
    start = None if from_ is None else at
    computed = {
        name: await _compute(parts, expression, start, held=True)
        for name, expression in series.items()
        if expression is not None
    }
    before = FIRST - 1 if start is None else start
    cursors = dict.fromkeys(pvs, before)
    if start is None:
        cursors |= {pv: int(one.time[0]) for pv, one in held.items()}
    cursors |= {name: one.before for name, one in computed.items()}
    positions = {name: Position.at(cursors[name]) for name in series}
    return Begin(positions, held, computed, follow=start is not None, notice=notice)


async def _resume(parts: Parts, series: Series, positions: dict[str, Position]) -> Begin:
    await parts.archive.ping()
    computed = {
        name: await _compute(parts, expression, positions[name].cursor, held=False)
        for name, expression in series.items()
        if expression is not None
    }
    return Begin(positions, {}, computed, follow=True, resumed=True)


async def _held(parts: Parts, pvs: list[str], at: int) -> dict[str, Samples]:
    """Give each PV's last sample until `at` (ns); what is just being written is read again."""
    held = dict(await parts.archive.last(pvs, at))
    young = [pv for pv, one in held.items() if one.time[0] > parts.clock() - FRESH_NS]
    if young:
        await asyncio.sleep(_WHOLE_S)
        newest = max(int(held[pv].time[0]) for pv in young)
        held |= await parts.archive.last(young, min(at, newest))
    return held


async def _compute(parts: Parts, expression: Expression, cursor: int | None, *, held: bool) -> Computed:
    """Begin to follow an expression; from now on where there is too much since the cursor (ns)."""
    check_live(expression)
    follower = Follower(expression)
    try:
        rows = await follower.begin(parts.archive, cursor, parts.clock(), held=held)
    except TooFarBack as error:
        if cursor is None:
            raise Invalid(
                f"{expression.text} looks back at more than {MOST_SAMPLES:,} samples; "
                "ask for a shorter window"
            ) from error
        found = await _compute(parts, expression, None, held=True)
        reason = f"a stream computes at most {MOST_SAMPLES:,} earlier samples; ask /data for the rest"
        found.missed = Missed(expression.text, cursor + 1, max(cursor + 1, found.follower.sent - 1), reason)
        return found
    await parts.known.check([pv for pv, newest in follower.newest.items() if newest < FIRST])
    return Computed(follower, rows)


def _time(text: str, parts: Parts) -> int:
    try:
        return parse_time(text, parts.clock())
    except ValueError as error:
        raise Invalid(f"from: {error}") from error
