"""The seam between CAFlux and where it stores: protocols, and what may go wrong.

Whatever the archive is, samples are handed to it as InfluxDB line protocol (`encode`): one format for the
wire, for the spool, and for moving from one archive to another.

```
ArchiveError
├─ ArchiveUnavailable   retry later: it can't be reached, is overloaded or failed inside (5xx)
├─ PartialWrite         the good points are stored, `dropped` are not and never will be
│  └─ PointsExpired     those are older than their retention class keeps them
└─ ArchiveRefused       poison: the same request will be refused again (4xx)
```
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from caflux_storage.bins import Bins
from caflux_storage.retention import Retention
from caflux_storage.rollups import Marks
from caflux_storage.runs import Run
from caflux_storage.samples import Samples

CHUNK = 100_000
"""Most samples in one chunk of a read."""

CHUNK_BYTES = 16 * 1024 * 1024
"""About how large a chunk of waveforms or texts may be."""

TAIL = 2_000
"""Most samples of one PV that one look at what arrives gives."""


class ArchiveError(Exception):
    """The archive did not do what was asked; the message says what, and what it answered."""


class ArchiveUnavailable(ArchiveError):
    """It can't be reached or can't serve now; the same request may succeed later.

    Attributes:
        retry_after_s: So many seconds later, as it said itself; None where it did not.
    """

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class PartialWrite(ArchiveError):
    """Part of a batch was refused for good; the rest is stored.

    Attributes:
        dropped: So many lines were refused, at least.
    """

    def __init__(self, message: str, dropped: int) -> None:
        super().__init__(message)
        self.dropped = dropped


class PointsExpired(PartialWrite):
    """The `dropped` oldest points of a batch are older than they would be kept; the rest is stored."""


class ArchiveRefused(ArchiveError):
    """It will never take this.

    Attributes:
        dropped: So many lines of it for a reason of their own, at least; the others maybe only with them.
    """

    def __init__(self, message: str, dropped: int = 0) -> None:
        super().__init__(message)
        self.dropped = dropped


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a PV's recording; `time` is ns since 1970.

    Attributes:
        collector: Which collector left it; nothing where CAFlux did not write that down yet.
    """

    pv: str
    time: int
    kind: str
    detail: str = ""
    count: int = 0
    collector: str = ""


class Witness(NamedTuple):
    """What changes when a sample or an event comes in late or is deleted, and costs little to ask for.

    Attributes:
        samples: How many there are, of those asked about.
        alarms: How many of these are not in NO_ALARM.
        events: How many events there are.
        lost: How many samples these say were lost: told again with more, an event is still one.
    """

    samples: int
    alarms: int
    events: int
    lost: int


class Writer(Protocol):
    """Where the engine's batches go. One belongs to one event loop."""

    async def write(self, lines: bytes, policy: str = "") -> None:
        """Store line protocol; when this returns, it is durable as the archive's own settings say.

        Args:
            lines: Samples, or rollups of one width, of PVs of one retention class, or anything of `standard`.
            policy: `policy_of` these.

        Raises:
            ArchiveUnavailable: nothing may have been stored; writing it again is harmless.
            PointsExpired: see there.
            PartialWrite: see there.
            ArchiveRefused: nothing was stored.
        """

    async def close(self) -> None:
        """Give connections back."""


class Reader(Protocol):
    """What was stored. Every method raises `ArchiveUnavailable` where the archive is away."""

    def samples(self, pv: str, start: int, stop: int, first: int = CHUNK) -> AsyncIterator[Samples]:
        """Give the samples with start <= time < stop (ns) in time order, in chunks of at most CHUNK.

        Args:
            pv: Whose.
            start: ns since 1970.
            stop: ns since 1970.
            first: As many in the first chunk are enough to decide whether to go on.
        """

    async def counts(self, pv: str, start: int, stop: int) -> tuple[int, int]:
        """Count the samples with start <= time < stop (ns), and those of them not in NO_ALARM."""

    async def witness(self, pv: str, start: int, stop: int) -> Witness:
        """Count the samples with start <= time < stop (ns), and all events with time < stop."""

    async def last(self, pvs: Sequence[str], at: int) -> Mapping[str, Samples]:
        """Give each PV's last sample with time <= at (one row each); PVs without one are left out."""

    async def sampled(
        self, pvs: Sequence[str], start: int, stop: int, width: int
    ) -> Mapping[str, NDArray[np.float64]]:
        """Give each PV's first number in every `width` ns from `start` on; PVs without one are left out.

        Args:
            pvs: Whose.
            start: ns since 1970.
            stop: ns since 1970, not included.
            width: ns.
        """

    async def events(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[str] = (), limit: int = CHUNK
    ) -> list[Event]:
        """Give the events with start <= time < stop, and before it each collector's last of a PV, by time.

        Args:
            pvs: Whose.
            start: ns since 1970.
            stop: ns since 1970.
            kinds: Only these; without any, all.
            limit: At most so many of each PV in the range, the first ones.
        """

    async def recorded(
        self, pvs: Sequence[str], start: int, stop: int, kinds: Sequence[Sequence[str]]
    ) -> tuple[Mapping[str, Samples], list[list[Event]]]:
        """Give each PV's last sample with time < start, and what `events` gives of each group of kinds.

        One question where `last` and `events` would be several.
        """

    async def runs(self, stop: int) -> list[Run]:
        """Give the runs of engines that began before `stop` (ns)."""


class Rollups(Protocol):
    """What was rolled up from the samples. Every method raises `ArchiveUnavailable` where it is away."""

    def rollups(self, pv: str, width: int, start: int, stop: int) -> AsyncIterator[Bins]:
        """Give the rows of MINUTE or HOUR with start <= time < stop (ns), in chunks, as they were written."""

    async def marks(self, pvs: Sequence[str], start: int, stop: int) -> Mapping[str, Marks]:
        """Tell which rows with start <= time < stop (ns) may be trusted; PVs without marks are left out."""


class Retentions(Protocol):
    """For how long it is kept."""

    async def retention(self) -> Mapping[str, Retention]:
        """Give the retention classes that were ever used, by name, but for `standard`."""


class Keeper(Protocol):
    """Has an archive keep things for as long as it is to. Of several collectors one does that."""

    async def follow(self, classes: Mapping[str, Retention], *, change: bool) -> list[str]:
        """Make what the classes need, and with `change` have those that there are keep what they say.

        Returns:
            What was made or changed, in words.

        Raises:
            ArchiveUnavailable: the archive is away, or does not let us.
        """

    async def sweep(self, now: int) -> int:
        """Delete some of what has expired at `now` (ns); give how much. An archive may do that by itself.

        Raises:
            ArchiveUnavailable: the archive is away.
        """

    async def holds(self, pv: str, before: int) -> bool:
        """Tell whether there are samples or rollups of a PV with time < `before` (ns), of whatever class.

        Raises:
            ArchiveUnavailable: the archive is away.
        """

    async def purge(self, pv: str, before: int) -> None:
        """Delete some of them, or all, and what was said of these rollups; events stay.

        Raises:
            ArchiveUnavailable: the archive is away, or does not let us; it may have deleted some.
        """

    async def close(self) -> None:
        """Give connections back."""


class Tail(Protocol):
    """What arrives."""

    async def since(self, cursors: Mapping[str, int]) -> Mapping[str, Samples]:
        """Give of each PV the first samples (at most TAIL) with time > its cursor (ns); none: left out."""

    async def happened(self, pvs: Sequence[str], after: int) -> list[Event]:
        """Give the events of PVs with time > `after` (ns), by time."""


class Catalogue(Protocol):
    """Which PVs there are."""

    async def names(self) -> list[str]:
        """Give every PV that has samples or events, sorted."""

    async def has(self, pv: str) -> bool:
        """Tell whether the archive knows a PV."""

    async def has_before(self, time: int) -> bool:
        """Tell whether there is a sample of any PV before a time (ns)."""


class Archive(Reader, Rollups, Retentions, Tail, Catalogue, Protocol):
    """All that query-api needs; `ping` raises `ArchiveUnavailable` where it is away."""

    async def ping(self) -> None:
        """Ask whether it is there."""

    async def close(self) -> None:
        """Give connections back."""
