"""The index of PV names, made when somebody searches and renewed behind the scenes while they go on."""

import asyncio
from collections.abc import Sequence

import httpx
import structlog
from caflux_contracts.catalogue import CatalogueEntry, ConfiguredCatalogue
from caflux_storage import Archive, ArchiveError
from pydantic import ValidationError

from caflux_query_api.search import Index
from caflux_query_api.virtual import VirtualPvs

_FRESH_S = 5.0
_TIMEOUT_S = 30.0


class PvCatalogue:
    """Knows the names in the archive and in the configuration; while config-api is away, as it last told."""

    def __init__(
        self, archive: Archive, virtual: VirtualPvs, config_url: str | None, http: httpx.AsyncClient
    ) -> None:
        self._archive = archive
        self._virtual = virtual
        self._url = f"{config_url.rstrip('/')}/v1/catalogue" if config_url else None
        self._http = http
        self._configured = ConfiguredCatalogue(version="", pvs=[])
        self._made_of: tuple[object, ...] = ()
        self._index: Index | None = None
        self._renewed = float("-inf")
        self._task: asyncio.Task[Index] | None = None
        self._log = structlog.get_logger("caflux.catalogue")

    async def index(self) -> Index:
        """Give the index, at once where there is one, a few seconds old while it is used.

        Raises:
            ArchiveError: there is none yet, and the archive is away.
        """
        if self._task is None and asyncio.get_running_loop().time() - self._renewed > _FRESH_S:
            self._task = asyncio.create_task(self._renew(), name="catalogue")
            self._task.add_done_callback(self._done)
        if self._index is not None:
            return self._index
        assert self._task is not None
        return await asyncio.shield(self._task)

    async def aclose(self) -> None:
        """End what runs."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _done(self, task: asyncio.Task[Index]) -> None:
        self._task = None
        if task.cancelled():
            return
        error = task.exception()
        if error is not None and not isinstance(error, ArchiveError):
            self._log.error("the index of PV names can't be made", exc_info=error)
        elif error is not None:
            self._log.warning("the index of PV names can't be renewed", error=str(error))

    async def _renew(self) -> Index:
        names = await self._archive.names()
        await self._ask()
        virtual = [
            CatalogueEntry(pv.name, pv.description, pv.egu, "virtual") for pv in self._virtual.pvs.values()
        ]
        made_of = (names, self._configured.version, virtual)
        if self._index is None or made_of != self._made_of:
            self._index = await asyncio.to_thread(_index, names, self._configured.pvs, virtual)
            self._made_of = made_of
        self._renewed = asyncio.get_running_loop().time()
        return self._index

    async def _ask(self) -> None:
        if self._url is None:
            return
        try:
            answer = await self._http.get(
                self._url, params={"version": self._configured.version}, timeout=_TIMEOUT_S
            )
            answer.raise_for_status()
            if answer.status_code != httpx.codes.NO_CONTENT:
                self._configured = await asyncio.to_thread(
                    ConfiguredCatalogue.model_validate_json, answer.content
                )
        except (httpx.HTTPError, ValidationError) as error:
            self._log.warning("what PVs are can't be read from config-api", error=str(error))


def _index(
    names: Sequence[str], configured: Sequence[CatalogueEntry], virtual: Sequence[CatalogueEntry]
) -> Index:
    return Index(names, [*configured, *virtual])
