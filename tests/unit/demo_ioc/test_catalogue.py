"""The catalogue keeps to what EPICS can hold, and covers what the demo is to show."""

import math
from typing import Any

import numpy as np
import pytest
from caflux_contracts.names import check_pv_name
from caflux_demo_ioc.catalogue import DemoPv, Kind, demo_pvs
from caflux_demo_ioc.machine import Machine

PVS = demo_pvs("DEMO:")
STRING_BYTES = 39


def test_there_are_about_forty_with_names_of_their_own() -> None:
    assert 40 <= len(PVS) <= 50
    assert len({pv.name for pv in PVS}) == len(PVS)
    assert all(check_pv_name(pv.name).startswith("DEMO:") for pv in PVS)
    assert all(pv.name.startswith("X:") for pv in demo_pvs("X:"))


def test_every_type_of_channel_access_is_there_as_scalar_and_waveform() -> None:
    assert {pv.kind for pv in PVS} == set(Kind)
    arrays = {pv.dtype for pv in PVS if pv.kind is Kind.WAVEFORM and pv.length > 1}
    scalars = {pv.dtype for pv in PVS if pv.kind is Kind.WAVEFORM and pv.length == 1}
    assert arrays == {"float64", "float32", "int32", "int16", "uint8", "S40"}
    # double, long, enum and string have records of their own.
    assert scalars == {"float32", "int16", "uint8"}


def test_rates_are_from_a_tenth_to_ten_hertz() -> None:
    periods = [pv.period_s for pv in PVS]
    assert (min(periods), max(periods)) == (0.1, 10.0)
    assert all(round(period * 10) == period * 10 for period in periods)


def test_one_pv_comes_and_goes() -> None:
    assert [pv.name for pv in PVS if pv.flaky] == ["DEMO:LAB:GAUGE"]


@pytest.mark.parametrize("pv", PVS, ids=lambda pv: pv.name)
def test_texts_fit_into_the_records(pv: DemoPv) -> None:
    assert 0 < len(pv.description.encode()) <= 40
    assert len(str(pv.fields.get("EGU", "")).encode()) <= 15
    assert len(pv.states) <= 16
    assert all(len(state.encode()) <= 25 for state in pv.states)
    low, high = pv.fields.get("LOPR", 0.0), pv.fields.get("HOPR", 1.0)
    assert low < high


@pytest.mark.parametrize("pv", PVS, ids=lambda pv: pv.name)
def test_values_are_what_the_record_takes(pv: DemoPv) -> None:
    machine = Machine(np.random.default_rng(1))
    for tick in range(2_000):
        machine.step(tick * 0.5)
        if tick % 10 == 0:
            check(pv, pv.read(machine))


def check(pv: DemoPv, value: Any) -> None:
    match pv.kind:
        case Kind.DOUBLE:
            assert isinstance(value, float)
        case Kind.LONG:
            assert isinstance(value, int)
            assert -(2**31) <= value < 2**31
        case Kind.INT64:
            assert isinstance(value, int)
            assert 0 <= value < 2**53
        case Kind.BINARY | Kind.MULTI:
            assert 0 <= int(value) < len(pv.states)
        case Kind.STRING:
            assert 0 < len(value.encode()) <= STRING_BYTES
        case Kind.LONG_STRING:
            assert STRING_BYTES < len(value.encode()) < pv.length
        case Kind.WAVEFORM:
            check_waveform(pv, value)


def check_waveform(pv: DemoPv, value: Any) -> None:
    assert len(value) == pv.length
    if pv.dtype == "S40":
        assert all(0 < len(text) <= STRING_BYTES for text in value)
        return
    numbers = np.asarray(value)
    assert all(math.isfinite(number) for number in numbers)
    if np.dtype(pv.dtype).kind in "iu":
        limits = np.iinfo(pv.dtype)
        assert limits.min <= numbers.min()
        assert numbers.max() <= limits.max
