"""The whole accelerator: a state that goes on with the time it is told."""

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from caflux_demo_ioc.beam import FULL_MA, Beam, Mode
from caflux_demo_ioc.orbit import TUNE_X, TUNE_Y, Orbit
from caflux_demo_ioc.surroundings import Flow, Pressure, Temperature

LONGEST_STEP_S = 1.0
QUADRUPOLES_A = (142.6, 151.2, 98.4, 160.9)
DIPOLE_A = 412.5
TESLA_PER_A = 0.00325
CYCLE_S = 600.0
"""Period of the hall's temperature: days go fast here."""
SHUTTER_OPEN_S, SHUTTER_CYCLE_S = 45.0, 60.0


class Machine:
    """State of the accelerator. No clock, and randomness only from the generator that it is given.

    Attributes:
        age: Seconds since the first step.
    """

    def __init__(self, random: Generator) -> None:
        self.random = random
        self.age = 0.0
        self.beam = Beam(random)
        self.orbit = Orbit(random)
        self.flow = Flow(random)
        self.pressures = [
            Pressure(base, per_ma, base + per_ma * self.beam.current, random)
            for base, per_ma in ((2e-10, 3e-12), (4e-10, 6e-12), (1.5e-10, 2e-12), (8e-10, 2e-11))
        ]
        self.hall = Temperature(24.0, 60.0, 0.0, 0.02, random)
        self.tunnel = Temperature(26.5, 180.0, 0.004, 0.01, random)
        self.cavity = Temperature(38.0, 45.0, 0.05, 0.02, random)
        self.chamber = Temperature(34.0, 30.0, 0.04, 0.02, random)
        self._last: float | None = None

    def step(self, now: float) -> None:
        """Go on to the time `now` (s, of any monotonic clock)."""
        dt = 0.0 if self._last is None else now - self._last
        self._last = now
        while dt > 0.0:  # after a pause in pieces, so that no rule of the physics is leapt over
            piece = min(dt, LONGEST_STEP_S)
            self._advance(piece)
            dt -= piece

    def _advance(self, dt: float) -> None:
        self.age += dt
        self.beam.step(dt)
        current = self.beam.current
        self.orbit.step(dt, current)
        self.flow.step(dt)
        for pressure in self.pressures:
            pressure.step(dt, current)
        ambient = 24.0 + 1.5 * math.sin(2.0 * math.pi * self.age / CYCLE_S)
        self.hall.step(dt, ambient, 0.0)
        self.tunnel.step(dt, self.hall.value + 2.0, current)
        self.cavity.step(dt, self.hall.value + 2.0, current)
        self.chamber.step(dt, self.hall.value + 1.0, current)

    def magnet(self, setpoint: float) -> float:
        """Give the current that a power supply of 10 ppm noise reads at a set point (A)."""
        return setpoint * (1.0 + self.random.normal(0.0, 1e-5))

    @property
    def tunes(self) -> tuple[float, float]:
        """Horizontal and vertical tune; the current shifts them (impedance), 0 without beam."""
        if self.beam.current < 1.0:
            return 0.0, 0.0
        shift = 1e-5 * self.beam.current
        noise = self.random.normal(0.0, 2e-4, 2)
        return TUNE_X % 1 - shift + float(noise[0]), TUNE_Y % 1 + shift + float(noise[1])

    @property
    def shutter_open(self) -> bool:
        """Whether the beamline takes light."""
        return self.beam.mode is not Mode.TRIP and self.age % SHUTTER_CYCLE_S < SHUTTER_OPEN_S

    @property
    def filter_in(self) -> int:
        """Number of the absorber in the beamline, 0 to 7."""
        return int(self.age // 20.0) % 8

    @property
    def counts(self) -> int:
        """Photons counted in the last interval."""
        rate = 4e4 * self.beam.current * 0.6**self.filter_in if self.shutter_open else 20.0
        return int(self.random.poisson(rate))

    @property
    def transmission(self) -> float:
        """Light behind the absorber over light before it; NaN where there is none: 0 / 0."""
        if not self.shutter_open or self.beam.current < 1.0:
            return math.nan
        return float(0.6**self.filter_in * (1.0 + self.random.normal(0.0, 0.005)))

    @property
    def spectrum(self) -> NDArray[np.int16]:
        """Counts of a detector's 256 channels: two lines on a background."""
        channel = np.arange(256)
        scale = self.beam.current / FULL_MA if self.shutter_open else 0.0
        lines = 900.0 * np.exp(-(((channel - 90) / 6.0) ** 2)) + 400.0 * np.exp(
            -(((channel - 170) / 9.0) ** 2)
        )
        return self.random.poisson(scale * (lines + 60.0 * np.exp(-channel / 80.0)) + 1.0).astype(np.int16)

    @property
    def status(self) -> str:
        """What the ring does, for the status line."""
        match self.beam.mode:
            case Mode.STORED:
                return "Stored beam"
            case Mode.INJECTION:
                return "Injecting"
            case Mode.RAMPING:
                return "RF ramps"
            case Mode.TRIP:
                return "Beam lost"
            case _:
                return "Shutdown"

    @property
    def message(self) -> str:
        """What the operators tell everyone; longer than the 39 characters of an EPICS string."""
        if self.beam.mode is Mode.TRIP:
            return (
                f"Beam loss number {self.beam.trips}: an RF interlock dropped the beam. The cavities are "
                "being reset, injection follows in about half a minute."
            )
        return (
            f"{self.status}. Fill {self.beam.fills}, user operation in top-up mode at {FULL_MA:.0f} mA; "
            "please call the control room before opening an insertion device. Schönen Tag!"
        )
