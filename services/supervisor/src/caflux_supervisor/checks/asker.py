"""Ask over HTTP, within a time, and see how the other's clock goes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
from caflux_contracts.problem import Problem
from caflux_service.reasons import reason
from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or why there was none.

    Attributes:
        status: HTTP status; None: there was no answer.
        detail: What it said, or why it did not, in words.
    """

    status: int | None
    content: bytes
    detail: str


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a clock is ahead of ours, and how well that is known, both in s."""

    ahead_s: float
    within_s: float


class Asker:
    """Asks; every answer comes within the time-out, or it is none.

    Attributes:
        clocks: How the clocks of others went when they answered last.
    """

    def __init__(self, client: httpx.AsyncClient, timeout_s: float, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._timeout_s = timeout_s
        self._clock = clock
        self.clocks: dict[str, Offset] = {}

    def now_s(self) -> float:
        """Give our own time, s since 1970."""
        return self._clock().timestamp()

    async def get(
        self,
        url: str,
        *,
        headers: dict[str, str] | None = None,
        params: Mapping[str, str | int] | None = None,
        clock_of: str = "",
    ) -> Answer:
        """Get an address; `clock_of` names whose clock is seen by that."""
        asked = self.now_s()
        try:
            # httpx bounds each read; a server that sends a byte now and then would hold a look for ever.
            async with asyncio.timeout(self._timeout_s):
                answer = await self._client.get(url, headers=headers, params=params)
        except TimeoutError:
            return Answer(None, b"", f"no answer within {self._timeout_s:g} s")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Answer(None, b"", reason(error))
        if clock_of and (told := _date(answer)) is not None:
            self.note(clock_of, told + 0.5, asked, resolution_s=0.5)  # a Date has whole seconds
        return Answer(answer.status_code, answer.content, _said(answer))

    def note(self, whose: str, told_s: float, asked_s: float, *, resolution_s: float = 0) -> None:
        """Note what time somebody told when asked at `asked_s`, both s since 1970."""
        took = max(0.0, self.now_s() - asked_s)
        self.clocks[whose] = Offset(told_s - (asked_s + took / 2), took / 2 + resolution_s)


def _date(answer: httpx.Response) -> float | None:
    try:
        return parsedate_to_datetime(answer.headers["date"]).timestamp()
    except (KeyError, ValueError):
        return None


def _said(answer: httpx.Response) -> str:
    try:
        return Problem.model_validate_json(answer.content).detail
    except ValidationError:
        return f"{answer.status_code} {answer.reason_phrase}"
