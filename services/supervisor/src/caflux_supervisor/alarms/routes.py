"""Routes of alarm rules, maintenance and acknowledgements."""

from typing import Annotated

from caflux_contracts.alarms import (
    Acknowledgement,
    AlarmChange,
    AlarmRuleSettings,
    AlarmRuleState,
    Comment,
    DryRun,
    Maintenance,
    MaintenanceSettings,
    RuleName,
)
from caflux_service.access import READS, MayConfigure, MayOperate
from fastapi import APIRouter, Depends, Path, Query, Request

from caflux_supervisor.alarms.alarms import Alarms

router = APIRouter(prefix="/v1", tags=["alarms"])


def alarms_of(request: Request) -> Alarms:
    """Give the running alarm rules."""
    alarms = request.app.state.alarms
    assert isinstance(alarms, Alarms)
    return alarms


AlarmsNow = Annotated[Alarms, Depends(alarms_of)]


Name = Annotated[RuleName, Path(description="Of the rule.")]
Id = Annotated[int, Path(ge=1, lt=2**53)]


@router.get("/rules", dependencies=[READS])
async def list_rules(alarms: AlarmsNow) -> list[AlarmRuleState]:
    """List the alarm rules, and how each is, by name."""
    return alarms.rules()


@router.get("/rules/{name}", dependencies=[READS])
async def get_rule(alarms: AlarmsNow, name: Name) -> AlarmRuleState:
    """Give an alarm rule, and how it is."""
    return alarms.rule(name)


@router.put("/rules/{name}")
async def put_rule(
    alarms: AlarmsNow, who: MayConfigure, name: Name, rule: AlarmRuleSettings
) -> AlarmRuleState:
    """Add or change an alarm rule."""
    return alarms.put(name, rule, who.name)


@router.delete("/rules/{name}", status_code=204)
async def delete_rule(alarms: AlarmsNow, who: MayConfigure, name: Name) -> None:
    """Remove an alarm rule; its alarms end, and what it did stays in the history."""
    alarms.delete(name, who.name)


@router.post("/rules/{name}/check", dependencies=[READS])
async def check_rule(alarms: AlarmsNow, name: Name, rule: AlarmRuleSettings | None = None) -> DryRun:
    """Say what a rule would have done in the past hour, by what is archived; it changes nothing.

    With a body, the rule as it is there, which need not exist; without, the rule of that name.
    """
    return await alarms.check(rule or alarms.rule(name).rule)


@router.get("/alarm-history", dependencies=[READS])
async def list_alarm_history(
    alarms: AlarmsNow,
    rule: Annotated[RuleName | None, Query(description="Of this rule only.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 200,
) -> list[AlarmChange]:
    """List how alarms came, changed and went, the newest first."""
    return alarms.history(rule, limit)


@router.get("/maintenance", dependencies=[READS])
async def list_maintenance(alarms: AlarmsNow) -> list[Maintenance]:
    """List the maintenance that is now or will be."""
    return alarms.maintenance()


@router.post("/maintenance", status_code=201)
async def begin_maintenance(alarms: AlarmsNow, who: MayOperate, wanted: MaintenanceSettings) -> Maintenance:
    """Set a time in which alarms of some PVs are recorded and not mailed."""
    return alarms.begin_maintenance(wanted, who.name)


@router.delete("/maintenance/{id}", status_code=204)
async def end_maintenance(
    alarms: AlarmsNow,
    who: MayOperate,
    id: Id,  # noqa: A002 - the API's own name
) -> None:
    """End a time of maintenance now."""
    alarms.end_maintenance(id, who.name)


@router.post("/incidents/{id}/acknowledge")
async def acknowledge_incident(
    alarms: AlarmsNow,
    who: MayOperate,
    id: Id,  # noqa: A002 - the API's own name
    said: Comment,
) -> Acknowledgement:
    """Say that somebody takes care of an incident: nobody else is mailed about it."""
    return alarms.acknowledge(id, who.name, said.comment)
