"""The virtual PVs, as config-api has them."""

from collections.abc import Mapping

import httpx
from caflux_contracts.virtual import VirtualPv, VirtualPvList

from caflux_query_api.followed import Followed


class VirtualPvs(Followed):
    """Knows every virtual PV; while config-api is away, as it last told them."""

    def __init__(self, config_url: str | None, http: httpx.AsyncClient) -> None:
        super().__init__(config_url, "/v1/virtual-pvs", "virtual PVs", http)
        self._pvs: Mapping[str, VirtualPv] = {}
        self._expressions: Mapping[str, str] = {}

    @property
    def pvs(self) -> Mapping[str, VirtualPv]:
        """All of them, by name."""
        return self._pvs

    @property
    def expressions(self) -> Mapping[str, str]:
        """Their expressions, by name."""
        return self._expressions

    def take(self, body: bytes) -> int:
        """Take new ones."""
        told = VirtualPvList.model_validate_json(body)
        self._pvs = {pv.name: pv for pv in told.pvs}
        self._expressions = {pv.name: pv.expression for pv in told.pvs}
        return told.revision
