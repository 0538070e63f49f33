"""Other names of PVs, as config-api has them: what was archived under any of them are the PV's data."""

from collections.abc import Mapping

import httpx
from caflux_contracts.aliases import AliasList

from caflux_query_api.followed import Followed


class Aliases(Followed):
    """Knows every name of a PV; while config-api is away, as it last told them."""

    def __init__(self, config_url: str | None, http: httpx.AsyncClient) -> None:
        super().__init__(config_url, "/v1/aliases", "other names of PVs", http)
        self._names: Mapping[str, tuple[str, ...]] = {}

    def names_of(self, pv: str) -> tuple[str, ...]:
        """Give every name of a PV, asked for by whichever of them; the one that it has now is the first.

        A field that is archived beside it, like PV.HIHI, has other names as the PV has.
        """
        if not self._names:
            return (pv,)
        known = self._names.get(pv)
        if known is not None:
            return known
        record, dot, field = pv.partition(".")
        return tuple(f"{name}{dot}{field}" for name in self._names.get(record, (record,)))

    def take(self, body: bytes) -> int:
        """Take new ones."""
        told = AliasList.model_validate_json(body)
        groups: dict[str, list[str]] = {}
        for alias in told.aliases:
            groups.setdefault(alias.pv, [alias.pv]).append(alias.name)
        self._names = {name: tuple(names) for names in groups.values() for name in names}
        return told.revision
