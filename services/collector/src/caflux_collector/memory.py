"""What the judge knows of every slot from the events before: columns of one entry a slot."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from caflux_collector import held
from caflux_collector.held import Held
from caflux_collector.ioc_clock import IocClocks

SECOND = 1_000_000_000
LIMITED, SUSPENDED = 1, 2
"""Bits of `care`."""


@dataclass(slots=True)
class Memory:
    """What is known of every slot.

    Attributes:
        raw_time: the timestamp of the last event, ns; `time` is what it was archived at.
        bits: of its value; `alarm` is its status and severity.
        kept_time: of the last event that was archived, ns; `kept_value`, `kept_severity` likewise.
        due: the maximum rate allows the next event from this time on, ns.
        deadband: in the PV's own units, NaN without one.
        interval: ns, 0 without a maximum rate.
        care: 0 for a slot whose events are all archived, else bits that say why not.
    """

    slots: int
    raw_time: NDArray[np.int64] = field(init=False)
    time: NDArray[np.int64] = field(init=False)
    bits: NDArray[np.int64] = field(init=False)
    alarm: NDArray[np.int64] = field(init=False)
    kept_value: NDArray[np.float64] = field(init=False)
    kept_time: NDArray[np.int64] = field(init=False)
    kept_severity: NDArray[np.int16] = field(init=False)
    due: NDArray[np.int64] = field(init=False)
    deadband: NDArray[np.float64] = field(init=False)
    interval: NDArray[np.int64] = field(init=False)
    care: NDArray[np.uint8] = field(init=False)
    held: Held = field(init=False)
    clocks: IocClocks = field(init=False)

    def __post_init__(self) -> None:
        for name in ("raw_time", "time", "bits", "alarm", "kept_time", "due", "interval"):
            setattr(self, name, np.zeros(self.slots, np.int64))
        self.kept_severity = np.full(self.slots, -1, np.int16)
        # Pages of zeros that nothing is written to take no memory: what a slot has no limit for is not read.
        self.kept_value, self.deadband = np.zeros(self.slots), np.zeros(self.slots)
        self.care = np.zeros(self.slots, np.uint8)
        self.held = Held(self.slots)
        self.clocks = IocClocks(self.slots)

    def limit(self, slot: int, deadband: float | None, max_rate_hz: float | None) -> None:
        """Set a PV's deadband (its own units) and maximum rate (events a second)."""
        interval = 0 if max_rate_hz is None else round(SECOND / max_rate_hz)
        if interval != self.interval[slot]:
            self.held.make_due(slot)
            self.due[slot] = self.kept_time[slot] + interval
        if not self.care[slot] & LIMITED:
            self.kept_severity[slot] = -1  # what was archived without a limit is not known
        self.deadband[slot] = np.nan if deadband is None else deadband
        self.interval[slot] = interval
        self._set(LIMITED, slot, on=deadband is not None or interval > 0)

    def suspend(self, slots: NDArray[np.intp], *, on: bool) -> None:
        """Begin or end to hold back everything of some slots; then the newest of each is due at once."""
        if on:
            self.care[slots] |= SUSPENDED
        else:
            self.care[slots] &= ~np.uint8(SUSPENDED)
            self.held.release_at[slots] = 0

    def forget(self, slot: int) -> None:
        """Begin anew with a slot, as after a change of type; what is held for its rate is due at once."""
        self.raw_time[slot] = self.time[slot] = self.kept_time[slot] = self.due[slot] = 0
        self.kept_value[slot], self.kept_severity[slot] = np.nan, -1
        self.held.make_due(slot)

    def retire(self, slot: int) -> dict[str, NDArray[np.integer]]:
        """End with a slot: what is held for its rate is due, what for a suspension is dropped; give that."""
        one = np.array([slot])
        suspended = one[self.care[one] & SUSPENDED != 0]
        dropped = self.held.drop(suspended[self.held.cause[suspended] == held.SUSPENDED])
        self.suspend(one, on=False)
        self.clocks.forget(slot)
        return dropped

    def _set(self, bit: int, slot: int, *, on: bool) -> None:
        care = int(self.care[slot])
        self.care[slot] = care | bit if on else care & ~bit
