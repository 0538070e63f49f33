"""The newest event of each slot that may not be archived now, and when it may.

A maximum rate lets the first event of an interval through. Of those that follow the newest is held here, and
archived when the interval is over and nothing newer came: so what is archived ends at the true value. While a
PV is suspended its newest event is held in the same way, until it is resumed.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from caflux_collector.ring import Block

RATE, SUSPENDED = 1, 2
CAUSES = {RATE: "rate", SUSPENDED: "suspended"}
NEVER = int(np.iinfo(np.int64).max)
Slots = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Released:
    """Held events that were taken out: n numbers as columns, and strings and waveforms with their times."""

    slot: NDArray[np.intp]
    time: NDArray[np.int64]
    value: NDArray[np.float64]
    severity: NDArray[np.uint8]
    status: NDArray[np.uint16]
    blocks: list[tuple[Block, int]]

    def only(self, keep: NDArray[np.bool_]) -> "Released":
        """Give some of the numbers, and all blocks."""
        if keep.all():
            return self
        return Released(
            self.slot[keep],
            self.time[keep],
            self.value[keep],
            self.severity[keep],
            self.status[keep],
            self.blocks,
        )


@dataclass(slots=True)
class Held:
    """At most one event a slot.

    Attributes:
        cause: u1[slots], why a slot's event is held: RATE, SUSPENDED, or 0 where none is.
        release_at: i8[slots], when it is to be archived, ns since 1970 on the collector's clock.
    """

    slots: int
    cause: NDArray[np.uint8] = field(init=False)
    release_at: NDArray[np.int64] = field(init=False)
    _time: NDArray[np.int64] = field(init=False)
    _value: NDArray[np.float64] = field(init=False)
    _severity: NDArray[np.uint8] = field(init=False)
    _status: NDArray[np.uint16] = field(init=False)
    _blocks: dict[int, Block] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cause = np.zeros(self.slots, np.uint8)
        self.release_at = np.zeros(self.slots, np.int64)
        self._time = np.zeros(self.slots, np.int64)
        self._value = np.zeros(self.slots)
        self._severity = np.zeros(self.slots, np.uint8)
        self._status = np.zeros(self.slots, np.uint16)

    def release_times(self, slots: Slots) -> list[int | None]:
        """Give when the event is due that each slot holds for its maximum rate; None where it holds none."""
        by_rate, times = (self.cause[slots] == RATE).tolist(), self.release_at[slots].tolist()
        return [time if mine else None for mine, time in zip(by_rate, times, strict=True)]

    def drop(self, slots: Slots) -> dict[str, Slots]:
        """Let go of what is held of some slots; give those that had something, by its cause."""
        causes = self.cause[slots]
        dropped = {name: slots[causes == cause] for cause, name in CAUSES.items()}
        self._clear(slots[causes != 0])
        return {name: of_cause for name, of_cause in dropped.items() if len(of_cause)}

    def hold(
        self,
        cause: int,
        records: NDArray[np.void],
        time: NDArray[np.int64],
        release_at: int | NDArray[np.int64],
    ) -> None:
        """Hold RECORD[n], each of a slot of which nothing is held."""
        slots = records["slot"]
        self.cause[slots], self.release_at[slots], self._time[slots] = cause, release_at, time
        self._value[slots], self._severity[slots] = records["value"], records["severity"]
        self._status[slots] = records["status"]

    def hold_block(self, cause: int, block: Block, time: int, release_at: int) -> None:
        """Hold a string or waveform of a slot of which nothing is held."""
        slot = block.slot
        self.cause[slot], self.release_at[slot], self._time[slot] = cause, release_at, time
        self._blocks[slot] = block

    def make_due(self, slot: int) -> None:
        """Let what a slot holds for its maximum rate be archived now."""
        if self.cause[slot] == RATE:
            self.release_at[slot] = 0

    def holding(self) -> NDArray[np.intp]:
        """Give the slots of which something is held; any thread may ask."""
        return np.flatnonzero(self.cause)

    def due(self, now_ns: int) -> NDArray[np.intp]:
        """Give the slots whose event is to be archived now."""
        slots = np.flatnonzero(self.cause)
        return slots[self.release_at[slots] <= now_ns]

    def take(self, slots: NDArray[np.intp]) -> Released:
        """Take out what is held of some slots, all of which hold something."""
        blocks = [(b, int(self._time[b.slot])) for slot in slots.tolist() if (b := self._blocks.get(slot))]
        numbers = np.setdiff1d(slots, [block.slot for block, _ in blocks]) if blocks else slots
        released = Released(
            numbers,
            self._time[numbers],
            self._value[numbers],
            self._severity[numbers],
            self._status[numbers],
            blocks,
        )
        self._clear(slots)
        return released

    def _clear(self, slots: Slots) -> None:
        self.cause[slots] = 0
        if self._blocks:
            for slot in slots.tolist():
                self._blocks.pop(slot, None)
