"""The spools of an engine's work threads."""

import os
from pathlib import Path

from caflux_collector.spool import LOST, SEGMENTS, Bounds, Spool, segment_name

_MOST_FREE = 10


def open_spools(folder: Path, count: int, bounds: Bounds) -> list[Spool]:
    """Open one spool a work thread, which share a bound; what more threads once had is spread over them."""
    own = [folder / str(index) for index in range(count)]
    for each in own:
        each.mkdir(parents=True, exist_ok=True)
    for stray in folder.iterdir():
        if stray.name.isdecimal() and int(stray.name) >= count:
            _move_segments(stray, own[int(stray.name) % count])
    bounds = share(folder, count, bounds)
    return [Spool(each, bounds) for each in own]


def share(folder: Path, count: int, bounds: Bounds) -> Bounds:
    """Give what one of so many spools in a folder may take.

    It leaves free what is asked for, but of a small disk not more than a tenth: it would hold nothing.
    """
    disk = os.statvfs(folder)
    least_free = min(bounds.least_free, disk.f_blocks * disk.f_frsize // _MOST_FREE)
    return Bounds(bounds.most_bytes // count, least_free, bounds.segment_bytes)


def _move_segments(stray: Path, to: Path) -> None:
    last = max((int(path.stem) for path in to.glob(SEGMENTS)), default=0)
    found = [*sorted(stray.glob(SEGMENTS)), *stray.glob(LOST)]
    for number, path in enumerate(found, last + 1):
        path.rename(to / segment_name(number))
    if not any(stray.iterdir()):
        stray.rmdir()
