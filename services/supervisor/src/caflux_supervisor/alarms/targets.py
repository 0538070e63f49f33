"""Which PVs a rule means: config-api knows those that are configured, and the virtual ones."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from caflux_contracts.alarms import AlarmRuleSettings
from caflux_contracts.catalogue import ConfiguredCatalogue
from caflux_contracts.virtual import VirtualPvList
from caflux_service.reasons import reason
from pydantic import ValidationError

from caflux_supervisor.alarms.globs import is_glob, matching
from caflux_supervisor.alarms.stream import Series

_PATIENCE_S = 30.0


class NotKnown(Exception):
    """config-api can't say which PVs there are; the message says why."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What a rule watches, and which of its patterns there is no PV for."""

    series: tuple[Series, ...] = ()
    unmatched: tuple[str, ...] = ()


def targets(rule: AlarmRuleSettings, names: Mapping[str, None]) -> Targets:
    """Expand what a rule watches, given the names that there are."""
    if rule.expression is not None:
        return Targets((Series(rule.expression, expression=True),))
    found: dict[str, None] = {}
    unmatched = []
    for pattern in rule.pvs:
        pvs = matching(names, pattern) if is_glob(pattern) else [pattern] if pattern in names else []
        found.update(dict.fromkeys(pvs))
        if not pvs:
            unmatched.append(pattern)
    return Targets(tuple(map(Series, found)), tuple(unmatched))


class Names:
    """The names of all PVs; while config-api is away, as it last told them."""

    def __init__(self, client: httpx.AsyncClient, config_url: str) -> None:
        self._client = client
        self._url = f"{config_url.rstrip('/')}/v1"
        self._version = ""
        self._configured: list[str] = []

    async def get(self) -> Mapping[str, None]:
        """Ask.

        Raises:
            NotKnown: config-api does not answer as it should.
        """
        try:
            catalogue = await self._ask("catalogue", {"version": self._version})
            if catalogue.status_code != httpx.codes.NO_CONTENT:
                read = ConfiguredCatalogue.model_validate_json(catalogue.content)
                self._version, self._configured = read.version, [pv.name for pv in read.pvs]
            virtual = VirtualPvList.model_validate_json((await self._ask("virtual-pvs", {})).content)
        except httpx.HTTPStatusError as error:
            raise NotKnown(f"config-api answers {error.response.status_code} when asked for PVs") from error
        except httpx.HTTPError as error:
            raise NotKnown(f"config-api, which knows the PVs, does not answer: {reason(error)}") from error
        except ValidationError as error:
            raise NotKnown("config-api's list of PVs is not of this version") from error
        return dict.fromkeys([*self._configured, *(pv.name for pv in virtual.pvs)])

    async def _ask(self, what: str, parameters: Mapping[str, str]) -> httpx.Response:
        answer = await self._client.get(f"{self._url}/{what}", params=parameters, timeout=_PATIENCE_S)
        return answer.raise_for_status()
