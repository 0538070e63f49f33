"""Small files of the engine: the last good PV list, and its sign of life."""

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pydantic
import structlog
from caflux_contracts.collectors import Assignment
from caflux_storage.retention import STANDARD

log = structlog.get_logger("caflux.files")
_LIFE = struct.Struct("<qq?")


def save_assignment(path: Path, assignment: Assignment) -> None:
    """Write a PV list so that there is always a whole one."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(assignment.model_dump_json(exclude_defaults=True))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def load_assignment(path: Path) -> Assignment | None:
    """Give the last good PV list, or None where there is none that can be read."""
    try:
        return Assignment.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except pydantic.ValidationError as error:
        log.warning("the last good PV list can't be read", path=str(path), reason=str(error))
        return None


@dataclass(frozen=True, slots=True)
class Life:
    """An engine's last sign of life: when (ns since 1970), its pid, and whether it ended by itself."""

    time_ns: int
    pid: int
    ended: bool


class LifeFile:
    """The engine's sign of life, written every second; the manager and the next engine read it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Life | None:
        """Give the last sign of life, or None where there never was one."""
        try:
            return Life(*_LIFE.unpack_from(self._path.read_bytes()))
        except (FileNotFoundError, struct.error):
            return None

    def write(self, time_ns: int, *, ended: bool = False) -> None:
        """Give a sign of life. One write of a few bytes: a reader sees the old one or the new one."""
        fd = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            os.pwrite(fd, _LIFE.pack(time_ns, os.getpid(), ended), 0)
        finally:
            os.close(fd)


def classes_in(path: Path) -> Callable[[str], str]:
    """Give what tells the retention class of a PV, by the last good list."""
    kept = load_assignment(path)
    classes = {pv.name: pv.retention for pv in kept.pvs} if kept else {}
    return lambda pv: classes.get(pv, STANDARD)
