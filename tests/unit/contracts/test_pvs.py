"""What may be said of a PV."""

import dataclasses
import json
import math

import pytest
from caflux_contracts.pvs import AssignedPv, Mode, NamedPv, Pv, PvMetadata, PvRow, PvSettings
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError


def test_scan_mode_needs_its_period() -> None:
    with pytest.raises(ValidationError, match="scan mode needs period_s"):
        PvSettings(mode=Mode.SCAN)
    with pytest.raises(ValidationError, match="period_s is for scan mode"):
        PvSettings(period_s=1)


@pytest.mark.parametrize("field", ["period_s", "deadband", "max_rate_hz"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1])
def test_numbers_are_finite_and_not_negative(field: str, value: float) -> None:
    mode = Mode.SCAN if field == "period_s" else Mode.MONITOR
    with pytest.raises(ValidationError, match=field):
        PvSettings.model_validate({"mode": mode, field: value})


@pytest.mark.parametrize("model", [PvRow, Pv])
def test_a_pv_is_not_controlled_by_itself(model: type[PvRow | Pv]) -> None:
    with pytest.raises(ValidationError, match="must be another PV"):
        model.model_validate(
            {"name": "A", "controlling_pv": "A", "created_at": 0, "changed_at": 0, "revision": 1}
            if model is Pv
            else {"name": "A", "controlling_pv": "A"}
        )
    assert PvRow(name="A", controlling_pv="B").controlling_pv == "B"


FOR_PEOPLE = {"description", "tags", "owner", "groups"}
FOR_CONFIG_API = {"collector", "replicas", "fields"}
"""It makes of them who has a PV, and PVs of their own."""


def test_an_assigned_pv_says_all_that_a_collector_needs() -> None:
    assigned = {field.name: field.default for field in dataclasses.fields(AssignedPv) if field.name != "name"}
    configured = {name: field.default for name, field in NamedPv.model_fields.items() if name != "name"}

    assert assigned.keys() == configured.keys() - FOR_PEOPLE - FOR_CONFIG_API | {"moving"}
    same = assigned.keys() - {"moving", "retention"}  # null is the default class, which config-api knows
    assert {name: assigned[name] for name in same} == {name: configured[name] for name in same}


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="deadbnad"):
        PvSettings.model_validate({"deadbnad": 1})


@given(st.floats(), st.floats())
def test_limits_of_an_ioc_may_be_anything_and_are_valid_json(low: float, high: float) -> None:
    metadata = PvMetadata(pv="A", native_type="double", element_count=1, display_low=low, alarm_high=high)

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    again = json.loads(metadata.model_dump_json(), parse_constant=refuse)
    for field, value in (("display_low", low), ("alarm_high", high)):
        assert again[field] == (value if math.isfinite(value) else None)
