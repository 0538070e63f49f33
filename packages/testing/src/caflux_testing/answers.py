"""What query-api answers in JSON, compared one by one with what an IOC posted."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from caflux_testing.compare import same_value
from caflux_testing.exact_ioc import Posts

Row = tuple[int, Any, int, int]
"""Time (ns), value, severity, status."""


def rows(document: Mapping[str, Any]) -> list[Row]:
    """Give the samples of a raw series, numbers that JSON does not have put back in."""
    special = {index: float(name) for index, name in document["special"]}
    values = [special.get(index, value) for index, value in enumerate(document["value"])]
    return list(zip(document["time"], values, document["severity"], document["status"], strict=True))


def differences(posts: Posts, shown: Sequence[Row]) -> list[str]:
    """Say in a sentence each where samples are not what was posted, in the order of time."""
    order = sorted(range(len(posts)), key=posts.time.__getitem__)
    posted = [(posts.time[k], posts.value[k], posts.severity[k], posts.status[k]) for k in order]
    found = [
        f"posted {one!r}, shown {other!r}"
        for one, other in zip(posted, shown, strict=False)
        if not _same(one, other)
    ]
    if len(posted) != len(shown):
        found.append(f"posted {len(posted)}, shown {len(shown)}")
    return found


def _same(posted: Row, shown: Row) -> bool:
    return (posted[0], *posted[2:]) == (shown[0], *shown[2:]) and shown_rightly(posted[1], shown[1])


def shown_rightly(posted: Any, shown: Any) -> bool:
    """Tell whether a value of a JSON answer is the one that was posted; waveforms spell out nan and inf."""
    if isinstance(posted, np.ndarray):
        return same_value(posted, np.array([float(one) for one in shown]).astype(posted.dtype))
    return same_value(posted, shown if isinstance(shown, str) else float(shown))
