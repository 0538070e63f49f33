"""Server-sent events as a browser reads them (WHATWG HTML, section 9.2)."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class SentEvent:
    """One event; `id` is that of the last event which had one."""

    event: str
    data: Any
    id: str | None


async def each_series(events: AsyncIterator[SentEvent]) -> AsyncIterator[SentEvent]:
    """Give the samples of each PV as an event of its own; query-api sends those of several in one."""
    async for event in events:
        for data in event.data if isinstance(event.data, list) else [event.data]:
            yield SentEvent(event.event, data, event.id)


async def sent_events(answer: httpx.Response) -> AsyncIterator[SentEvent]:
    """Give the events of a stream, their data read as JSON."""
    kind, lines, last_id = "message", list[str](), None
    async for line in answer.aiter_lines():
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            kind = value
        elif name == "data":
            lines.append(value)
        elif name == "id":
            last_id = value
        elif not line:
            if lines:
                yield SentEvent(kind, json.loads("\n".join(lines)), last_id)
            kind, lines = "message", []
