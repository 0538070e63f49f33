"""One export, from the archive to the client."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import structlog
from caflux_storage import ArchiveError, Samples
from caflux_storage.recording import Span, recordings
from fastapi import Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from starlette.background import BackgroundTask
from starlette.types import Receive, Scope, Send

from caflux_query_api.asked import Asked
from caflux_query_api.export.align import Aligner
from caflux_query_api.export.binned import Binned, binned_schema
from caflux_query_api.export.ending import Ending
from caflux_query_api.export.formats import Filed, Format, Sink, Streamed
from caflux_query_api.export.rows import rows, rows_schema
from caflux_query_api.gone import ClientGone, unless_gone
from caflux_query_api.parts import Parts
from caflux_query_api.series import every_evaluated

log = structlog.get_logger("caflux.export")

_GONE = "the client went away"


class Layout(StrEnum):
    """What a row is."""

    ROWS = "rows"
    ALIGNED = "aligned"
    BINNED = "binned"


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked for; `period` is in ns, `name` is the client's for it."""

    asked: Asked
    span: Span
    format: Format
    layout: Layout
    period: int | None
    severity: bool
    name: str | None

    @property
    def recorded(self) -> list[str]:
        """The PVs whose samples are given as they are."""
        return [name for name, expression in self.asked.series.items() if expression is None]

    @property
    def filename(self) -> str:
        """A name for the file, of the range in UTC."""
        first = np.datetime_as_string(np.datetime64(self.span.start, "ns"), unit="s").replace(":", "")
        return f"caflux-{first}Z.{self.format.suffix}"


@dataclass(slots=True)
class Source:
    """The batches of an export, and what columns they have."""

    schema: pa.Schema
    batches: AsyncIterator[pa.RecordBatch]
    ending: Ending


async def begin(request: Request, parts: Parts, export: Export) -> Response:
    """Answer with the export.

    Raises:
        NotFound: there is no such PV.
        ArchiveError: the archive is away already at the beginning.
        TooMuch: the format can't hold so much.
    """
    await parts.archive.ping()
    await parts.known.check(export.recorded)
    ending = parts.exports.begin(export.name)
    headers = {"Content-Disposition": f'attachment; filename="{export.filename}"'}
    try:
        source = await unless_gone(request, _source(parts, export, ending))
        if isinstance(export.format, Filed):
            path = await unless_gone(request, _file(export.format, source))
            return FileResponse(
                path,
                media_type=export.format.media_type,
                headers=headers,
                background=BackgroundTask(path.unlink, missing_ok=True),
            )
    except BaseException as error:
        ending.truncated(_reason(error))
        raise
    return _Closing(_stream(export.format, source), media_type=export.format.media_type, headers=headers)


class _Closing(StreamingResponse):
    """Ends what it streams at its own end, also where the client went away: reading stops then, not later."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        async with aclosing(self.body_iterator):  # type: ignore[type-var]  # it is a generator
            await super().__call__(scope, receive, send)


async def _source(parts: Parts, export: Export, ending: Ending) -> Source:
    span, aligned = export.span, export.layout is Layout.ALIGNED
    computed = {name: found async for name, found in every_evaluated(parts, export.asked, span)}
    series = {
        name: _given(computed[name].rows())
        if name in computed
        else parts.turns.each(parts.archive.samples(name, span.start, span.stop))
        for name in export.asked.series
    }
    if export.layout is Layout.BINNED and export.period is not None:
        binned = Binned(parts, list(export.asked.series), computed, span, export.period)
        return Source(binned_schema(), binned.rows(ending), ending)
    if not aligned:
        return Source(rows_schema(), rows(series, span, ending), ending)
    known = await recordings(parts.archive, export.recorded, span, parts.clock())
    known |= {name: found.recording for name, found in computed.items()}
    aligner = await Aligner.begin(series, known, span, export.period, severity=export.severity)
    return Source(aligner.schema(), aligner.rows(ending), ending)


async def _given(samples: Samples) -> AsyncGenerator[Samples, None]:
    if len(samples):
        yield samples


async def _stream(of: Streamed, source: Source) -> AsyncIterator[bytes]:
    """Give the file piece by piece; what fails ends it, says so in it, and cuts the connection."""
    sink, ending = Sink(), source.ending
    ending.running()
    writer = of.begin(sink, source.schema)
    try:
        async with aclosing(source.batches) as batches:  # type: ignore[type-var]
            async for batch in batches:
                await asyncio.to_thread(writer.write, batch)
                ending.rows += batch.num_rows
                yield sink.take()
    except ArchiveError as error:
        log.warning("an export ends early", reason=str(error))
        ending.truncated(str(error))
        writer.end(ending)
        yield sink.take()
        raise
    except BaseException as error:
        ending.truncated(_reason(error))
        raise
    ending.complete()
    writer.end(ending)
    yield sink.take()


def _reason(error: BaseException) -> str:
    return str(error) if isinstance(error, Exception) and not isinstance(error, ClientGone) else _GONE


async def _file(of: Filed, source: Source) -> Path:
    """Write the whole file; give where it is."""
    with tempfile.NamedTemporaryFile(prefix="caflux-", suffix=f".{of.suffix}", delete=False) as made:
        path = Path(made.name)
    source.ending.running()
    writer = of.begin(path, source.schema)
    try:
        async for batch in source.batches:
            await asyncio.to_thread(writer.write, batch)
            source.ending.rows += batch.num_rows
        source.ending.complete()
        await asyncio.to_thread(writer.end, source.ending)
    except BaseException:
        writer.abort()
        path.unlink(missing_ok=True)  # noqa: ASYNC240 -- a moment, and it must not be cancelled
        raise
    return path
