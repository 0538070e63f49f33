"""Which hours of which PVs are doubtful: told to the archive as marks, each once."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from caflux_storage.rollups import HOUR, encode_doubt
from caflux_storage.seam import Event
from caflux_storage.summary import NS, Ints

BEGINS = frozenset(
    {"started", "stopped", "disconnected", "paused", "resumed", "removed", "suspended", "noaccess"}
)
"""From here on the stream is not whole."""
ENDS = frozenset({"connected", "unsuspended", "access"})
"""It is from the next full hour on."""
LOSSES = frozenset({"dropped", "overflow"})
KINDS = BEGINS | ENDS | LOSSES

SETTLED = 60 * NS
"""An hour is not built anew before this long after its end, so until then one mark of it is enough."""
_AGAIN = 30 * NS
_UNSEEN = 300 * NS
"""Rows of so long before an engine ended may not have reached the archive."""
_MOST_HOURS = 2_000
_UNTIL = re.compile(r"lost until (-?\d{1,19}) ns")


def lost_until(event: Event) -> int:
    """Give when the last sample was that an event tells of, ns."""
    until = _UNTIL.search(event.detail) if event.kind in LOSSES else None
    return max(event.time, int(until[1])) if until else event.time


def hours_of(event: Event) -> range:
    """Give the hours (their begins, ns) that an event makes doubtful."""
    first = event.time - (_UNSEEN if event.kind in BEGINS else 0)
    last = lost_until(event)
    return range(first - first % HOUR, last + 1, HOUR)[-_MOST_HOURS:]


class Doubts:
    """Marks on their way to the archive."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._hour, self._told = np.empty(0, np.int64), np.empty(0, np.int64)

    def grow(self, slots: int) -> None:
        """Have room for so many slots."""
        more = np.zeros(slots - len(self._hour), np.int64)
        self._hour, self._told = np.append(self._hour, more), np.append(self._told, more)

    def add(self, slot: Ints, hour: Ints, prefixes: Sequence[str], now: int) -> None:
        """Doubt hours (their begins, ns), each of a slot of which `prefixes` has the PV's name."""
        told = self._hour[slot] == hour
        told &= (now < hour + HOUR + SETTLED) | (now - self._told[slot] < _AGAIN)
        for s, h in zip(slot[~told].tolist(), hour[~told].tolist(), strict=True):
            self._hour[s], self._told[s] = h, now
            self._lines.append(encode_doubt(prefixes[s], h, now))

    def add_hours(self, prefix: str, hours: Iterable[int], now: int) -> None:
        """Doubt hours (their begins, ns) of the PV whose lines begin so."""
        self._lines += [encode_doubt(prefix, hour, now) for hour in hours]

    def encode(self) -> bytes:
        """Take all marks, as line protocol."""
        lines, self._lines = self._lines, []
        return b"".join(lines)
