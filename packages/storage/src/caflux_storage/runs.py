"""The runs of collectors' engines: from when to when each was there to record.

An engine tells of its run every few seconds, and of nothing when it is killed. So one has ended if the same
collector began another, or if it has told nothing for `SILENT` while another collector has: where all are
silent it is the archive that was away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from caflux_storage.holding import NEVER

PERIOD = 5_000_000_000
"""Between two signs of life in the archive, ns."""
SILENT = 60_000_000_000
"""ns"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a collector's engine: its begin, and its last sign of life so far, ns since 1970."""

    collector: str
    start: int
    until: int


def encode_run(run: Run) -> bytes:
    """Encode a run as line protocol; told again, with a later `until`, it is the same point."""
    return f"run,collector={run.collector} until={run.until}i {run.start}\n".encode()


class Ended(NamedTuple):
    """When a run ended, as far as it could say; and when the collector's next one began, or NEVER (ns)."""

    until: int
    before: int


Ends = Mapping[str, Sequence[Ended]]
"""By collector, the runs that have ended, in order."""
NO_ENDS: Ends = MappingProxyType({})


def ends_of(runs: Iterable[Run]) -> Ends:
    """Give which runs have ended; the one that a collector may be in now has not."""
    known = sorted(runs, key=lambda run: (run.collector, run.start))
    newest = max((run.until for run in known), default=0)
    ends: dict[str, list[Ended]] = {run.collector: [] for run in known}
    for k, run in enumerate(known):
        after = known[k + 1] if k + 1 < len(known) else None
        if after is not None and after.collector == run.collector:
            ends[run.collector].append(Ended(run.until, after.start))
        elif run.until < newest - SILENT:
            ends[run.collector].append(Ended(run.until, NEVER))
    return ends
