"""The stored beam: filled, decays, is topped up, and now and then is lost."""

from enum import IntEnum

from numpy.random import Generator

FULL_MA = 250.0
TOP_UP_MA = 235.0
INJECTION_MA_PER_S = 4.0
LIFETIME_H = 1.2
"""At full current; short, so that the decay is seen within minutes."""
MEAN_S_BETWEEN_TRIPS = 240.0
TRIP_S = 12.0
RAMP_S = 10.0
REVOLUTIONS_PER_S = 499_654_000 / 400
"""RF frequency over harmonic number."""


class Mode(IntEnum):
    """What the ring does."""

    SHUTDOWN = 0
    RAMPING = 1
    INJECTION = 2
    STORED = 3
    TRIP = 4


class RfState(IntEnum):
    """What the cavities do."""

    OFF = 0
    STANDBY = 1
    RAMPING = 2
    ON = 3
    FAULT = 4


class Beam:
    """The beam current and what it follows from.

    Attributes:
        current: mA.
        mode: What the ring does.
        fills: Injections from an empty ring.
        trips: Losses of the beam.
        turns: Revolutions of the beam since the start.
    """

    def __init__(self, random: Generator) -> None:
        self._random = random
        self._left_s = 0.0
        self.current = 220.0
        self.mode = Mode.STORED
        self.fills = 1
        self.trips = 0
        self.turns = 0

    @property
    def lifetime(self) -> float:
        """Lifetime in hours: longer with less current (Touschek scattering); 0 without beam."""
        if self.current < 1.0:
            return 0.0
        return LIFETIME_H * 2.0 / (1.0 + self.current / FULL_MA)

    @property
    def rf_state(self) -> RfState:
        """What the cavities do in this mode."""
        match self.mode:
            case Mode.SHUTDOWN:
                return RfState.OFF
            case Mode.TRIP:
                return RfState.FAULT if self._left_s > TRIP_S / 3 else RfState.STANDBY
            case Mode.RAMPING:
                return RfState.RAMPING
            case _:
                return RfState.ON

    @property
    def rf_share(self) -> float:
        """Share of the full RF voltage, 0 to 1."""
        if self.mode is Mode.RAMPING:
            return 1.0 - self._left_s / RAMP_S
        return 1.0 if self.mode in (Mode.INJECTION, Mode.STORED) else 0.0

    def trip(self) -> None:
        """Lose the beam."""
        self.mode = Mode.TRIP
        self._left_s = TRIP_S
        self.current = 0.0
        self.trips += 1

    def step(self, dt: float) -> None:
        """Go on by `dt` seconds."""
        match self.mode:
            case Mode.TRIP | Mode.RAMPING | Mode.SHUTDOWN:
                self._recover(dt)
            case Mode.INJECTION:
                self.current += INJECTION_MA_PER_S * dt * self._random.uniform(0.6, 1.4)
                if self.current >= FULL_MA:
                    self.mode = Mode.STORED
            case Mode.STORED:
                self.current -= self.current * dt / (self.lifetime * 3600.0)
                if self.current < TOP_UP_MA:
                    self.mode = Mode.INJECTION
        if self.current > 0.0:
            self.turns += round(REVOLUTIONS_PER_S * dt)
            if self._random.random() < dt / MEAN_S_BETWEEN_TRIPS:
                self.trip()

    def _recover(self, dt: float) -> None:
        self._left_s -= dt
        if self._left_s > 0.0:
            return
        if self.mode is Mode.TRIP:
            self.mode, self._left_s = Mode.RAMPING, RAMP_S
        else:
            self.mode = Mode.INJECTION
            self.fills += 1
