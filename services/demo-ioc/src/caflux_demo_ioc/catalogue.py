"""The demo's PVs: one table that says of each what it is, how it reads the machine, and how often."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from caflux_demo_ioc.beam import RfState
from caflux_demo_ioc.machine import DIPOLE_A, QUADRUPOLES_A, TESLA_PER_A, Machine
from caflux_demo_ioc.orbit import BPMS


class Kind(StrEnum):
    """The record behind a PV, and with it the type that Channel Access clients see."""

    DOUBLE = "ai"  # DBR_DOUBLE
    LONG = "longin"  # DBR_LONG
    INT64 = "int64in"  # DBR_DOUBLE: Channel Access has no 64-bit integer
    BINARY = "bi"  # DBR_ENUM
    MULTI = "mbbi"  # DBR_ENUM
    STRING = "stringin"  # DBR_STRING
    LONG_STRING = "long string"  # DBR_CHAR[512]
    WAVEFORM = "waveform"  # the type of `dtype`; with one element a scalar


@dataclass(frozen=True, slots=True)
class DemoPv:
    """One PV of the demo.

    Attributes:
        name: With the prefix.
        description: At most 40 characters, the record's DESC.
        period_s: Between two values, 0.1 to 10 s.
        read: Gives the value of a machine.
        states: Names of an enum's states.
        dtype: Of a waveform's elements, as NumPy writes it.
        length: Elements of a waveform.
        fields: More of the record's fields: EGU, PREC, limits, deadbands.
        flaky: It lives in the IOC that comes and goes.
    """

    name: str
    description: str
    kind: Kind
    period_s: float
    read: Callable[[Machine], Any]
    states: Sequence[str] = ()
    dtype: str = "float64"
    length: int = 1
    fields: dict[str, Any] = field(default_factory=dict)
    flaky: bool = False


def _limits(low: float, high: float) -> dict[str, float]:
    return {"LOPR": low, "HOPR": high}


def _high_alarm(high: float, hihi: float, hysteresis: float) -> dict[str, Any]:
    return {"HIGH": high, "HSV": "MINOR", "HIHI": hihi, "HHSV": "MAJOR", "HYST": hysteresis}


def _low_alarm(low: float, lolo: float, hysteresis: float) -> dict[str, Any]:
    return {"LOW": low, "LSV": "MINOR", "LOLO": lolo, "LLSV": "MAJOR", "HYST": hysteresis}


def _number(
    name: str,
    description: str,
    period_s: float,
    read: Callable[[Machine], float],
    egu: str,
    prec: int,
    **more: Any,
) -> DemoPv:
    return DemoPv(name, description, Kind.DOUBLE, period_s, read, fields={"EGU": egu, "PREC": prec, **more})


def _array(
    name: str,
    description: str,
    period_s: float,
    read: Callable[[Machine], Any],
    dtype: str,
    length: int,
    **more: Any,
) -> DemoPv:
    return DemoPv(name, description, Kind.WAVEFORM, period_s, read, dtype=dtype, length=length, fields=more)


def _ring(p: str) -> list[DemoPv]:
    return [
        _number(f"{p}SR:CURRENT", "Beam current", 0.1, lambda m: m.beam.current, "mA", 3, **_limits(0, 300)),
        _number(f"{p}SR:LIFETIME", "Beam lifetime", 1.0, lambda m: m.beam.lifetime, "h", 2, **_limits(0, 5)),
        # The energy does not change: MDEL -1 posts it all the same.
        _number(f"{p}SR:ENERGY", "Beam energy", 10.0, lambda _: 2.4, "GeV", 3, MDEL=-1, ADEL=-1),
        _number(f"{p}SR:TUNE_X", "Horizontal tune", 1.0, lambda m: m.tunes[0], "", 4, **_limits(0, 0.5)),
        _number(f"{p}SR:TUNE_Y", "Vertical tune", 1.0, lambda m: m.tunes[1], "", 4, **_limits(0, 0.5)),
        DemoPv(
            f"{p}SR:MODE",
            "What the storage ring does",
            Kind.MULTI,
            0.2,
            lambda m: int(m.beam.mode),
            ("Shutdown", "RF ramp", "Injection", "Stored beam", "Beam lost"),
            fields={"FRSV": "MAJOR"},
        ),
        DemoPv(f"{p}SR:STATUS", "Status line", Kind.STRING, 0.5, lambda m: m.status),
        DemoPv(
            f"{p}SR:MESSAGE",
            "Message of the operators",
            Kind.LONG_STRING,
            5.0,
            lambda m: m.message,
            length=512,
        ),
        DemoPv(f"{p}SR:FILLS", "Injections from zero", Kind.LONG, 2.0, lambda m: m.beam.fills),
        DemoPv(f"{p}SR:TRIPS", "Beam losses", Kind.LONG, 2.0, lambda m: m.beam.trips),
        DemoPv(f"{p}SR:TURNS", "Revolutions since the start", Kind.INT64, 1.0, lambda m: m.beam.turns),
    ]


def _rf(p: str) -> list[DemoPv]:
    return [
        DemoPv(
            f"{p}RF:STATE",
            "State of the cavities",
            Kind.MULTI,
            0.5,
            lambda m: int(m.beam.rf_state),
            tuple(state.name.capitalize() for state in RfState),
            fields={"FRSV": "MAJOR"},
        ),
        _number(
            f"{p}RF:POWER",
            "Forward power",
            0.2,
            lambda m: m.beam.rf_share * (45.0 + 0.3 * m.beam.current) + abs(m.random.normal(0.0, 0.05)),
            "kW",
            2,
            **_limits(0, 150),
        ),
        _array(
            f"{p}RF:PHASE",
            "Phase of the cavity voltage",
            0.5,
            lambda m: [m.beam.rf_share * 150.0 + m.random.normal(0.0, 0.05)],
            "float32",
            1,
            EGU="deg",
            PREC=2,
        ),
        _number(
            f"{p}RF:TEMPERATURE",
            "Temperature of the cavity",
            1.0,
            lambda m: m.cavity.read(),
            "degC",
            2,
            **_high_alarm(39.0, 40.5, 0.2),
            **_limits(20, 45),
        ),
    ]


def _vacuum(p: str) -> list[DemoPv]:
    def section(index: int) -> DemoPv:
        return _number(
            f"{p}VAC:S{index + 1:02d}:PRESSURE",
            f"Pressure in section {index + 1}",
            0.5,
            lambda m: m.pressures[index].read(),
            "mbar",
            3,
            **_high_alarm(1e-8, 1e-7, 1e-9),
            **_limits(1e-11, 1e-6),
        )

    return [
        *[section(index) for index in range(4)],
        DemoPv(
            f"{p}VAC:S01:VALVE",
            "Gate valve of section 1",
            Kind.BINARY,
            1.0,
            lambda m: m.pressures[0].value < 2e-8,
            ("Closed", "Open"),
            fields={"ZSV": "MINOR"},
        ),
    ]


def _magnets(p: str) -> list[DemoPv]:
    def quadrupole(index: int) -> DemoPv:
        return _number(
            f"{p}MAG:Q{index + 1}:CURRENT",
            f"Current of quadrupole family {index + 1}",
            0.2,
            lambda m: m.magnet(QUADRUPOLES_A[index]),
            "A",
            4,
            **_limits(0, 200),
        )

    return [
        *[quadrupole(index) for index in range(4)],
        _number(
            f"{p}MAG:D1:CURRENT",
            "Current of the dipoles",
            0.2,
            lambda m: m.magnet(DIPOLE_A),
            "A",
            4,
            **_limits(0, 500),
        ),
        _number(
            f"{p}MAG:D1:FIELD",
            "Field of the dipoles (NMR)",
            1.0,
            lambda m: m.magnet(DIPOLE_A) * TESLA_PER_A,
            "T",
            6,
            **_limits(0, 1.6),
        ),
        _array(
            f"{p}MAG:Q1:STATUS",
            "Status word of power supply Q1",
            1.0,
            lambda m: [0x0103 | (m.random.random() < 0.05) << 4],
            "int16",
            1,
        ),
    ]


def _cooling(p: str) -> list[DemoPv]:
    return [
        _number(f"{p}TMP:HALL", "Air in the hall", 2.0, lambda m: m.hall.read(), "degC", 2, MDEL=0.01),
        _number(f"{p}TMP:TUNNEL", "Air in the tunnel", 1.0, lambda m: m.tunnel.read(), "degC", 2, ADEL=0.02),
        _number(f"{p}TMP:CHAMBER", "Vacuum chamber", 1.0, lambda m: m.chamber.read(), "degC", 2),
        _number(
            f"{p}COOL:FLOW",
            "Cooling water",
            0.5,
            lambda m: m.flow.read(),
            "l/min",
            2,
            **_low_alarm(9.5, 8.5, 0.1),
            **_limits(0, 15),
        ),
    ]


def _diagnostics(p: str) -> list[DemoPv]:
    def rms(values: Any) -> float:
        return float(np.sqrt(np.mean(np.square(values))))

    return [
        _array(f"{p}BPM:X", "Horizontal orbit", 0.5, lambda m: m.orbit.x, "float64", BPMS, EGU="um", PREC=1),
        _array(f"{p}BPM:Y", "Vertical orbit", 0.5, lambda m: m.orbit.y, "float64", BPMS, EGU="um", PREC=1),
        _array(f"{p}BPM:SUM", "Sum signals of the monitors", 1.0, lambda m: m.orbit.total, "int32", BPMS),
        _array(
            f"{p}BPM:STATUS",
            "Status of each monitor",
            5.0,
            lambda m: (m.orbit.total > 4_000).astype(np.uint8),
            "uint8",
            BPMS,
        ),
        _array(
            f"{p}BPM:NAMES",
            "Names of the first monitors",
            10.0,
            lambda _: [f"BPM{index:03d}" for index in range(8)],
            "S40",
            8,
        ),
        _number(f"{p}ORBIT:RMS_X", "RMS of the horizontal orbit", 0.5, lambda m: rms(m.orbit.x), "um", 2),
        _number(f"{p}ORBIT:RMS_Y", "RMS of the vertical orbit", 0.5, lambda m: rms(m.orbit.y), "um", 2),
    ]


def _beamline(p: str) -> list[DemoPv]:
    return [
        DemoPv(
            f"{p}BL:SHUTTER",
            "Beam shutter",
            Kind.BINARY,
            0.5,
            lambda m: m.shutter_open,
            ("Closed", "Open"),
        ),
        _array(f"{p}BL:FILTER", "Absorber in the beam", 1.0, lambda m: [m.filter_in], "uint8", 1),
        DemoPv(f"{p}BL:COUNTS", "Photons in the last interval", Kind.LONG, 0.5, lambda m: m.counts),
        # Not a number while the shutter is closed.
        _number(
            f"{p}BL:TRANSMISSION",
            "Transmission of the absorber",
            0.5,
            lambda m: m.transmission,
            "",
            4,
            **_limits(0, 1),
        ),
        _array(f"{p}BL:SPECTRUM", "Fluorescence spectrum", 2.0, lambda m: m.spectrum, "int16", 256),
        _array(
            f"{p}BL:REFERENCE",
            "Reference spectrum, smoothed",
            5.0,
            lambda m: np.convolve(m.spectrum, np.ones(9) / 9.0, "same"),
            "float32",
            256,
        ),
    ]


def _flaky(p: str) -> list[DemoPv]:
    gauge = _number(
        f"{p}LAB:GAUGE", "Pressure; its IOC comes and goes", 0.5, lambda m: m.pressures[3].read(), "mbar", 3
    )
    return [replace(gauge, flaky=True)]


def demo_pvs(prefix: str = "DEMO:") -> list[DemoPv]:
    """Give the demo's PVs, about 40, of every type that Channel Access has."""
    groups = (_ring, _rf, _vacuum, _magnets, _cooling, _diagnostics, _beamline, _flaky)
    return [pv for group in groups for pv in group(prefix)]
