"""Lines of numbers say the same, whether they are made in C or in Python."""

import ctypes
import re
from dataclasses import dataclass

import numpy as np
from caflux_collector.lines import NumberLines
from caflux_storage.encode import encode_numbers, sample_prefix
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

FEW = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = ["A", "a,b=c d", "électron:µ", "x" * 300]
_VALUE = re.compile(rb"value=([^ ,]+)")


@dataclass(frozen=True)
class Sample:
    slot: int
    time: int
    value: float
    severity: int
    status: int


samples = st.builds(
    Sample,
    st.integers(0, len(NAMES) - 1),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.sampled_from([0, 0, 1, 3, 255]),
    st.sampled_from([0, 0, 17, 65_535]),
)
WIDEST = Sample(1, -(2**63), -2.2250738585072014e-308, 255, 65_535)


def encoded(lines: NumberLines, given: list[Sample]) -> list[bytes]:
    return lines.encode(*columns(given)).splitlines(keepends=True)


def columns(given: list[Sample]) -> tuple[np.ndarray, ...]:
    slot, time, value, severity, status = zip(*vars_of(given), strict=True) if given else ((),) * 5
    kinds = (np.uint32, np.int64, np.float64, np.uint8, np.uint16)
    of = (slot, time, value, severity, status)
    return tuple(np.array(column, kind) for column, kind in zip(of, kinds, strict=True))


def vars_of(given: list[Sample]) -> list[tuple[float, ...]]:
    return [(it.slot, it.time, it.value, it.severity, it.status) for it in given]


@FEW
@given(given=st.lists(samples, max_size=30))
@example(given=[WIDEST] * 100)
@example(given=[])
def test_every_line_says_what_the_plain_encoder_says(
    library: ctypes.CDLL | None, given: list[Sample]
) -> None:
    prefixes = [sample_prefix(name) for name in NAMES]
    found = encoded(NumberLines(library, prefixes), given)
    wanted = encode_numbers(prefixes, *columns(given)).splitlines(keepends=True)

    assert [_VALUE.sub(b"value=", line) for line in found] == [_VALUE.sub(b"value=", each) for each in wanted]
    for line, sample in zip(found, given, strict=True):
        if told := _VALUE.search(line):
            assert float(told[1]).hex() == sample.value.hex()


@FEW
@given(changes=st.lists(st.tuples(st.integers(0, 3_000), st.text("abc", max_size=90)), max_size=60))
@example(changes=[(k, f"{k}" * 20) for k in range(2_000)])
@example(changes=[(0, "x" * 50)] * 2_000)
def test_a_slot_is_called_what_it_was_called_last(
    library: ctypes.CDLL | None, changes: list[tuple[int, str]]
) -> None:
    prefixes: list[str] = []
    lines = NumberLines(library, prefixes)
    for wanted, name in changes:
        slot = min(wanted, len(prefixes))
        prefixes[slot : slot + 1] = [sample_prefix(name)]
        lines.put(slot)

    found = encoded(lines, [Sample(slot, 5, 1.0, 0, 0) for slot in range(len(prefixes))])

    assert [line.partition(b"value=")[0].decode() for line in found] == prefixes
