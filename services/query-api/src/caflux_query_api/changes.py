"""What changed between two times, the most significant first: pure arithmetic on what PVs held.

A number's change is measured against its usual spread before the first time, so that a quiet PV which moved
a little comes before a noisy one that is as it always is.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caflux_query_api.answers import Odd

Moment = Mapping[str, Any]
Floats = NDArray[np.float64]

OF_STATES = 10.0
"""Significance of a changed enum, text or waveform, and of what is known at one of the times only."""
RESOLUTION = 1e-4
"""Part of the larger value below which a spread is not believed: a set-point has none at all."""
SAMPLES = 60
"""How often the window is looked at."""
_MAD = 1.4826
"""From the median absolute deviation to the standard deviation of a normal distribution."""


def is_number(moment: Moment) -> bool:
    """Tell whether a PV held a number that can be subtracted."""
    return isinstance(moment["value"], float)


def differs(before: Moment, after: Moment) -> bool:
    """Tell whether a PV is another than it was, or known at one of the times only."""
    if before["known"] != after["known"]:
        return True
    return before["known"] and not _same(before, after)


def _same(before: Moment, after: Moment) -> bool:
    """Tell whether two values are one: NaN is NaN here, and a waveform is compared as a whole."""
    if before["special"] or after["special"]:
        return bool(before["special"] == after["special"])
    one, other = (
        value.array if isinstance(value, Odd) else value for value in (before["value"], after["value"])
    )
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == other.dtype.kind == "f")
    return type(one) is type(other) and bool(one == other)


def spread_of(samples: Floats) -> float:
    """Give the robust standard deviation of numbers; where most are equal, the plain one."""
    finite = samples[np.isfinite(samples)]
    if not len(finite):
        return 0.0
    robust = _MAD * float(np.median(np.abs(finite - np.median(finite))))
    with np.errstate(over="ignore"):
        return robust or float(np.std(finite))


def change_of(before: Moment, after: Moment, samples: Floats, *, is_state: bool) -> dict[str, Any]:
    """Give `contracts.retrieval.Change` of a PV that differs.

    Args:
        before: What it held at the first time.
        after: And at the second.
        samples: Some of what it held before the first.
        is_state: It is an enum: its numbers are names.
    """
    change = {"pv": before["pv"], "difference": None, "spread": None, "significance": OF_STATES}
    if before["known"] != after["known"]:
        kind = "lost" if before["known"] else "found"
    elif is_state or not (is_number(before) and is_number(after)) or before["special"] or after["special"]:
        kind = "state"
    else:
        kind = "number"
        change |= _measured(before["value"], after["value"], samples)
    return {**change, "kind": kind, "before": dict(before), "after": dict(after)}


def _measured(before: float, after: float, samples: Floats) -> dict[str, float]:
    spread = spread_of(np.append(samples, before))
    difference = after - before
    against = max(spread, RESOLUTION * max(abs(before), abs(after)))
    significance = min(abs(difference) / against, 2 / RESOLUTION)
    return {"difference": difference, "spread": spread, "significance": significance}
