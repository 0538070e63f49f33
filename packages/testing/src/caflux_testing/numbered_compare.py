"""What an archive holds of numbered posts, compared one by one with what was posted."""

import asyncio
from collections.abc import Mapping, Sequence

import numpy as np
from caflux_storage import Samples, open_archive
from numpy.typing import NDArray

from caflux_testing.numbered_ioc import Numbered

SHOWN = 5
_EVER = (0, 2**62)


def archived(url: str, names: Sequence[str]) -> dict[str, Numbered]:
    """Give what an archive holds of PVs whose values are numbers of posts, in the order of time."""

    async def read() -> dict[str, Numbered]:
        archive = open_archive(url)
        try:
            return {
                name: _numbered(Samples.concatenate([part async for part in archive.samples(name, *_EVER)]))
                for name in names
            }
        finally:
            await archive.close()

    return asyncio.run(read())


def _numbered(samples: Samples) -> Numbered:
    numbers = np.nan_to_num(samples.value, nan=-1).astype(np.int64)
    if samples.other is not None:
        texts = [k for k, text in enumerate(samples.other) if text is not None]
        numbers[texts] = [int(samples.other[k]) for k in texts]
    return Numbered(numbers, samples.time)


def missing(posted: Numbered, found: Numbered) -> NDArray[np.int64]:
    """Give the numbers that were posted and are not archived."""
    return np.setdiff1d(posted.number, found.number)


def differences(
    posted: Mapping[str, Numbered], found: Mapping[str, Numbered], lost: Mapping[str, int] | None = None
) -> list[str]:
    """Say in a sentence each what the archive lacks, what it has that was not posted, and what differs.

    Args:
        posted: What each PV posted.
        found: What the archive has.
        lost: How many numbers of a PV are known to be missing, where any are.
    """
    said = []
    for name, truth in posted.items():
        said += _strange(name, truth, found[name])
        away, known = missing(truth, found[name]), (lost or {}).get(name, 0)
        if len(away) != known:
            said.append(f"{name}: {len(away)} of {len(truth.number)} are missing, not {known}: {_some(away)}")
    return said


def _strange(name: str, posted: Numbered, found: Numbered) -> list[str]:
    said = []
    known = np.isin(found.number, posted.number)
    if not known.all():
        said.append(f"{name}: {_some(found.number[~known])} were never posted")
    times = posted.time[np.searchsorted(posted.number, found.number[known])]
    wrong = np.flatnonzero(times != found.time[known])
    if len(wrong):
        at = int(wrong[0])
        said.append(
            f"{name}: {len(wrong)} have a wrong time, as {found.number[known][at]}:"
            f" posted at {times[at]}, archived at {found.time[known][at]}"
        )
    repeated = len(found.number) - len(np.unique(found.number))
    return [*said, f"{name}: {repeated} stand there more than once"] if repeated else said


def _some(numbers: NDArray[np.int64]) -> str:
    return f"{numbers[:SHOWN].tolist()}" + (" and more" if len(numbers) > SHOWN else "")
