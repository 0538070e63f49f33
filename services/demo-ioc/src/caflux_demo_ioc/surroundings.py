"""What follows the beam slowly: vacuum, temperatures, water."""

import math
from dataclasses import dataclass

from numpy.random import Generator


def relax(value: float, target: float, dt: float, tau: float) -> float:
    """Give what a first-order lag with time constant `tau` (s) makes of `value` after `dt` (s)."""
    return target + (value - target) * math.exp(-dt / tau)


@dataclass
class Pressure:
    """Pressure of a vacuum section in mbar: synchrotron light desorbs gas, so it follows the current."""

    base: float
    per_ma: float
    value: float
    random: Generator
    burst: float = 0.0

    def step(self, dt: float, current: float) -> None:
        """Go on by `dt` seconds at a beam current (mA)."""
        if self.random.random() < dt / 300.0:
            self.burst += self.base * 10.0 ** self.random.uniform(1.0, 2.5)
        self.burst = relax(self.burst, 0.0, dt, 8.0)
        self.value = relax(self.value, self.base + self.per_ma * current + self.burst, dt, 3.0)

    def read(self) -> float:
        """Give what a gauge reads: 2 % of noise, which on the log scale is even."""
        return self.value * math.exp(self.random.normal(0.0, 0.02))


@dataclass
class Temperature:
    """A temperature in degrees Celsius, drawn with a time constant towards what heats it."""

    value: float
    tau: float
    per_ma: float
    noise: float
    random: Generator

    def step(self, dt: float, ambient: float, current: float) -> None:
        """Go on by `dt` seconds at an ambient temperature (degrees) and a beam current (mA)."""
        self.value = relax(self.value, ambient + self.per_ma * current, dt, self.tau)

    def read(self) -> float:
        """Give what a sensor reads."""
        return self.value + self.random.normal(0.0, self.noise)


FLOW_CLEAN = 12.0
FLOW_FLUSH = 7.6
CLOGGING_S = 300.0


@dataclass
class Flow:
    """Cooling water in l/min: the filter clogs until it is flushed, through MINOR and MAJOR alarm."""

    random: Generator
    value: float = FLOW_CLEAN

    def step(self, dt: float) -> None:
        """Go on by `dt` seconds."""
        self.value = relax(self.value, 0.0, dt, CLOGGING_S)
        if self.value < FLOW_FLUSH:
            self.value = FLOW_CLEAN

    def read(self) -> float:
        """Give what the meter reads."""
        return self.value + self.random.normal(0.0, 0.03)
