"""Encoded samples on their way to the archive."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caflux_collector.ring import Position


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Line protocol of some samples, and what is to be accounted for when it is stored.

    Attributes:
        lines: one line a point, each with its line end.
        points: samples in it; events of the recording itself are not counted.
        slots: u4[n], the slots that have samples in it.
        counts: i8[n], how many each has.
        position: the ring may be given back up to here once this and all earlier batches are safe.
    """

    lines: bytes
    points: int
    slots: NDArray[np.uint32]
    counts: NDArray[np.int64]
    position: Position | None = None


def tally(slot: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Count how often each slot occurs."""
    slots, counts = np.unique(slot, return_counts=True)
    return slots, counts.astype(np.int64)
