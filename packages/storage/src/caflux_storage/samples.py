"""Samples of one PV as columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """n samples of one PV in time order.

    Attributes:
        time: int64[n], ns since 1970.
        value: float64[n]; NaN where the sample is a text or an array (and where it is NaN).
        severity: uint8[n], 0 NO_ALARM, 1 MINOR, 2 MAJOR, 3 INVALID.
        status: uint8[n], the alarm status (EPICS `alarm.h`).
        other: object[n] holding `str` (text) or a one-dimensional ndarray (waveform) where the sample is
            one, else None; the whole column is None where every sample is a number.
    """

    time: NDArray[np.int64]
    value: NDArray[np.float64]
    severity: NDArray[np.uint8]
    status: NDArray[np.uint8]
    other: NDArray[np.object_] | None = None

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, index: "slice | NDArray[Any]") -> "Samples":
        """Give the samples that a slice or a mask selects."""
        other = None if self.other is None else self.other[index]
        return Samples(self.time[index], self.value[index], self.severity[index], self.status[index], other)

    def distinct(self) -> "Samples":
        """Give the first of those that have the same time."""
        if not len(self):
            return self
        return self[np.concatenate([[True], self.time[1:] != self.time[:-1]])]

    @staticmethod
    def empty() -> "Samples":
        """Give no samples."""
        return Samples(
            np.empty(0, np.int64), np.empty(0, np.float64), np.empty(0, np.uint8), np.empty(0, np.uint8)
        )

    @staticmethod
    def concatenate(parts: "list[Samples]") -> "Samples":
        """Join parts that follow one another in time."""
        if not parts:
            return Samples.empty()
        other = None
        if any(part.other is not None for part in parts):
            other = np.concatenate(
                [p.other if p.other is not None else np.full(len(p), None, object) for p in parts]
            )
        return Samples(
            np.concatenate([p.time for p in parts]),
            np.concatenate([p.value for p in parts]),
            np.concatenate([p.severity for p in parts]),
            np.concatenate([p.status for p in parts]),
            other,
        )
