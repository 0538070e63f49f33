"""What DBR_CTRL says of a PV, of every type, from the bytes that libca hands over."""

import ctypes
import math
import struct
from typing import Any

import pytest
from caflux_collector import libca
from caflux_collector.control import Control
from caflux_collector.values import TYPE_NAMES
from caflux_contracts.pvs import PvMetadata
from epicscorelibs import path

LIMITS = ("display_high", "display_low", "alarm_high", "warning_high", "warning_low", "alarm_low")


def numeric(code: str, limits: list[float], *, egu: bytes = b"mA", precision: int | None = None) -> bytes:
    """Lay a DBR_CTRL value out as db_access.h does: alarm, precision and padding, units, eight limits."""
    head = struct.pack("<hh", 4, 2) + (b"" if precision is None else struct.pack("<hh", precision, 0))
    return head + egu.ljust(8, b"\0") + struct.pack(f"<8{code}", *limits, 0, 0) + bytes(9)


def of(native: str, data: bytes, count: int = 1, host: str = "ioc:5064") -> PvMetadata:
    return Control(TYPE_NAMES.index(native), count, host, data, 7).metadata("PV")


@pytest.mark.parametrize(
    ("native", "code", "precision"),
    [("short", "h", None), ("char", "B", None), ("long", "i", None), ("float", "f", 3), ("double", "d", -1)],
)
def test_numbers_have_units_limits_and_precision(native: str, code: str, precision: int | None) -> None:
    limits = [100.0, 1.0, 90.0, 80.0, 20.0, 10.0]
    data = numeric(code, limits if code in "fd" else [int(x) for x in limits], precision=precision)
    found = of(native, data, count=5)
    assert (found.pv, found.native_type, found.element_count, found.ioc_host) == ("PV", native, 5, "ioc:5064")
    assert (found.egu, found.precision) == ("mA", precision)
    assert [getattr(found, name) for name in LIMITS] == limits
    assert found.enum_strings is None


@pytest.mark.parametrize(("native", "code", "extremes"), [("short", "h", (2**15)), ("long", "i", 2**31)])
def test_limits_have_the_whole_range(native: str, code: str, extremes: int) -> None:
    found = of(native, numeric(code, [extremes - 1, -extremes, 0, 0, 0, 0]))
    assert (found.display_high, found.display_low) == (extremes - 1, -extremes)


def test_limits_that_are_nan_are_unknown_and_infinite_ones_survive_json() -> None:
    inf, nan = math.inf, math.nan
    found = of("double", numeric("d", [inf, -inf, nan, nan, nan, nan], precision=2))
    assert (found.display_high, found.display_low) == (inf, -inf)
    assert [getattr(found, name) for name in LIMITS[2:]] == [None] * 4
    assert PvMetadata.model_validate_json(found.model_dump_json()).display_high is None


@pytest.mark.parametrize(
    ("raw", "egu"),
    [(b"", ""), (b"mbar", "mbar"), (b"12345678", "12345678"), ("µA".encode(), "µA"), (b"\xb0C", "°C")],
)
def test_units_take_up_to_8_bytes(raw: bytes, egu: str) -> None:
    assert of("double", numeric("d", [0.0] * 6, egu=raw, precision=0)).egu == egu


def enum(count: int, states: list[bytes]) -> bytes:
    return struct.pack("<hhh", 0, 0, count) + b"".join(s.ljust(26, b"\0") for s in states).ljust(418, b"\0")


@pytest.mark.parametrize("count", [0, 1, 2, 16])
def test_an_enum_has_up_to_16_states(count: int) -> None:
    states = [b"state %d" % k for k in range(count)]
    assert of("enum", enum(count, states)).enum_strings == [state.decode() for state in states]


def test_a_state_may_fill_its_26_bytes() -> None:
    assert of("enum", enum(2, [b"z" * 26, b"a"])).enum_strings == ["z" * 26, "a"]


@pytest.mark.parametrize(("count", "found"), [(-1, 0), (17, 16), (32_767, 16)])
def test_a_number_of_states_that_can_not_be_is_bounded(count: int, found: int) -> None:
    assert len(of("enum", enum(count, [b"x"] * 16)).enum_strings or ()) == found


def test_a_string_has_none_of_this() -> None:
    assert of("string", bytes(44)) == PvMetadata(
        pv="PV", native_type="string", element_count=1, ioc_host="ioc:5064", valid_from_ns=7
    )


def test_a_host_that_is_not_known_is_none_and_a_long_one_is_cut() -> None:
    assert of("string", b"", host="").ioc_host is None
    assert len(of("string", b"", host="h" * 300).ioc_host or "") == 255


def test_sizes_are_those_of_epics_base() -> None:
    """More than a value has would read past libca's buffer."""
    sizes: Any = (ctypes.c_ushort * 35).in_dll(ctypes.CDLL(path.get_lib("ca")), "dbr_size")
    assert list(sizes)[libca.DBR_CTRL :] == list(libca._CTRL_SIZES)
