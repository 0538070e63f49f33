"""Whether a PV without data is one at all: config-api knows."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import httpx
from caflux_contracts.pvs import Pv, PvPage
from caflux_service.problems import NotFound, Unavailable
from caflux_storage import Archive
from pydantic import ValidationError

_TIMEOUT_S = 2.0
_PAGE_TIMEOUT_S = 30.0
_PAGE = 1_000


class KnownPvs:
    """Tells a configured PV without data from an unknown one."""

    def __init__(self, archive: Archive, config_url: str | None, http: httpx.AsyncClient) -> None:
        self._archive = archive
        self._config_url = config_url.rstrip("/") if config_url else None
        self._http = http

    async def check(self, pvs: Sequence[str]) -> None:
        """Accept PVs that the archive or config-api knows.

        Raises:
            NotFound: the first one that is neither.
        """
        for pv in pvs:
            if not await self._archive.has(pv):
                await self._check_configured(pv)

    async def enum_strings(self, pv: str) -> list[str]:
        """Give the strings of an enum PV; none where it is none, or where config-api can't say."""
        if self._config_url is None:
            return []
        try:
            answer = await self._http.get(self._url(pv), timeout=_TIMEOUT_S)
            if answer.is_error:
                return []
            metadata = Pv.model_validate_json(answer.content).metadata
        except (httpx.HTTPError, ValueError):
            return []
        return [] if metadata is None else list(metadata.enum_strings or ())

    async def members(self, group: str) -> list[str]:
        """Give the configured PVs of a group.

        Raises:
            Unavailable: config-api, which knows, does not say.
            NotFound: there are none.
        """
        if self._config_url is None:
            raise Unavailable("groups are known to config-api, and there is none")
        found: list[str] = []
        wanted = {"group": group, "limit": str(_PAGE)}
        while True:
            page = await self._page(wanted)
            found += [pv.name for pv in page.pvs]
            if page.next_cursor is None:
                break
            wanted["cursor"] = page.next_cursor
        if not found:
            raise NotFound(f"there is no PV in the group {group!r}; check its spelling")
        return found

    async def _page(self, wanted: Mapping[str, str]) -> PvPage:
        try:
            answer = await self._http.get(
                f"{self._config_url}/v1/pvs", params=wanted, timeout=_PAGE_TIMEOUT_S
            )
            answer.raise_for_status()
            return PvPage.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise Unavailable(f"config-api, which knows the group's PVs, does not answer: {error}") from error

    def _url(self, pv: str) -> str:
        return f"{self._config_url}/v1/pvs/{quote(pv, safe='')}"

    async def _check_configured(self, pv: str) -> None:
        if self._config_url is None:
            raise NotFound(
                f"the archive has no PV {pv!r}; check its spelling, or add it in the configuration"
            )
        try:
            answer = await self._http.get(self._url(pv), timeout=_TIMEOUT_S)
        except httpx.HTTPError as error:
            raise NotFound(
                f"the archive has no PV {pv!r}, and config-api, which could say whether it is configured, "
                "does not answer"
            ) from error
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise NotFound(
                f"there is no PV {pv!r} in the archive or in the configuration; check its spelling"
            )
        if answer.is_error:
            raise NotFound(
                f"the archive has no PV {pv!r}, and config-api, which could say whether it is configured, "
                f"answers {answer.status_code}"
            )
