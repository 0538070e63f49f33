"""What an archive holds, compared one by one with what an IOC posted."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from caflux_testing.exact_ioc import Posts


class Columns(Protocol):
    """Archived samples of one PV, n in columns, as `caflux_storage.Samples`."""

    @property
    def time(self) -> NDArray[np.int64]:
        """Ns since 1970, [n]."""

    @property
    def value(self) -> NDArray[np.float64]:
        """Numbers, [n]."""

    @property
    def severity(self) -> NDArray[np.uint8]:
        """0 to 3, [n]."""

    @property
    def status(self) -> NDArray[np.uint8]:
        """As in alarm.h, [n]."""

    @property
    def other(self) -> NDArray[np.object_] | None:
        """Texts and arrays, [n], None where the sample is a number."""


def same_value(posted: Any, archived: Any) -> bool:
    """Tell whether two values are the same, doubles bit by bit (but any NaN is NaN), arrays with type."""
    if isinstance(posted, np.ndarray):
        return isinstance(archived, np.ndarray) and _same_array(posted, archived)
    if isinstance(posted, str):
        return isinstance(archived, str) and posted == archived
    return isinstance(archived, float) and repr(posted) == repr(archived)


def _same_array(posted: NDArray[Any], archived: NDArray[Any]) -> bool:
    if posted.dtype != archived.dtype:
        return False
    if posted.dtype.kind != "f":
        return np.array_equal(posted, archived)
    # -0.0 equals 0.0, but only one of them was posted.
    return np.array_equal(posted, archived, equal_nan=True) and np.array_equal(
        np.signbit(posted) & ~np.isnan(posted), np.signbit(archived) & ~np.isnan(archived)
    )


def differences(pv: str, posts: Posts, archived: Columns) -> list[str]:
    """Say in a sentence each what the archive lacks, what it has that was not posted, and what differs.

    Both may be in any order; a PV never posts twice at the same time.
    """
    other = archived.other
    rows = {
        int(time): (
            float(archived.value[i]) if other is None or other[i] is None else other[i],
            int(archived.severity[i]),
            int(archived.status[i]),
        )
        for i, time in enumerate(archived.time)
    }
    found = [] if len(rows) == len(archived.time) else [f"{pv}: the archive repeats a time"]
    for time, value, severity, status in zip(
        posts.time, posts.value, posts.severity, posts.status, strict=True
    ):
        row = rows.pop(time, None)
        if row is None:
            found.append(f"{pv} at {time}: {value!r} is missing")
        elif not same_value(value, row[0]):
            found.append(f"{pv} at {time}: posted {value!r}, archived {row[0]!r}")
        elif row[1:] != (severity, status):
            found.append(
                f"{pv} at {time}: posted severity and status {(severity, status)}, archived {row[1:]}"
            )
    found += [f"{pv} at {time}: {row!r} was never posted" for time, row in rows.items()]
    return found
