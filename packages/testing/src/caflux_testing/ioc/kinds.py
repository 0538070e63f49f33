"""Every kind of PV that Channel Access knows, and values that are hard on an archive.

Pure: importing this does not load EPICS base.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

SEVERITIES = 4
STATUSES = 22
"""Alarm statuses of EPICS base's alarm.h, NO_ALARM included."""
PERIODS_S = (0.1, 0.2, 0.5, 1.0, 2.0)
ARRAY_PERIOD_S = 1.0
"""Shortest of a waveform: for a client the CA server queues numbers, but of a waveform it keeps only the last
value, so one that is posted before the one before was sent replaces it."""
BINARY = ("Off", "On")
MULTI = tuple(f"State {index}" for index in range(16))
STRING_BYTES = 39
_ALPHABET = "abcXYZ019 _-=,;:\"'\\/{}[]()<>#%&\u00e4\u00b5\u20ac\U0001f300\n\t"
_HARD_DOUBLES = (
    0.0,
    -0.0,
    math.nan,
    math.inf,
    -math.inf,
    sys.float_info.max,
    sys.float_info.min,
    5e-324,
    0.1,
    1e22,
    2.0**53 + 2.0,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of PV is made and what values it takes.

    Attributes:
        record: softioc's builder function.
        value: Gives a next value from randomness and the value before (None at first).
        dtype: Of a waveform's elements, as softioc's builder takes it; empty for other records.
        length: Most elements of a waveform.
        states: Names of an enum's states.
    """

    record: str
    value: Callable[[Random, Any], Any]
    dtype: str = ""
    length: int = 1
    states: tuple[str, ...] = ()

    @property
    def is_array(self) -> bool:
        """Whether clients see more than one element."""
        return self.length > 1


def double(random: Random, _: Any = None) -> float:
    """Give any double: special ones, and such as need all their 17 digits."""
    if random.random() < 0.1:
        return random.choice(_HARD_DOUBLES)
    return random.uniform(-1.0, 1.0) * 10.0 ** random.randint(-30, 30)


def float32(random: Random, _: Any = None) -> float:
    """Give a number that a float32 holds exactly."""
    return math.ldexp(random.randint(-(2**23), 2**23), random.randint(-60, 60))


def text(random: Random, most_bytes: int) -> str:
    """Give a text of at most so many bytes of UTF-8, of characters that protocols trip over."""
    length = random.randint(0, most_bytes)
    letters = "".join(random.choices(_ALPHABET, k=length))
    return letters.encode()[:length].decode(errors="ignore")


def _integer(low: int, high: int) -> Callable[[Random, Any], int]:
    return lambda random, _: random.choice((low, high, 0, random.randint(low, high)))


def _other_of(count: int) -> Callable[[Random, Any], int]:
    """Give another state each time: bi and mbbi post nothing when a state is written again."""

    def value(random: Random, before: Any) -> int:
        step = random.randint(1, count - 1)
        return 0 if before is None else int(before + step) % count

    return value


def _one(value: Callable[[Random, Any], Any]) -> Callable[[Random, Any], list[Any]]:
    return lambda random, _: [value(random, None)]


def _some(value: Callable[[Random, Any], Any], most: int) -> Callable[[Random, Any], list[Any]]:
    return lambda random, _: [value(random, None) for _ in range(random.randint(1, most))]


def _short_text(random: Random, _: Any = None) -> str:
    return text(random, STRING_BYTES)


KINDS: dict[str, Kind] = {
    "double": Kind("aIn", double),
    "float": Kind("WaveformIn", _one(float32), "float32"),
    "long": Kind("longIn", _integer(-(2**31), 2**31 - 1)),
    "short": Kind("WaveformIn", _one(_integer(-(2**15), 2**15 - 1)), "int16"),
    "char": Kind("WaveformIn", _one(_integer(0, 255)), "uint8"),
    # Channel Access has no 64-bit integer: clients get a double, which holds these.
    "int64": Kind("int64In", _integer(-(2**53), 2**53)),
    "ushort": Kind("WaveformIn", _one(_integer(0, 2**16 - 1)), "uint16"),
    "ulong": Kind("WaveformIn", _one(_integer(0, 2**32 - 1)), "uint32"),
    "binary": Kind("boolIn", _other_of(2), states=BINARY),
    "multi": Kind("mbbIn", _other_of(len(MULTI)), states=MULTI),
    "string": Kind("stringIn", _short_text),
    "long-string": Kind("longStringIn", lambda random, _: text(random, 250), length=256),
    "doubles": Kind("WaveformIn", _some(double, 64), "float64", 64),
    "floats": Kind("WaveformIn", _some(float32, 32), "float32", 32),
    "longs": Kind("WaveformIn", _some(_integer(-(2**31), 2**31 - 1), 16), "int32", 16),
    "shorts": Kind("WaveformIn", _some(_integer(-(2**15), 2**15 - 1), 16), "int16", 16),
    "chars": Kind("WaveformIn", _some(_integer(0, 255), 100), "uint8", 100),
    "strings": Kind("WaveformIn", _some(_short_text, 4), "S40", 4),
}


@dataclass(frozen=True, slots=True)
class ExactPv:
    """One PV of the exact IOC; `backwards`: its timestamps jump back and forth by up to 2 s."""

    name: str
    kind: str
    period_s: float
    backwards: bool


def exact_pvs(prefix: str, count: int) -> list[ExactPv]:
    """Give `count` PVs that together have every kind at every rate."""
    kinds = list(KINDS)
    return [
        ExactPv(
            f"{prefix}{index:04d}:{kinds[index % len(kinds)]}",
            kinds[index % len(kinds)],
            # The number of kinds and of periods have no common divisor, so every pair occurs.
            max(
                PERIODS_S[index % len(PERIODS_S)], ARRAY_PERIOD_S * KINDS[kinds[index % len(kinds)]].is_array
            ),
            backwards=index % 7 == 0,
        )
        for index in range(count)
    ]


def alarm(random: Random) -> tuple[int, int]:
    """Give severity and status: mostly NO_ALARM."""
    severity = max(0, random.randint(-SEVERITIES, SEVERITIES - 1))
    return severity, random.randint(1, STATUSES - 1) if severity else 0
