"""An IOC whose posts are numbered: value and timestamp of each are known from its number.

`python -m caflux_testing.ioc.numbered DATABASE MACROS PROGRESS KIND FIRST NAME…` obeys lines of JSON on
standard input: what `caflux_testing.ioc.soft` does, and

- `["go", SECONDS]`, `["halt"]`: each PV posts so often, or no more;
- `["jump", NS]`: timestamps are so much later (earlier, where negative) from the next post on;
- `["storm", INDEX, COUNT]`: one PV posts so many as fast as clients take them, 10 µs apart by their time.

PROGRESS is a file that holds each PV's next number, as int64, at any time. At the start and after `halt`,
`jump` and `storm` a line is written to standard output: `obeyed` and each PV's courses, see
`caflux_testing.numbers`.

The thread that posts holds the record's lock while it writes value and timestamp and processes it, so every
client sees both of one post. Unlike softioc's records these run nothing of Python's: a post takes some 5 µs.
"""

import ctypes
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from epicscorelibs import ioc
from numpy.typing import NDArray

from caflux_testing.ioc import soft
from caflux_testing.ioc.base import dont_lock_memory
from caflux_testing.numbers import EPICS_EPOCH_NS, NS, PERIOD_NS, STORM_STEP_NS, Course, stamp

IN_A_ROW = 100
"""Posts of a storm before clients must have taken them: the CA server queues more than 100."""

db = ctypes.PyDLL(ioc.dbCore._name)  # noqa: SLF001 - the same library, called without giving up the GIL
libc = ctypes.PyDLL(None)


class Address(ctypes.Structure):
    """`struct dbAddr` of EPICS base."""

    _fields_ = (
        ("record", ctypes.c_void_p),
        ("field", ctypes.c_void_p),
        ("description", ctypes.c_void_p),
        ("elements", ctypes.c_long),
        ("types", ctypes.c_short * 4),
    )


def field(name: str) -> Address:
    """Find a record's field."""
    address = Address()
    if db.dbNameToAddr(name.encode(), ctypes.byref(address)):
        raise LookupError(f"there is no {name}")
    return address


def _of_double(at: int) -> Callable[[int], None]:
    value = ctypes.c_double.from_address(at)
    return lambda number: setattr(value, "value", number)


def _of_long(at: int) -> Callable[[int], None]:
    value = ctypes.c_int32.from_address(at)
    return lambda number: setattr(value, "value", number)


def _of_string(at: int) -> Callable[[int], None]:
    value = (ctypes.c_char * 40).from_address(at)
    return lambda number: setattr(value, "value", str(number).encode())


WRITERS = {"ai": _of_double, "longin": _of_long, "stringin": _of_string}


class Record:
    """One record, written to in memory."""

    def __init__(self, name: str, kind: str) -> None:
        value = field(f"{name}.VAL")
        assert value.record
        assert value.field
        self._record = ctypes.c_void_p(value.record)
        self._write = WRITERS[kind](value.field)
        self._undefined = ctypes.c_uint8.from_address(field(f"{name}.UDF").field or 0)
        self._time = (ctypes.c_uint32 * 2).from_address(field(f"{name}.TIME").field or 0)

    def post(self, number: int, time_ns: int) -> None:
        """Post a number at a time (ns since 1970)."""
        db.dbScanLock(self._record)
        self.write(number, time_ns)
        db.dbProcess(self._record)
        db.dbScanUnlock(self._record)

    def write(self, number: int, time_ns: int) -> None:
        """Write a number and its time; no client is told."""
        since = time_ns - EPICS_EPOCH_NS
        self._write(number)
        self._undefined.value = 0
        self._time[0], self._time[1] = since // NS, since % NS


class Listing:
    """What `dbel` says of a PV, caught in memory: whether the CA server has events of it to send yet."""

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(4_096)
        libc.fmemopen.restype = ctypes.c_void_p
        self._file = ctypes.c_void_p(libc.fmemopen(self._text, len(self._text), b"w"))

    def sent(self, name: str) -> bool:
        """Tell whether all events of a PV were sent."""
        libc.rewind(self._file)
        db.epicsSetThreadStdout(self._file)
        db.dbel(name.encode(), 2)
        db.epicsSetThreadStdout(None)
        libc.fflush(self._file)
        return b"undelivered" not in self._text.value


class Poster:
    """Posts all PVs' numbers. Made before the IOC serves: each PV has its first number then."""

    def __init__(self, names: list[str], kind: str, first: int, progress: NDArray[np.int64]) -> None:
        self._names = names
        self._records = [Record(name, kind) for name in names]
        self._next = progress
        self._next[:] = first + 1
        begin = time.time_ns()
        self._courses = [[Course(first, begin, PERIOD_NS)] for _ in names]
        for index, record in enumerate(self._records):
            record.write(first, stamp(index, first, self._courses[index][0]))

    @property
    def courses(self) -> list[list[Course]]:
        """By PV, what decides the timestamps of its numbers."""
        return self._courses

    def _post(self, index: int) -> None:
        number = int(self._next[index])
        self._next[index] = (
            number + 1
        )  # before: where this is killed now, nothing is posted that it doesn't say
        self._records[index].post(number, stamp(index, number, self._courses[index][-1]))

    def run(self, stop: threading.Event, period_s: float) -> None:
        """Post every `period_s`; late posts are not made up for faster than at twice the rate."""
        due = time.monotonic()
        while not stop.wait(max(0.0, due - time.monotonic())):
            began = time.monotonic()
            for index in range(len(self._names)):
                self._post(index)
            due = max(due + period_s, began + period_s / 2)

    def jump(self, by_ns: int) -> None:
        """Have all timestamps jump."""
        for index, courses in enumerate(self._courses):
            number, last = int(self._next[index]), courses[-1]
            courses.append(Course(number, last.time(number) + by_ns, last.step_ns))

    def storm(self, index: int, count: int) -> None:
        """Post a PV's numbers as fast as clients take them."""
        number, last, listing = int(self._next[index]), self._courses[index][-1], Listing()
        start = last.time(number)
        self._courses[index].append(Course(number, start, STORM_STEP_NS))
        for done in range(count):
            self._post(index)
            if done % IN_A_ROW == IN_A_ROW - 1:
                while not listing.sent(self._names[index]):
                    time.sleep(0.000_05)  # the CA server tells nobody when its queues are empty
        self._courses[index].append(Course(number + count, start + NS, PERIOD_NS))


class Work:
    """The thread that posts."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._period_s = 0.0

    def go(self, period_s: float) -> None:
        """Begin, unless it runs."""
        if self._thread is not None:
            return
        self._stop.clear()
        self._period_s = period_s
        self._thread = threading.Thread(target=self._poster.run, args=(self._stop, period_s))
        self._thread.start()

    def halt(self) -> None:
        """End, if it runs."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def obey(self, line: str) -> bool:
        """Do what a line says; tell whether it was for this."""
        match json.loads(line):
            case ["go", period_s]:
                self.go(period_s)
                return True
            case ["halt"]:
                self.halt()
            case ["jump", by_ns]:
                running = self._thread is not None
                self.halt()
                self._poster.jump(by_ns)
                if running:
                    self.go(self._period_s)
            case ["storm", index, count]:
                self.halt()
                self._poster.storm(index, count)
            case _:
                return False
        self.tell()
        return True

    def tell(self) -> None:
        """Say what decides the timestamps."""
        courses = [[course.as_list() for course in each] for each in self._poster.courses]
        sys.stdout.write("obeyed " + json.dumps(courses) + "\n")
        sys.stdout.flush()


def load(database: str, macros: str) -> None:
    """Load EPICS base and records, up to the moment before they are served.

    Raises:
        OSError: the records can't be loaded.
    """
    ioc.iocshRegisterCommon()
    folder = ioc.DEFAULT_DBD_PATH.encode()
    failed = (
        ioc.dbLoadDatabase(b"base.dbd", folder, None)
        or ioc.registerRecordDeviceDriver(ioc.pdbbase)
        or ioc.dbLoadRecords(database.encode(), macros.encode())
    )
    if failed:
        raise OSError(f"{database} can't be loaded")


def main() -> None:
    """Serve until standard input ends."""
    database, macros, path, kind, first, *names = sys.argv[1:]
    dont_lock_memory(ioc.dbCore)
    load(database, macros)
    poster = Poster(names, kind, int(first), np.memmap(Path(path), np.int64, "w+", shape=(len(names),)))
    work = Work(poster)
    work.tell()
    ioc.iocInit()
    print("IOC Running", flush=True)  # noqa: T201 - its parent reads that
    for line in sys.stdin:
        if not work.obey(line):
            soft.obey(line)
    work.halt()


if __name__ == "__main__":
    main()
