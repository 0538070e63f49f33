"""config-api, as the engine talks to it: who I am, which PVs are mine, what their IOCs say of them."""

from collections import Counter
from importlib.metadata import version
from urllib.parse import quote

import httpx
import pydantic
from caflux_contracts.collectors import Assignment, CollectorRegistration, MetadataReport
from caflux_contracts.purges import PurgeReport
from caflux_contracts.pvs import PvMetadata

from caflux_collector.settings import CollectorSettings

POLL_S = 20
_SAID = 300
"""Characters of an answer that an error repeats."""
_PATIENCE = httpx.Timeout(10, read=POLL_S + 15)
MOST_BYTES = 64 * 1024 * 1024
"""Of an answer: a list of 100,000 PVs has 3 to 25 MB."""


class ConfigUnavailableError(Exception):
    """config-api did not answer, or not with what it should; the message says which."""


class ConfigRefusedError(ConfigUnavailableError):
    """config-api will never take what it was sent, so that sending it again is of no use."""


_NEVER = (400, 413, 415, 422)


class ConfigClient:
    """One collector's client of config-api."""

    def __init__(self, settings: CollectorSettings, host: str) -> None:
        self._collector = settings.collector_id
        self._path = f"/v1/collectors/{quote(settings.collector_id, safe='')}"
        self._registration = CollectorRegistration(
            host=host,
            version=version("caflux-collector"),
            engine_url=settings.reachable_at(),
            manager_url=settings.manager_url,
            capacity=settings.capacity,
        )
        self._http = httpx.AsyncClient(
            base_url=settings.config_url,
            headers={"Authorization": f"Bearer {settings.service_token.get_secret_value()}"},
            timeout=_PATIENCE,
            trust_env=False,  # the services are neighbours: no proxy is between them
        )

    async def register(self, settled: int = 0) -> None:
        """Announce this collector, or renew its lease.

        Args:
            settled: the revision up to which it archives what it was assigned.

        Raises:
            ConfigUnavailableError: it can't be reached or refuses.
        """
        told = self._registration.model_copy(update={"settled": settled})
        await self._ask("PUT", self._path, content=told.model_dump_json())

    async def assignment(self, revision: int | None, wait_s: float = POLL_S) -> Assignment | None:
        """Give the PV list once it differs from `revision`; None where it did not within `wait_s` seconds.

        Raises:
            ConfigUnavailableError: it can't be reached, refuses, or answers something else.
        """
        params = {"wait": f"{wait_s:.3f}"} | ({} if revision is None else {"revision": str(revision)})
        path = f"{self._path}/assignment"
        answer, body = await self._ask("GET", path, params=params)
        if answer.status_code == httpx.codes.NO_CONTENT:
            return None
        try:
            given = Assignment.model_validate_json(body)
        except pydantic.ValidationError as error:
            raise ConfigUnavailableError(
                f"{answer.url} did not answer with a PV list: {str(error)[:_SAID]}"
            ) from error
        self._check(answer, given)
        return given

    def _check(self, answer: httpx.Response, given: Assignment) -> None:
        """Refuse a list that can't be meant."""
        if given.collector != self._collector:
            raise ConfigUnavailableError(f"{answer.url} answered with the list of {given.collector}")
        if len({pv.name for pv in given.pvs}) < len(given.pvs):
            twice = Counter(pv.name for pv in given.pvs).most_common(1)[0][0]
            raise ConfigUnavailableError(f"{answer.url} answered with a list that has {twice} twice")

    async def report(self, metadata: list[PvMetadata]) -> None:
        """Send what IOCs say of PVs.

        Raises:
            ConfigUnavailableError: it can't be reached or refuses.
            ConfigRefusedError: it does not take these metadata.
        """
        body = MetadataReport(metadata=metadata).model_dump_json()
        await self._ask("POST", "/v1/metadata", content=body)

    async def report_purge(self, order: int, report: PurgeReport) -> None:
        """Say how far an order to purge data is.

        Raises:
            ConfigUnavailableError: it can't be reached or refuses.
            ConfigRefusedError: it does not take this report.
        """
        await self._ask("PUT", f"{self._path}/purges/{order}", content=report.model_dump_json())

    async def close(self) -> None:
        """Give connections back."""
        await self._http.aclose()

    async def _ask(
        self, method: str, path: str, *, content: str | None = None, params: dict[str, str] | None = None
    ) -> tuple[httpx.Response, bytes]:
        headers = {"Content-Type": "application/json"} if content else {}
        request = self._http.build_request(method, path, content=content, params=params, headers=headers)
        try:
            answer = await self._http.send(request, stream=True)
            try:
                body = await _bounded(answer)
            finally:
                await answer.aclose()
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            raise ConfigUnavailableError(
                f"can't reach config-api at {self._http.base_url}: {reason}"
            ) from error
        if not answer.is_success:
            kind = ConfigRefusedError if answer.status_code in _NEVER else ConfigUnavailableError
            said = body[: 4 * _SAID].decode(errors="replace")[:_SAID]
            raise kind(f"{answer.url} answered {answer.status_code}: {said}")
        return answer, body


async def _bounded(answer: httpx.Response) -> bytes:
    """Read an answer's body.

    Raises:
        ConfigUnavailableError: it is too long to be what was asked for.
    """
    parts, size = list[bytes](), 0
    async for part in answer.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise ConfigUnavailableError(f"{answer.url} answered with more than {MOST_BYTES} bytes")
    return b"".join(parts)
