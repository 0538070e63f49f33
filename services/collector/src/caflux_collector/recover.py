"""What an engine that was killed had in its rings goes to the spool, before the next engine begins."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import structlog
from caflux_storage.encode import encode_event

from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.events import EventQueue
from caflux_collector.layout import RECORD, RingFileError, load
from caflux_collector.memory import Memory as JudgeMemory
from caflux_collector.names import Prefixes, read_names
from caflux_collector.overflow import Overflow
from caflux_collector.pipeline import Pipeline
from caflux_collector.places import Places, standard
from caflux_collector.ring import OldRing
from caflux_collector.rollup import Rollup
from caflux_collector.scan import Scanner
from caflux_collector.segment import Entry
from caflux_collector.spool import Spool, SpoolFullError

log = structlog.get_logger("caflux.recover")

_TOLD_AT_ONCE = 1_000


def recover(
    folder: Path,
    spools: list[Spool],
    now_ns: int,
    class_of: Callable[[str], str] = standard,
    collector: str = "",
) -> int:
    """Move what is left in the ring files of `folder` to the spools; give how many samples that was.

    The deadbands and rates of the engine that is gone are not known here: what lies in its rings is kept
    whole. A ring file that can't be read, or not wholly, is set aside, not deleted. One whose samples the
    disk has no room for stays for the next start.

    Args:
        folder: where the rings are.
        spools: of the work threads.
        now_ns: since 1970.
        class_of: gives the retention class of a PV.
        collector: whose they are.
    """
    total = 0
    for number, path in enumerate(sorted(folder.glob("ring-*.bin"))):
        total += recover_ring(path, spools[number % len(spools)], now_ns, class_of, collector)
    for names in folder.glob("ring-*.names"):
        if not names.with_suffix(".bin").exists():
            names.unlink()
    return total


def recover_ring(
    path: Path, spool: Spool, now_ns: int, class_of: Callable[[str], str], collector: str = ""
) -> int:
    """Move what is left in one ring file to a spool, as `recover` does; give how many samples that was."""
    try:
        samples, lost = _drain(path, spool, now_ns, class_of, collector)
    except (OSError, SpoolFullError) as error:
        log.exception("ring of an earlier engine stays", kept_as=_leave(path), reason=str(error))
        return 0
    except Exception as error:
        # Whatever it is: an engine that ends at every start loses more than what is set aside.
        log.exception("ring of an earlier engine can't be read", kept_as=_set_aside(path), reason=str(error))
        return 0
    if lost:
        log.error("part of a ring can't be read", kept_as=_set_aside(path), lost=lost)
    path.unlink(missing_ok=True)
    _names_of(path).unlink(missing_ok=True)
    return samples


def last_received(folder: Path) -> int:
    """Give when the last number in any ring arrived, ns since 1970; 0 where there was none.

    It is nearer to an engine's end than its sign of life, which is written once a second.
    """
    newest = 0
    for path in folder.glob("ring-*.bin"):
        try:
            memory, where = load(path)
        except RingFileError:
            continue  # recover says so
        cache = np.frombuffer(memory, RECORD, where.size.slots, where.at["at_cache"])
        newest = max(newest, int(cache["received"].max()))
    return newest


def _names_of(path: Path) -> Path:
    return path.with_suffix(".names")


def _set_aside(path: Path) -> str:
    """Rename a ring file and its names, so that nothing looks for them again."""
    aside = path.with_name(f"{path.name}.unreadable")
    path.rename(aside)
    if _names_of(path).exists():
        _names_of(path).rename(aside.with_name(f"{_names_of(path).name}.unreadable"))
    return str(aside)


def _leave(path: Path) -> str:
    """Rename a ring file and its names out of the way of a new ring, to be found at the next start."""
    left = next(p for k in itertools.count() if not (p := path.with_name(f"ring-left-{k}.bin")).exists())
    if _names_of(path).exists():
        _names_of(path).rename(_names_of(left))
    path.rename(left)
    return str(left)


def _drain(
    path: Path, spool: Spool, now_ns: int, class_of: Callable[[str], str], collector: str
) -> tuple[int, int]:
    """Give how many samples went to the spool, and how many events could not be read.

    The rollups of their hours are doubtful: what the engine that is gone had summed up went with it.
    """
    names = Prefixes(read_names(_names_of(path)))
    ring = OldRing(*load(path), known=len(names.pv))
    places = Places(ring.layout.size.slots)
    for slot, pv in enumerate(names.pv):
        places.set(slot, class_of(pv))
    batches: list[Batch] = []
    pipeline = Pipeline(
        ring,
        names,
        JudgeMemory(ring.layout.size.slots),
        Scanner(ring),
        EventQueue(collector),
        Accounting(ring),
        Rollup(names, places),
        batches.append,
    )
    pipeline.finish(now_ns)
    _keep(batches, spool, collector)
    return sum(batch.points for batch in batches), ring.lost


def _keep(batches: list[Batch], spool: Spool, collector: str) -> None:
    """Spool batches, and events of those that had to leave it for them."""
    overflow = Overflow(spool.lost_path)

    def gone(entry: Entry, adopted: bool) -> None:  # noqa: ARG001 -- all of it is
        overflow.note(entry.lines, "the spool was full", entry.policy)

    for batch in batches:
        if batch.lines:
            spool.append(batch.lines, batch.points, gone, batch.policy)
    for _ in range(0, len(overflow), _TOLD_AT_ONCE):
        events, lines = overflow.take(_TOLD_AT_ONCE)
        told = (replace(event, collector=collector) for event in events)
        lines[""] = b"".join(map(encode_event, told)) + lines.get("", b"")
        for policy, some in lines.items():
            spool.append(some, 0, gone, policy)
    spool.sync()
