"""Encoded samples on their way to the archive."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caflux_collector.ring import Position

# What a line begins with, up to its fields; the rest of it may hold line ends inside quotes.
_BEGINNING = re.compile(
    rb'((?:[^\\ \n]++|\\[,= ]?+)*+ )(?:[^"\n]++|"(?:[^"\\]++|\\.)*+")*+\n?',
    re.DOTALL,
)
_SAMPLE = "sample,"
_NUMBER = b" value="


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Line protocol of some samples, and what is to be accounted for when it is stored.

    Attributes:
        lines: one line a point, each with its line end.
        points: samples in it; events of the recording itself are not counted.
        slots: u4[n], the slots that have samples in it.
        counts: i8[n], how many each has.
        position: the ring may be given back up to here once this and all earlier batches are safe.
        policy: where in the archive it goes, see `caflux_storage.retention`.
    """

    lines: bytes
    points: int
    slots: NDArray[np.uint32]
    counts: NDArray[np.int64]
    position: Position | None = None
    policy: str = ""


def tally(slot: NDArray[np.integer]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Count how often each slot occurs."""
    slots, counts = np.unique(slot, return_counts=True)
    return slots.astype(np.uint32), counts.astype(np.int64)


def tally_lines(lines: bytes) -> dict[str, int]:
    """Count the samples in line protocol by what their lines begin with: `sample_prefix` of their PV."""
    if b'"' in lines:
        found = _BEGINNING.findall(lines)
    else:  # numbers alone, which are most: no name has this, a space in one is escaped, and so is =
        found = [line.partition(_NUMBER)[0] + b" " for line in lines.split(b"\n") if line]
    counts = Counter(found)
    return {name: n for raw, n in counts.items() if (name := raw.decode()).startswith(_SAMPLE)}
