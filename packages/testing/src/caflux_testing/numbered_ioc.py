"""The IOC of numbered posts as tests use it; see `caflux_testing.ioc.numbered`."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from caflux_testing.numbers import Course, stamps
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.wait import until

_TOLD = re.compile(r"^obeyed (.*)\n", re.MULTILINE)
"""A whole line: a half one may be read while it is written."""
_RECORD = """\
record({kind}, "$(P){name}") {{
  field(TSE, "-2") field(STAT, "NO_ALARM") field(SEVR, "NO_ALARM") field({always})
}}
"""
_ALWAYS = {"ai": 'MDEL, "-1"', "longin": 'MDEL, "-1"', "stringin": 'MPST, "Always"'}


@dataclass(frozen=True, slots=True)
class Numbered:
    """n posts of one PV: their numbers, which are the values, and timestamps (ns since 1970), int64[n]."""

    number: NDArray[np.int64]
    time: NDArray[np.int64]


class NumberedIoc(SoftIoc):
    """`count` PVs that post numbers: the value is the post's number, `first` at first.

    Every PV posts once at the start, before the IOC serves; then not until `go`.

    Args:
        folder: For its database and logs.
        count: How many PVs.
        kind: `ai`, `longin` or `stringin`: doubles, longs or strings. The CA server does not queue strings: a
            busy machine may lose some, and the server counts none of them.
        first: The first number.
        like: Have the same names and, unless `beside`, the same port as another one.
        beside: At another port.

    Attributes:
        names: Its PVs.
    """

    def __init__(
        self,
        folder: Path,
        count: int = 500,
        *,
        kind: str = "ai",
        first: int = 0,
        like: "NumberedIoc | None" = None,
        beside: bool = False,
    ) -> None:
        self._short = [f"N{index:04d}" for index in range(count)]
        self._folder, self._kind, self.first = folder, kind, first
        records = [_RECORD.format(kind=kind, name=name, always=_ALWAYS[kind]) for name in self._short]
        super().__init__(
            folder,
            "".join(records),
            prefix=like.prefix if like else None,
            port=like.ca_port if like and not beside else None,
        )
        self.names = [self.prefix + name for name in self._short]

    def _program(self, database: Path, macros: str) -> list[str | Path]:
        self._progress = database.with_suffix(".progress")
        names = [self.prefix + name for name in self._short]
        given: list[str | Path] = [database, macros, self._progress, self._kind, str(self.first)]
        return ["caflux_testing.ioc.numbered", *given, *names]

    def go(self, period_s: float = 0.1) -> None:
        """Have every PV post every `period_s`; the timestamps are 0.1 s apart whatever that is."""
        self._command("go", period_s)

    def halt(self) -> None:
        """Have no PV post; when this returns they don't."""
        self._obey("halt")

    def jump(self, by_ns: int) -> None:
        """Have all further timestamps so much later, or earlier where negative."""
        self._obey("jump", by_ns)

    def storm(self, index: int, count: int) -> None:
        """Have one PV post so many as fast as clients take them, 10 µs apart by their timestamps."""
        self._obey("storm", index, count, timeout=300)

    def _obey(self, *words: str | int, timeout: float = 30) -> None:
        before = len(self._told())
        self._command(*words)
        until(lambda: len(self._told()) > before, timeout, f"the IOC to obey {words}", seen=self.process.tail)

    def _told(self) -> list[str]:
        return _TOLD.findall(self.process.output())

    def posted_numbers(self) -> NDArray[np.int64]:
        """Give the number that each PV posts next, now; int64[PVs]. It may have been killed."""
        return np.fromfile(self._progress, np.int64)

    def posted(self) -> dict[str, Numbered]:
        """Give all that each PV posted from its first number to now, in the order of posting."""
        courses = [[Course(*each) for each in of_pv] for of_pv in json.loads(self._told()[-1])]
        found = {}
        for index, (name, end) in enumerate(zip(self.names, self.posted_numbers().tolist(), strict=True)):
            numbers = np.arange(self.first, end, dtype=np.int64)
            found[name] = Numbered(numbers, stamps(index, numbers, courses[index]))
        return found
