"""The PV of every slot, in memory and in a file beside the ring, for whoever has to read the ring later."""

import json
from pathlib import Path

from caflux_storage.encode import sample_prefix


class Prefixes:
    """Names that are known, by slot.

    Attributes:
        pv: name by slot.
        prefix: what the PV's sample lines begin with, by slot.
    """

    def __init__(self, pv: list[str]) -> None:
        self.pv = pv
        self.prefix = [sample_prefix(name) for name in pv]
        self._slots: dict[str, int] = {}

    def slot_of(self, prefix: str) -> int | None:
        """Give the slot of a PV by what its sample lines begin with; None for one that has none."""
        known = len(self._slots)
        if known < len(self.prefix):  # most engines never ask
            self._slots.update({each: slot for slot, each in enumerate(self.prefix[known:], known)})
        return self._slots.get(prefix)


class NamesFile(Prefixes):
    """Slots in the order in which they were given, written down as they are given."""

    def __init__(self, path: Path) -> None:
        super().__init__([])
        self._file = path.open("x", encoding="utf-8")

    def add(self, pv: str) -> int:
        """Give a PV the next slot; it is in the file before an event of it can be in the ring."""
        self._file.write(json.dumps(pv) + "\n")
        self._file.flush()
        self.prefix.append(sample_prefix(pv))
        self.pv.append(pv)
        return len(self.pv) - 1

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_names(path: Path) -> list[str]:
    """Give the names that an earlier engine left, up to a torn line; none where the file is missing."""
    names: list[str] = []
    if not path.exists():
        return names
    for line in path.read_bytes().split(b"\n")[:-1]:
        try:
            name = json.loads(line)
        except ValueError:
            break
        if not isinstance(name, str):
            break
        names.append(name)
    return names
