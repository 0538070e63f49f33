"""When none of several collectors recorded a PV, from what each of them did not record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caflux_contracts.retrieval import Gap

from caflux_storage.holding import NEVER

EVER = -NEVER - 1
"""Before all times, ns."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """start <= time < stop (ns), in which one collector did not record a PV.

    Attributes:
        why: As a gap; None: it did not have the PV. That alone is no gap: maybe nobody was to have it.
    """

    start: int
    stop: int
    why: Gap | None

    @classmethod
    def of(cls, gap: Gap) -> "Stretch":
        """Give the stretch of a gap."""
        return cls(gap.start, NEVER if gap.stop is None else gap.stop, gap)


def together(collectors: Sequence[Sequence[Stretch]]) -> list[Gap]:
    """Give when none recorded, for the reason of the one that was last to do so, by when that began.

    It begins with a stretch that says why, and lasts until one of them records again.

    Args:
        collectors: Of each that ever had the PV, its stretches; they may overlap.
    """
    if len(collectors) == 1 and all(stretch.why for stretch in collectors[0]):
        return [stretch.why for stretch in collectors[0] if stretch.why]
    found: list[Gap] = []
    why: Gap | None = None
    for time, missing in _changes(collectors):
        if why is None:
            why = _reason(time, missing)
        elif not all(missing):
            found.append(why.model_copy(update={"stop": time}))
            why = None
    return found if why is None else [*found, why]


def _reason(time: int, missing: Sequence[Sequence[Stretch]]) -> Gap | None:
    """Give the gap that begins where nobody records any more, or nothing where one does."""
    if not all(missing):
        return None
    real = [(stretch.start, stretch.why) for some in missing for stretch in some if stretch.why]
    if not real:
        return None
    _, why = max(real, key=lambda one: one[0])
    return why.model_copy(update={"start": time, "stop": None})


def _changes(collectors: Sequence[Sequence[Stretch]]) -> Iterator[tuple[int, list[list[Stretch]]]]:
    """Give every time at which something changes, and what each does not record from then on."""
    every = [(stretch, k) for k, stretches in enumerate(collectors) for stretch in stretches]
    every = [(stretch, k) for stretch, k in every if stretch.start < stretch.stop]
    edges = sorted({time for stretch, _ in every for time in (stretch.start, stretch.stop) if time < NEVER})
    begins = sorted(every, key=lambda one: one[0].start, reverse=True)
    missing: list[list[Stretch]] = [[] for _ in collectors]
    for time in edges:
        missing = [[stretch for stretch in some if stretch.stop > time] for some in missing]
        while begins and begins[-1][0].start <= time:
            stretch, k = begins.pop()
            missing[k].append(stretch)
        yield time, missing
