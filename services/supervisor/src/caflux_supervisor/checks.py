"""Look at the parts over HTTP. Thin: what the answers mean is decided in `looks`."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
from caflux_contracts.collectors import Collector
from caflux_contracts.engine import EngineStatus
from caflux_contracts.problem import Problem
from caflux_service.reasons import reason
from pydantic import TypeAdapter, ValidationError

from caflux_supervisor.collectors import LIST
from caflux_supervisor.looks import Look, at_engine, at_manager, at_service, at_silent_engine
from caflux_supervisor.settings import SupervisorSettings

_OBJECT = TypeAdapter(dict[str, object])


@dataclass(frozen=True, slots=True)
class Seen:
    """A part and what one look at it gave."""

    name: str
    kind: str
    look: Look
    engine: EngineStatus | None = None
    restarts: int = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int | None
    content: bytes
    detail: str


def engine_name(collector: str) -> str:
    """Give the component name of a collector's engine."""
    return f"{collector}/engine"


class Checks:
    """Looks at services and collectors; every look ends within the settings' time-out."""

    def __init__(self, client: httpx.AsyncClient, settings: SupervisorSettings) -> None:
        self._client = client
        self._timeout_s = settings.check_timeout_s
        self._config_url = settings.config_url.rstrip("/")
        self._own_headers = settings.own_headers()
        self._query_url = settings.query_url.rstrip("/")

    async def services(self) -> list[Seen]:
        """Look at config-api and query-api."""
        services = {"config-api": self._config_url, "query-api": self._query_url}
        answers = await asyncio.gather(*(self._get(f"{url}/readyz") for url in services.values()))
        return [
            Seen(name, "service", at_service(answer.status, answer.detail))
            for name, answer in zip(services, answers, strict=True)
        ]

    async def collectors(self) -> list[Collector] | None:
        """Give config-api's collectors, or None while it can't say."""
        answer = await self._get(f"{self._config_url}/v1/collectors", self._own_headers)
        if answer.status != 200:
            return None
        try:
            return LIST.validate_json(answer.content)
        except ValidationError:
            return None

    async def all_of(self, collectors: Sequence[Collector], before: Mapping[str, EngineStatus]) -> list[Seen]:
        """Look at the managers and engines of all collectors at once."""
        pairs = await asyncio.gather(*(self._collector(each, before.get(each.id)) for each in collectors))
        return [seen for pair in pairs for seen in pair]

    async def _collector(self, collector: Collector, before: EngineStatus | None) -> list[Seen]:
        manager_answer, engine_answer = await asyncio.gather(
            self._get(f"{collector.manager_url.rstrip('/')}/status") if collector.manager_url else _nothing(),
            self._get(f"{collector.engine_url.rstrip('/')}/status"),
        )
        manager = _object(manager_answer)
        restarts = manager.get("restarts") if manager else None
        look, engine = _engine(engine_answer, manager, before)
        seen = Seen(
            engine_name(collector.id), "engine", look, engine, restarts if isinstance(restarts, int) else 0
        )
        if collector.manager_url is None:
            return [seen]
        return [seen, Seen(f"{collector.id}/manager", "manager", at_manager(manager, manager_answer.detail))]

    async def _get(self, url: str, headers: Mapping[str, str] | None = None) -> _Answer:
        try:
            # httpx bounds each read; a server that sends a byte now and then would hold a look for ever.
            async with asyncio.timeout(self._timeout_s):
                answer = await self._client.get(url, headers=headers)
        except TimeoutError:
            return _Answer(None, b"", f"no answer within {self._timeout_s:g} s")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return _Answer(None, b"", reason(error))
        return _Answer(answer.status_code, answer.content, _said(answer))


async def _nothing() -> _Answer:
    return _Answer(None, b"", "it has no address")


def _engine(
    answer: _Answer, manager: Mapping[str, object] | None, before: EngineStatus | None
) -> tuple[Look, EngineStatus | None]:
    if answer.status == 200:
        try:
            engine = EngineStatus.model_validate_json(answer.content)
        except ValidationError:
            return at_silent_engine("its status is not of this version", None), None
        return at_engine(engine, before), engine
    return at_silent_engine(answer.detail, manager), None


def _object(answer: _Answer) -> dict[str, object] | None:
    if answer.status != 200:
        return None
    try:
        return _OBJECT.validate_json(answer.content)
    except ValidationError:
        return None


def _said(answer: httpx.Response) -> str:
    try:
        return Problem.model_validate_json(answer.content).detail
    except ValidationError:
        return f"{answer.status_code} {answer.reason_phrase}"
