"""Numbered posts: the timestamp of each follows from its number. Shared by the IOC and the tests."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NS = 1_000_000_000
EPICS_EPOCH_NS = 631_152_000 * NS
PERIOD_NS = NS // 10
STORM_STEP_NS = 10_000
_APART_NS = 1_000
"""PVs that post together differ by so much a PV."""


@dataclass(frozen=True, slots=True)
class Course:
    """The timestamps of a PV from a number on: `start_ns` (since 1970), then every `step_ns`."""

    first: int
    start_ns: int
    step_ns: int

    def time(self, number: int) -> int:
        """Give the timestamp of a number, of the first PV."""
        return self.start_ns + (number - self.first) * self.step_ns

    def as_list(self) -> list[int]:
        """Give it for JSON."""
        return [self.first, self.start_ns, self.step_ns]


def stamp(index: int, number: int, course: Course) -> int:
    """Give the timestamp of a number of a PV, ns since 1970."""
    return course.time(number) + index * _APART_NS


def stamps(index: int, numbers: NDArray[np.int64], courses: Sequence[Course]) -> NDArray[np.int64]:
    """Give the timestamps of numbers of a PV, ns since 1970, [n]."""
    times = np.zeros(len(numbers), np.int64)
    for course in courses:
        later = numbers >= course.first
        times[later] = course.start_ns + (numbers[later] - course.first) * course.step_ns + index * _APART_NS
    return times
