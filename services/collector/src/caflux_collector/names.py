"""The PV of every slot, in memory and in a file beside the ring, for whoever has to read the ring later."""

import json
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import overload

from caflux_storage.encode import sample_prefix, sample_pv

from caflux_collector.compiled import compiled
from caflux_collector.lines import NumberLines

_SPARE_LINES = 10_000


class NamesFileError(Exception):
    """The file can't be written: no PV gets a slot before it can be."""


class _Prefixes(Sequence[str]):
    """What sample lines begin with, by slot: made when it is asked for, since of 100,000 it takes 9 MB."""

    def __init__(self, pv: Sequence[str]) -> None:
        self._pv = pv

    @overload
    def __getitem__(self, slot: int) -> str: ...
    @overload
    def __getitem__(self, slot: slice) -> Sequence[str]: ...
    def __getitem__(self, slot: int | slice) -> str | Sequence[str]:
        return _Prefixes(self._pv[slot]) if isinstance(slot, slice) else sample_prefix(self._pv[slot])

    def __len__(self) -> int:
        return len(self._pv)


class Prefixes:
    """Names that are known, by slot.

    Attributes:
        pv: name by slot.
        prefix: what the PV's sample lines begin with, by slot.
        lines: encodes their numbers.
    """

    def __init__(self, pv: list[str]) -> None:
        self.pv = pv
        self.prefix: Sequence[str] = _Prefixes(pv)
        self.lines = NumberLines(compiled(), self.prefix)
        self._lock = threading.Lock()
        self._slots: dict[str, int] = {}
        self._looked_up = 0

    def slot_of(self, prefix: str) -> int | None:
        """Give the slot of a PV by what its sample lines begin with; None for one that has none."""
        return self.slot_of_pv(sample_pv(prefix))

    def slot_of_pv(self, pv: str) -> int | None:
        """Give the slot of a PV; None for one that has none."""
        with self._lock:
            known = self._looked_up
            self._looked_up = len(self.pv)
            self._slots.update({self.pv[slot]: slot for slot in range(known, self._looked_up)})
            return self._slots.get(pv)

    def _put(self, slot: int, pv: str) -> None:
        with self._lock:
            if slot == len(self.pv):
                self.pv.append(pv)
            else:
                if slot < self._looked_up:
                    del self._slots[self.pv[slot]]
                    self._slots[pv] = slot
                self.pv[slot] = pv
            self.lines.put(slot)


class NamesFile(Prefixes):
    """Who has which slot, written down as it is given: a line each, the last one of a slot holds."""

    def __init__(self, path: Path) -> None:
        super().__init__([])
        self._path = path
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        self._bytes = 0
        self._lines = 0

    def add(self, pv: str) -> int:
        """Give a PV the next slot; it is in the file before an event of it can be in the ring.

        Raises:
            NamesFileError: it can't be written down.
        """
        slot = len(self.pv)
        self._write(slot, pv)
        self._put(slot, pv)
        return slot

    def rename(self, slot: int, pv: str) -> None:
        """Give a slot to another PV; the ring holds nothing more of the one before.

        Raises:
            NamesFileError: it can't be written down; the slot is still the other's.
        """
        if self._lines > 2 * len(self.pv) + _SPARE_LINES:
            self._compact()
        self._write(slot, pv)
        self._put(slot, pv)

    def _write(self, slot: int, pv: str) -> None:
        try:
            self._append(_line(slot, pv))
        except OSError as error:
            raise NamesFileError(
                f"can't note in {self._path} that {pv!r} is archived: {error.strerror}; "
                "it is tried again, make room on its disk"
            ) from error
        self._lines += 1

    def _append(self, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            with suppress(OSError):  # a torn line would take the next one with it
                os.ftruncate(self._fd, self._bytes)
            raise
        self._bytes += len(line)

    def _compact(self) -> None:
        """Write the file anew with one line a slot; whoever is killed meanwhile leaves the old one."""
        short = self._path.with_suffix(".new")
        text = b"".join(_line(slot, pv) for slot, pv in enumerate(self.pv))
        try:
            short.write_bytes(text)
            fd = os.open(short, os.O_WRONLY | os.O_APPEND)
            short.replace(self._path)
        except OSError as error:
            raise NamesFileError(f"can't write {short}: {error.strerror}; make room on its disk") from error
        os.close(self._fd)
        self._fd, self._bytes, self._lines = fd, len(text), len(self.pv)

    def close(self) -> None:
        """Close the file, if it is open."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


def _line(slot: int, pv: str) -> bytes:
    return json.dumps([slot, pv]).encode() + b"\n"


def read_names(path: Path) -> list[str]:
    """Give the names that an earlier engine left, up to a torn line; none where the file is missing."""
    names: list[str] = []
    if not path.exists():
        return names
    for line in path.read_bytes().split(b"\n")[:-1]:
        match _parse(line):
            case [int(slot), str(name)] if 0 <= slot < len(names):
                names[slot] = name
            case [int(slot), str(name)] if slot == len(names):
                names.append(name)
            case _:
                break
    return names


def _parse(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None
