"""Why a PV is not archived: each cause is told, the one that keeps all of it away first."""

from datetime import UTC, datetime
from typing import Any

import pytest
from caflux_config_api.diagnosis.findings import Facts, findings, is_archived, summary
from caflux_contracts.collectors import Collector
from caflux_contracts.diagnosis import Cause, EngineDetails, PvDetail
from caflux_contracts.pvs import Pv, PvState
from caflux_testing.config_client import ConfigClient, problem, pv_path

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NS = int(NOW.timestamp()) * 1_000_000_000


def facts(
    state: PvState = PvState.ACTIVE,
    owners: tuple[str, ...] = ("c1",),
    said: dict[str, Any] | None = None,
    error: str | None = None,
    **detail: Any,
) -> Facts:
    well = {"known": True, "connected": True, "ever_connected": True, "host": "ioc:5064", "received": 10}
    pv = PvDetail(name="P", **{**well, "archived": 10, "last_event_ns": NS, "since_ns": NS, **detail})
    details = EngineDetails(revision=3, now_ns=NS, archive_error=error, searched="10.0.0.255", pvs=[pv])
    collectors = [
        Collector(
            id=name,
            host=name,
            version="1",
            engine_url=f"http://{name}:9101",
            registered_at=NOW,
            seen_at=NOW,
            lease_s=15,
            alive=True,
            pv_count=1,
            leaving_count=0,
            draining=False,
        )
        for name in ("c1", "c2")
    ]
    told: dict[str, Any] = dict.fromkeys(owners, details) if said is None else said
    return Facts(
        Pv(name="P", state=state, created_at=NOW, changed_at=NOW, revision=3),
        "ann",
        collectors,
        owners,
        told,
        NOW,
    )


@pytest.mark.parametrize(
    ("known", "cause", "archived", "words"),
    [
        (facts(PvState.PAUSED), Cause.PAUSED, False, "paused; ann"),
        (facts(owners=()), Cause.NO_COLLECTOR, False, "No collector has room"),
        (facts(said={"c1": "refused"}), Cause.COLLECTOR_DOWN, False, "c1 at http://c1:9101 does not answer"),
        (facts(known=False), Cause.COLLECTOR_BEHIND, False, "revision 3"),
        (facts(connected=False), Cause.DISCONNECTED, False, "ioc:5064 served it"),
        (facts(connected=False, ever_connected=False), Cause.NOT_FOUND, False, "10.0.0.255"),
        (facts(readable=False), Cause.NO_ACCESS, False, "does not let"),
        (facts(suspended_by="GATE"), Cause.SUSPENDED, False, "GATE is zero"),
        (facts(error="refused"), Cause.ARCHIVE_AWAY, True, "wait on disk"),
        (facts(also_served_by="other:1"), Cause.TWO_IOCS, True, "other:1 is not"),
        (facts(clock_wrong=True), Cause.BAD_CLOCK, True, "clock of ioc:5064"),
        (facts(dropped={"ring_full": 2}), Cause.LOST, True, "2 by ring_full"),
        (facts(dropped={"rate": 8}), Cause.LEFT_OUT, True, "maximum rate left out 8 of 10"),
        (facts(last_event_ns=NS - 7_200 * 10**9), Cause.QUIET, True, "2026-01-02 01:04:05 UTC"),
        (facts(last_event_ns=0), Cause.QUIET, True, "nothing of it was archived yet"),
        (facts(known=True, refused="too long"), Cause.REFUSED, False, "too long"),
    ],
)
def test_each_cause_is_told(known: Facts, cause: Cause, archived: bool, words: str) -> None:
    found = findings(known)

    assert [one.cause for one in found] == [cause]
    assert is_archived(known, found) is archived
    assert found[0].blocks is not archived
    assert words in found[0].sentence
    assert words in summary(known, found, archived)
    assert found[0].advice


def test_where_all_is_well_it_says_so() -> None:
    well = facts()
    assert findings(well) == []
    assert summary(well, [], archived=True) == (
        "It is archived; its last event is of 2026-01-02 03:04:05 UTC."
    )


def test_one_of_two_collectors_is_enough() -> None:
    both = facts(owners=("c1", "c2"))
    half = facts(owners=("c1", "c2"), said={"c1": "refused", "c2": both.said["c2"]})
    found = findings(half)

    assert [(one.cause, one.collector) for one in found] == [(Cause.COLLECTOR_DOWN, "c1")]
    assert is_archived(half, found)


async def test_one_without_a_collector_and_one_that_is_none(
    admin: ConfigClient, nobody: ConfigClient
) -> None:
    await admin.put("P")
    told = (await nobody.http.get(pv_path("P", "/diagnosis"))).json()

    assert (told["archived"], told["findings"][0]["cause"]) == (False, "no_collector")
    assert told["sentence"] == "No collector has ever registered."
    problem(await nobody.http.get(pv_path("none", "/diagnosis")), 404)
