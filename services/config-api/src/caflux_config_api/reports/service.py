"""Reports: made of the columns that lists are searched in, and of what collectors say."""

import asyncio
import csv
import io
import re
from bisect import bisect_left
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import numpy as np
from caflux_contracts.reports import Report, ReportCollector, ReportInfo, ReportKind, ReportRow
from caflux_service.problems import Invalid
from numpy.typing import NDArray
from sqlalchemy import or_, select

from caflux_config_api.chunks import batched
from caflux_config_api.clock import Clock
from caflux_config_api.cursors import read_cursor, write_cursor
from caflux_config_api.database import Database
from caflux_config_api.listing.filters import Wanted, begin_after, matching
from caflux_config_api.listing.index import Index, Rows
from caflux_config_api.listing.service import Listing, Seen
from caflux_config_api.reports.cells import cells, in_order, texts, totals
from caflux_config_api.reports.estimates import Shape
from caflux_config_api.reports.kinds import KINDS, Facts, Floats, Kind
from caflux_config_api.tables import MetadataRecord, PvRecord

PATIENCE_S = 3.0
"""So long a report waits for collectors that were not heard yet."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 2_000
_SPAN = re.compile(r"([1-9][0-9]{0,4})([mhd])")
_UNITS_S = {"m": 60, "h": 3_600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is wanted: of which PVs, how far back, of which cause of drops, in which order."""

    kind: ReportKind
    wanted: Wanted
    span: str | None = None
    cause: str | None = None
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """A report: its facts, the rows in order, and what they are sorted by."""

    kind: Kind
    span: str | None
    facts: Facts
    rows: Rows
    keys: Floats
    seen: Seen


class Reports:
    """Makes reports.

    Args:
        database: what IOCs said of PVs.
        listing: the PVs, and what collectors say of them.
        clock: how long ago something was.
    """

    def __init__(self, database: Database, listing: Listing, clock: Clock) -> None:
        self._database = database
        self._listing = listing
        self._clock = clock

    def every(self) -> list[ReportInfo]:
        """Give the reports that there are."""
        return [kind.info for kind in KINDS.values()]

    async def page(self, asked: Asked, cursor: str | None, limit: int, offset: int = 0) -> Report:
        """Give one page of a report, behind a cursor's place or `offset` PVs.

        Raises:
            BadRequest: the cursor is none of such a page.
            Invalid: the span is none that the report can look back, it has no column that it is to be sorted
                by, or the regular expression is none.
        """
        place = None if cursor is None else read_cursor(cursor)
        made = await self._make(asked)
        index, rows = made.facts.index, made.rows
        order = " ".join([asked.kind, asked.sort or ""])
        begin = offset if cursor is None else begin_after(index, rows, made.keys, place, order)
        shown = rows[begin : begin + limit].tolist()
        columns = made.kind.info.columns
        of = cells(made.facts, columns)
        more = begin + limit < len(rows)
        last = [order, index.names[shown[-1]], float(made.keys[begin + limit - 1])] if more else None
        return Report(
            kind=asked.kind,
            at=self._clock(),
            span=made.span,
            total=len(rows),
            totals=totals(made.facts, columns, rows),
            collectors=[ReportCollector(collector=name, age_s=age) for name, age in made.seen.ages_s.items()],
            rows=[
                ReportRow(**{"state": "active", **{column: cell(row) for column, cell in of.items()}})
                for row in shown
            ],
            next_cursor=None if last is None else write_cursor(last),
        )

    async def csv(self, asked: Asked) -> AsyncIterator[bytes]:
        """Give a whole report as a CSV table with a header, piece by piece; raises as `page` does."""
        made = await self._make(asked)
        columns = made.kind.info.columns
        yield _table([[column.removesuffix("_ns") for column in columns]])
        of = cells(made.facts, columns)
        for chunk in batched(made.rows.tolist(), _CHUNK):
            yield await asyncio.to_thread(lambda some: _table(list(texts(of, some))), chunk)

    async def _make(self, asked: Asked) -> _Made:
        kind = KINDS[asked.kind]
        span, span_s = _span(kind, asked.span)
        seen = await self._listing.seen(PATIENCE_S)
        facts = Facts(seen.index, seen.live, self._clock().timestamp(), span_s, cause=asked.cause)
        facts = await self._with_metadata(facts, asked.kind)
        rows, keys = await asyncio.to_thread(_choose, facts, kind, asked.wanted)
        if asked.sort is not None:
            rows, keys = await asyncio.to_thread(in_order, facts, rows, kind.info, asked.sort)
        return _Made(kind, span, facts, rows, keys, seen)

    async def _with_metadata(self, facts: Facts, kind: ReportKind) -> Facts:
        """Give the facts with what some reports need from the database besides."""
        if kind is ReportKind.NEVER_CONNECTED:
            return replace(facts, described=await self._described(facts.index))
        if kind is ReportKind.STORAGE_RATE:
            return replace(facts, shapes=await self._shapes(facts.index))
        return facts

    async def _described(self, index: Index) -> NDArray[np.bool_]:
        """Tell of which PVs an IOC has said something, ever."""
        statement = (
            select(PvRecord.name)
            .outerjoin(MetadataRecord, MetadataRecord.pv_id == PvRecord.id)
            .where(MetadataRecord.pv_id.is_(None), PvRecord.deleted_at.is_(None))
        )
        async with self._database.reading() as session:
            without = list(await session.scalars(statement))
        described = np.ones(len(index.names), np.bool_)
        described[[row for name in without if (row := _row(index, name)) is not None]] = False
        return described

    async def _shapes(self, index: Index) -> dict[int, Shape]:
        """Give what waveforms and texts are, by row."""
        larger = or_(MetadataRecord.element_count > 1, MetadataRecord.native_type == "string")
        statement = (
            select(PvRecord.name, MetadataRecord.native_type, MetadataRecord.element_count)
            .join(MetadataRecord, MetadataRecord.pv_id == PvRecord.id)
            .where(larger)
        )
        async with self._database.reading() as session:
            found = (await session.execute(statement)).all()
        return {
            row: Shape(native_type, count)
            for name, native_type, count in found
            if (row := _row(index, name)) is not None
        }


def _row(index: Index, name: str) -> int | None:
    row = bisect_left(index.names, name)
    return row if row < len(index.names) and index.names[row] == name else None


def _span(kind: Kind, given: str | None) -> tuple[str | None, float | None]:
    """Give the span that a report looks back, as a text and in seconds; None: since ever, or not at all.

    Raises:
        Invalid: it is none, or none of this report.
    """
    span, info = given or kind.info.span, kind.info
    if span is None:
        return None, None
    if info.span is None:
        raise Invalid(f"the report {info.kind} does not look back: leave span out")
    if kind.spans is not None and span not in kind.spans:
        raise Invalid(f"the span of the report {info.kind} is one of {', '.join(kind.spans)}, not {span}")
    if span == "all":
        return span, None
    match = _SPAN.fullmatch(span)
    if match is None:
        raise Invalid(f"{span!r} is no span: give minutes, hours or days, as 30m, 12h, 7d")
    return span, float(int(match[1]) * _UNITS_S[match[2]])


def _choose(facts: Facts, kind: Kind, wanted: Wanted) -> tuple[Rows, Floats]:
    mask, key = kind.choose(facts)
    rows = matching(facts.index, facts.live, wanted)
    rows = rows[mask[rows]]
    order = np.argsort(key[rows], kind="stable")
    return rows[order], key[rows][order]


def _table(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_no_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _no_formula(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute; a report's numbers are never negative."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
