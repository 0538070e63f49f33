"""What an engine that was killed had in its rings goes to the spool, before the next engine begins."""

from pathlib import Path

import structlog

from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch
from caflux_collector.events import EventQueue
from caflux_collector.judge import Memory as JudgeMemory
from caflux_collector.layout import RingFileError, load
from caflux_collector.names import Prefixes, read_names
from caflux_collector.pipeline import Pipeline
from caflux_collector.ring import OldRing
from caflux_collector.scan import Scanner
from caflux_collector.spool import Spool

log = structlog.get_logger("caflux.recover")


def recover(folder: Path, spools: list[Spool]) -> int:
    """Move what is left in the ring files of `folder` to the spools; give how many samples that was.

    The deadbands and rates of the engine that is gone are not known here: what lies in its rings is kept
    whole. A ring file that can't be read is set aside, not deleted.
    """
    total = 0
    for number, path in enumerate(sorted(folder.glob("ring-*.bin"))):
        names = path.with_suffix(".names")
        try:
            total += _drain(path, names, spools[number % len(spools)])
        except (RingFileError, OSError, ValueError) as error:
            aside = path.with_suffix(".unreadable")
            path.rename(aside)
            log.exception("ring of an earlier engine can't be read", kept_as=str(aside), reason=str(error))
        path.unlink(missing_ok=True)
        names.unlink(missing_ok=True)
    return total


def _drain(path: Path, names_path: Path, spool: Spool) -> int:
    ring = OldRing(*load(path))
    names = Prefixes(read_names(names_path))
    batches: list[Batch] = []
    pipeline = Pipeline(
        ring,
        names,
        JudgeMemory(ring.layout.size.slots),
        Scanner(ring),
        EventQueue(),
        Accounting(ring),
        batches.append,
    )
    pipeline.flush(0)
    for batch in batches:
        if batch.lines:
            spool.append(batch.lines, batch.points)
    spool.sync()
    return sum(batch.points for batch in batches)
