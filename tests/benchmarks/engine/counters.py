"""An IOC of counters: every record counts by one at its rate, so a hole in its values is a lost event."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from caflux_testing.replaced import replaced
from caflux_testing.soft_ioc import SoftIoc

_FILL = Path(__file__).with_name("fill.py")
SCANS = {10.0: ".1 second", 5.0: ".2 second", 2.0: ".5 second", 1.0: "1 second", 0.1: "10 second"}

_COUNTER = """\
record(calc, "$(P)C{number:06d}") {{ field(SCAN, "{scan}") field(INPA, "$(P)C{number:06d}.VAL NPP NMS")
  field(CALC, "A+1") field(EGU, "mA") field(PREC, "3") }}
"""
_WAVEFORM = """\
record(waveform, "$(P)W{number:04d}") {{
  field(SCAN, "1 second") field(FTVL, "DOUBLE") field(NELM, "{length}") }}
"""
_STRING = """\
record(stringin, "$(P)T{number:04d}") {{ field(SCAN, "1 second") field(INP, "$(P)C000000 NPP NMS")
  field(MPST, "Always") }}
"""


class CountingIoc(SoftIoc):
    """`count` counters at `rate_hz`, waveforms of `length` doubles and strings at 1 Hz."""

    def __init__(
        self,
        folder: Path,
        count: int,
        rate_hz: float,
        *,
        waveforms: int = 0,
        length: int = 10_000,
        strings: int = 0,
    ) -> None:
        records = [_COUNTER.format(number=k, scan=SCANS[rate_hz]) for k in range(count)]
        records += [_WAVEFORM.format(number=k, length=length) for k in range(waveforms)]
        records += [_STRING.format(number=k) for k in range(strings)]
        super().__init__(folder, "".join(records))
        self.rate_hz = rate_hz
        self.counters = [f"{self.prefix}C{k:06d}" for k in range(count)]
        self.waveforms = [f"{self.prefix}W{k:04d}" for k in range(waveforms)]
        self.strings = [f"{self.prefix}T{k:04d}" for k in range(strings)]
        self._length = length

    def start(self) -> None:
        """Start it, with all waveforms full."""
        super().start()
        if self.waveforms:
            command = [sys.executable, str(_FILL), str(self._length), *self.waveforms]
            subprocess.run(command, env={**os.environ, **self.environment}, check=True)

    def replaced(self, names: Iterable[str]) -> dict[str, int]:
        """Give how many events of each PV the IOC let go itself, where it did."""
        return replaced(self, names)

    def freeze(self) -> None:
        """Stop counting, some time later; clients stay connected.

        No record may be linked to all others for that: they would share one lock, on which the thread that
        counts and the one that sends to clients wait for each other at every event.
        """
        self.shell("iocPause")
