"""An IOC that logs every value it posts, with its exact timestamp, severity and status.

`python -m caflux_testing.ioc.exact PREFIX COUNT SEED LOG`. Every PV posts once at the start. Then standard
input is obeyed: `go` begins posting at the PVs' rates, `halt` ends it; the log then ends with a line
`halted`. The end of standard input ends the IOC.

What makes the log exact: the records are passive, and the thread that sets a value also processes the record
before it goes on, so no value replaces another unseen (softioc's own way is a request to EPICS' scan
threads). The timestamp is given as whole seconds and nanoseconds and the record keeps it (TSE -2). Severity
and status are read back, for a record may raise them (ai does for NaN). Each post is an event to every
client: MDEL -1 and MPST Always post values that did not change, and enums change each time.
"""

import ctypes
import heapq
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from softioc import builder, fields, imports, softioc

from caflux_testing.ioc.base import dont_lock_memory
from caflux_testing.ioc.kinds import KINDS, ExactPv, alarm, exact_pvs

NS = 1_000_000_000
LONGEST_JUMP_NS = 2 * NS
PAUSE_S = 0.01
LATE_S = 0.05
"""Slept longer than asked by this much: the machine is so busy that the CA server may have waited, too."""
PROCESS = True
_COMMON: dict[str, Any] = {"SCAN": "Passive", "PINI": "NO", "DISP": 0, "TSE": -2}
_ALWAYS: dict[str, dict[str, Any]] = {
    "aIn": {"MDEL": -1, "ADEL": -1},
    "longIn": {"MDEL": -1, "ADEL": -1},
    "int64In": {"MDEL": -1, "ADEL": -1},
    "stringIn": {"MPST": "Always", "APST": "Always"},
    "WaveformIn": {"MPST": "Always", "APST": "Always"},
    "longStringIn": {"MPST": "Always", "APST": "Always"},
}


def make_record(pv: ExactPv) -> Any:
    """Make the record of a PV."""
    kind = KINDS[pv.kind]
    given: dict[str, Any] = {**_COMMON, **_ALWAYS.get(kind.record, {})}
    if kind.record in ("WaveformIn", "longStringIn"):
        given["length"] = kind.length
    if kind.dtype:
        given["datatype"] = np.dtype(kind.dtype)
    return getattr(builder, kind.record)(pv.name, *kind.states, **given)


class Poster:
    """Posts values and logs them.

    Args:
        pvs: The PVs.
        records: Their records.
        randomness: Where values, alarms and timestamps come from.
        log: Gets one JSON list a post: index of the PV, time (ns since 1970), severity, status, value.
        clock: ns since 1970.
    """

    def __init__(
        self,
        pvs: list[ExactPv],
        records: list[Any],
        randomness: random.Random,
        log: TextIO,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self._pvs, self._records, self._random, self._log, self._clock = pvs, records, randomness, log, clock
        self._before: list[Any] = [None] * len(pvs)
        self._times: list[set[int]] = [set() for _ in pvs]

    def post(self, index: int) -> None:
        """Post a next value of a PV and log it."""
        pv, record = self._pvs[index], self._records[index]
        value = KINDS[pv.kind].value(self._random, self._before[index])
        severity, status = alarm(self._random)
        when = self._time(index)
        record.set(value, severity, status, fields.ca_timestamp(when // NS, when % NS))
        process(pv.name)
        self._before[index] = value
        alarms = read_integer(f"{pv.name}.SEVR"), read_integer(f"{pv.name}.STAT")
        self._log.write(json.dumps([index, when, *alarms, value]) + "\n")

    def _time(self, index: int) -> int:
        when = self._clock()
        if self._pvs[index].backwards:
            when -= self._random.randint(0, LONGEST_JUMP_NS)
        while when in self._times[index]:
            when += 1
        self._times[index].add(when)
        return when


def process(name: str) -> None:
    """Process a record in this thread; it is done when this returns."""
    one = ctypes.c_uint8(1)
    imports.db_put_field_process(f"{name}.PROC", fields.DBF_UCHAR, ctypes.addressof(one), 1, PROCESS)


def read_integer(field: str) -> int:
    """Read a field of a record."""
    value = ctypes.c_uint16()
    imports.db_get_field(field, fields.DBF_USHORT, ctypes.addressof(value), 1)
    return value.value


def post_at_rates(poster: Poster, pvs: list[ExactPv], stop: threading.Event) -> None:
    """Post until `stop` is set.

    A PV that is late is not made up for: two posts of one PV are never closer than half its period, so that
    a busy machine does not overflow the CA server's queue, which would drop values that are in the log. For
    the same reason nothing is posted right after this thread was held up: the server's turn comes first.
    """
    now = time.monotonic()
    due = [(now + pv.period_s * (index / len(pvs)), index) for index, pv in enumerate(pvs)]
    heapq.heapify(due)
    while not stop.is_set():
        now = time.monotonic()
        if due[0][0] > now:
            stop.wait(min(PAUSE_S, due[0][0] - now))
            if (held_up := time.monotonic() - now) > LATE_S:
                stop.wait(held_up)
            continue
        when, index = due[0]
        poster.post(index)
        period = pvs[index].period_s
        heapq.heapreplace(due, (max(when + period, now + period / 2), index))


def main() -> None:
    """Serve until standard input ends."""
    prefix, count, seed, path = sys.argv[1:]
    pvs = exact_pvs(prefix, int(count))
    records = [make_record(pv) for pv in pvs]
    builder.LoadDatabase()
    dont_lock_memory(imports.dbCore)
    softioc.iocInit(lambda *_: None, enable_pva=False)
    with Path(path).open("w", encoding="utf-8") as log:
        poster = Poster(pvs, records, random.Random(int(seed)), log)  # noqa: S311 -- not for secrets
        for index in range(len(pvs)):
            poster.post(index)
        log.flush()
        os.write(sys.stdout.fileno(), b"ready\n")  # in one piece: EPICS base writes from other threads
        obey(poster, pvs, log)


def obey(poster: Poster, pvs: list[ExactPv], log: TextIO) -> None:
    """Do what standard input says until it ends."""
    stop = threading.Event()
    worker: threading.Thread | None = None
    for line in sys.stdin:
        if line.strip() == "go":
            worker = threading.Thread(target=post_at_rates, args=(poster, pvs, stop))
            worker.start()
        elif worker is not None:
            stop.set()
            worker.join()
            log.write('"halted"\n')
            log.flush()


if __name__ == "__main__":
    main()
