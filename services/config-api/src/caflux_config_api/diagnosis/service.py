"""Ask all that know something of a PV why it is not archived."""

import asyncio
from collections.abc import Iterable

import httpx
from caflux_contracts.collectors import Collector
from caflux_contracts.diagnosis import Diagnosis, EngineDetails
from pydantic import ValidationError

from caflux_config_api.clock import Clock
from caflux_config_api.collectors.service import Collectors
from caflux_config_api.diagnosis.findings import Facts, findings, is_archived, summary
from caflux_config_api.pvs.service import Pvs

PATIENCE_S = 5.0


class Diagnoses:
    """Finds out why a PV is not archived.

    Args:
        pvs: the configured ones.
        collectors: who archives them.
        http: asks those.
        clock: what is long ago.
    """

    def __init__(self, pvs: Pvs, collectors: Collectors, http: httpx.AsyncClient, clock: Clock) -> None:
        self._pvs = pvs
        self._collectors = collectors
        self._http = http
        self._clock = clock

    async def of(self, name: str) -> Diagnosis:
        """Give why a PV is not archived, or that it is.

        Raises:
            NotFound: it is not configured.
        """
        pv, changed_by = await self._pvs.with_author(name)
        collectors, owners = await self._collectors.owners(pv.name)
        asked = [each for each in collectors if each.id in owners]
        said = dict(zip((each.id for each in asked), await self._ask(asked, pv.name), strict=True))
        facts = Facts(pv, changed_by, collectors, owners, said, self._clock())
        found = findings(facts)
        archived = is_archived(facts, found)
        return Diagnosis(
            pv=pv.name, archived=archived, sentence=summary(facts, found, archived), findings=found
        )

    async def _ask(self, collectors: Iterable[Collector], name: str) -> list[EngineDetails | str]:
        return await asyncio.gather(*(self._ask_one(each, name) for each in collectors))

    async def _ask_one(self, collector: Collector, name: str) -> EngineDetails | str:
        url = f"{collector.engine_url.rstrip('/')}/status/details"
        try:
            async with asyncio.timeout(PATIENCE_S):
                answer = await self._http.get(url, params={"pv": name})
                answer.raise_for_status()
                return EngineDetails.model_validate_json(answer.content)
        except TimeoutError:
            return f"no answer within {PATIENCE_S:.0f} s"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return str(error) or type(error).__name__
        except ValidationError:
            return "its answer is not that of an engine"
