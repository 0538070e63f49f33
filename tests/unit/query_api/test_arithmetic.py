"""Expressions on step functions, against a plain evaluator that works moment by moment."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from caflux_contracts.expressions import Node, Number, Pv, parse
from caflux_query_api.arithmetic.evaluate import Need, TooManyRows, evaluate, needs
from caflux_query_api.arithmetic.signals import Signal, held, resampled, samples_of
from caflux_storage import Samples
from caflux_storage.holding import NEVER, Unknown
from hypothesis import given
from hypothesis import strategies as st

NAN = math.nan
S = 1_000_000_000
START, STOP = 20 * S, 50 * S
MOMENTS = range(-40, 121)
"""Seconds: whatever happens in these tests happens at whole ones."""


@dataclass(frozen=True)
class Recorded:
    """What the archive has of a PV: samples by second, and gaps."""

    samples: tuple[tuple[int, float, int], ...]
    gaps: tuple[tuple[int, int | None, bool], ...] = ()

    def columns(self, start: int, stop: int) -> Signal:
        """Give what is read for a range: its samples and the last one before."""
        times = np.array([second * S for second, _, _ in self.samples], np.int64)
        values = np.array([value for _, value, _ in self.samples], np.float64)
        severities = np.array([severity for _, _, severity in self.samples], np.uint8)
        first = max(0, int(np.searchsorted(times, start)) - 1)
        rows = slice(first, int(np.searchsorted(times, stop)))
        samples = Samples(times[rows], values[rows], severities[rows], severities[rows])
        gaps = [Unknown(a * S, NEVER if b is None else b * S, resumes) for a, b, resumes in self.gaps]
        return held(samples, [gap for gap in gaps if gap.start < stop])

    def known(self, moment: int) -> tuple[float, int]:
        """Give value and severity at a second, in plain words."""
        before = [sample for sample in self.samples if sample[0] <= moment]
        if not before:
            return NAN, 3
        second, value, severity = before[-1]
        for begun, ended, resumes in self.gaps:
            if begun <= moment and (ended is None or moment < ended):
                return NAN, 3
            if ended is not None and not resumes and second < ended <= moment:
                return NAN, 3
        return value, severity


def computed(text: str, pvs: dict[str, Recorded], start: int = START, stop: int = STOP) -> Signal:
    tree = parse(text).tree
    inputs = {need: pvs[need.pv].columns(need.start, need.stop) for need in needs(tree, start, stop)}
    return evaluate(tree, start, stop, inputs)


def values(text: str, pvs: dict[str, Recorded], *seconds: int) -> list[float]:
    signal = computed(text, pvs)
    found: list[float] = signal.at(np.array([second * S for second in seconds], np.int64))[0].tolist()
    return found


# ---- the plain evaluator ----

Plain = dict[int, tuple[float, int]]


def plain(tree: Node, pvs: dict[str, Recorded]) -> Plain:
    """Give what an expression without windows holds at each second."""
    if isinstance(tree, Number):
        return dict.fromkeys(MOMENTS, (tree.value, 0))
    if isinstance(tree, Pv):
        return {moment: pvs[tree.name].known(moment) for moment in MOMENTS}
    inner = [plain(operand, pvs) for operand in tree.operands]
    return {
        moment: (
            calculated(tree.name, [one[moment][0] for one in inner]),
            max(one[moment][1] for one in inner),
        )
        for moment in MOMENTS
    }


def logic(name: str, operands: list[float]) -> float:
    truths = [None if math.isnan(operand) else operand != 0 for operand in operands]
    decisive = name == "or"
    if decisive in truths:
        return float(decisive)
    return NAN if None in truths else float(not decisive)


def calculated(name: str, operands: list[float]) -> float:
    if name in {"and", "or"}:
        return logic(name, operands)
    if name == "if":
        return NAN if math.isnan(operands[0]) else operands[1 if operands[0] != 0 else 2]
    if any(map(math.isnan, operands)):
        return NAN
    try:
        result = PLAIN[name](*operands)
    except ValueError:
        return NAN
    return NAN if isinstance(result, complex) else float(result)


def divided(a: float, b: float) -> float:
    if b != 0:
        return a / b
    return NAN if a == 0 else math.copysign(math.inf, a) * math.copysign(1, b)


PLAIN: dict[str, Callable[..., float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": divided,
    "**": lambda a, b: math.pow(a, b) if (a, b) != (0, -1) else math.inf,
    "neg": lambda a: -a,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "not": lambda a: a == 0,
    "abs": abs,
    "sqrt": math.sqrt,
    "log": lambda a: -math.inf if a == 0 else math.log(a),
    "log10": lambda a: -math.inf if a == 0 else math.log10(a),
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "atan2": math.atan2,
    "floor": lambda a: math.floor(a) if math.isfinite(a) else a,
    "ceil": lambda a: math.ceil(a) if math.isfinite(a) else a,
    "round": lambda a: round(a) if math.isfinite(a) else a,
    "min": min,
    "max": max,
    "clip": lambda a, low, high: min(max(a, low), high),
}

NUMBERS = [0.0, 1.0, -1.0, 0.5, -2.0, 3.0, 2.5, NAN, math.inf, -math.inf]
SECONDS = st.integers(0, 60)
recorded = st.builds(
    lambda samples, gaps: Recorded(
        tuple(sorted(samples)),
        tuple((a, b, b % 2 == 0) for a, b in zip(sorted(gaps)[::2], sorted(gaps)[1::2], strict=False)),
    ),
    st.lists(
        st.tuples(SECONDS, st.sampled_from(NUMBERS), st.integers(0, 3)), max_size=15, unique_by=lambda s: s[0]
    ),
    st.lists(SECONDS, max_size=6, unique=True),
)
LEAVES = st.sampled_from(['"A"', '"B"', "1", "0", "0.5", "-1"])


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.sampled_from(["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "and", "or"])
    unary = st.sampled_from(["-", "not ", "abs", "sqrt", "log", "log10", "atan", "floor", "ceil", "round"])
    two, three = st.sampled_from(["min", "max", "atan2"]), st.sampled_from(["if", "clip"])
    return st.one_of(
        st.builds("({} {} {})".format, inner, binary, inner),
        st.builds("({}({}))".format, unary, inner),
        st.builds("{}({}, {})".format, two, inner, inner),
        st.builds("{}({}, {}, {})".format, three, inner, inner, inner),
        st.builds("({}) ** {}".format, inner, st.sampled_from(["2", "0", "-1", "0.5"])),
    )


expressions = st.recursive(LEAVES, larger, max_leaves=8).map(lambda text: f'{text} + 0*"A"')


def assert_same(signal: Signal, expected: Plain, seconds: range) -> None:
    times = np.array([second * S for second in seconds], np.int64)
    found, severity = signal.at(times)
    wanted = [expected[second] for second in seconds]
    assert found.tolist() == pytest.approx([value for value, _ in wanted], nan_ok=True, rel=1e-9)
    assert severity.tolist() == [worst for _, worst in wanted]


@given(expressions, recorded, recorded)
def test_an_expression_holds_at_every_moment_what_its_pvs_then_make(
    text: str, a: Recorded, b: Recorded
) -> None:
    pvs = {"A": a, "B": b}

    assert_same(computed(text, pvs), plain(parse(text).tree, pvs), range(20, 50))


@given(expressions, recorded, recorded, st.integers(-30, 30).filter(bool))
def test_a_shift_moves_everything(text: str, a: Recorded, b: Recorded, by: int) -> None:
    pvs = {"A": a, "B": b}
    inner = plain(parse(text).tree, pvs)

    found = computed(f"shift({text}, {by}s)", pvs)

    assert_same(found, {second: inner[second + by] for second in range(20, 50)}, range(20, 50))


@given(recorded, recorded, st.integers(1, 40))
def test_a_moving_mean_weighs_what_is_known_with_its_time(a: Recorded, b: Recorded, window: int) -> None:
    pvs = {"A": a, "B": b}
    inner = plain(parse('"A" + "B"').tree, pvs)
    signal = computed(f'mean("A" + "B", {window}s)', pvs)

    for time in signal.time.tolist():
        second = time // S
        known = [inner[k][0] for k in range(second - window, second) if math.isfinite(inner[k][0])]
        wanted = sum(known) / len(known) if known else inner[second][0]
        if not math.isfinite(inner[second][0]):
            wanted = NAN
        found, _ = signal.at(np.array([time], np.int64))
        assert found.tolist() == pytest.approx([wanted], nan_ok=True, abs=1e-9)


@given(recorded)
def test_an_integral_sums_what_is_known(a: Recorded) -> None:
    inner = plain(parse('"A"').tree, {"A": a})
    signal = computed('integral("A")', {"A": a})

    for time in signal.time.tolist():
        wanted = sum(v for v, _ in (inner[k] for k in range(20, time // S)) if math.isfinite(v))
        if not math.isfinite(inner[time // S][0]):
            wanted = NAN
        assert values('integral("A")', {"A": a}, time // S) == pytest.approx([wanted], nan_ok=True)


def test_values_are_held_on_the_union_of_the_times() -> None:
    pvs = {"A": Recorded(((5, 1.0, 0), (30, 2.0, 0))), "B": Recorded(((10, 10.0, 0), (25, 20.0, 1)))}
    signal = computed('"A" + "B"', pvs)

    rows = samples_of(signal, START, STOP)

    assert (rows.time // S).tolist() == [10, 25, 30]
    assert rows.value.tolist() == [11.0, 21.0, 22.0]
    assert rows.severity.tolist() == [0, 1, 1]
    assert rows.status.tolist() == [0, 14, 14]


def test_what_no_one_knows_is_unknown_and_invalid() -> None:
    pvs = {"A": Recorded(((5, 1.0, 0), (40, 2.0, 0)), ((30, 45, True),)), "B": Recorded(((25, 5.0, 0),))}
    rows = samples_of(computed('"A" * "B"', pvs), START, STOP)

    assert (rows.time // S).tolist() == [5, 25, 30, 40, 45]
    assert rows.value.tolist() == pytest.approx([NAN, 5.0, NAN, NAN, 10.0], nan_ok=True)
    assert rows.severity.tolist() == [3, 0, 3, 3, 0]


def test_a_value_is_known_again_after_a_gap_that_resumes() -> None:
    pvs = {"A": Recorded(((5, 7.0, 0),), ((25, 30, True), (32, 34, False), (40, None, True)))}

    assert values('"A"', pvs, 24, 25, 29, 30, 31, 32, 34, 39) == pytest.approx(
        [7, NAN, NAN, 7, 7, NAN, NAN, NAN], nan_ok=True
    )


def test_change_and_rate_of_change() -> None:
    pvs = {"A": Recorded(((16, 1.0, 0), (22, 4.0, 0), (24, 3.0, 0)))}

    assert values('diff("A")', pvs, 21, 22, 23, 24, 49) == pytest.approx([NAN, 3, 3, -1, -1], nan_ok=True)
    assert values('rate("A")', pvs, 22, 24) == [0.5, -0.5]


def test_a_moving_mean_arrives_where_the_value_went() -> None:
    pvs = {"A": Recorded(((0, 0.0, 0), (25, 10.0, 0)))}

    assert values('mean("A", 10s)', pvs, 20, 25, 35, 49) == pytest.approx([0.0, 0.0, 10.0, 10.0])


def test_text_is_not_known_to_arithmetic() -> None:
    texts = Samples(np.array([1, 2]), np.array([NAN, 3.0]), np.zeros(2, np.uint8), np.zeros(2, np.uint8))

    assert held(texts, []).at(np.array([1, 2]))[0].tolist() == pytest.approx([NAN, 3.0], nan_ok=True)


def test_a_signal_on_a_common_time_base() -> None:
    signal = computed('"A"', {"A": Recorded(((16, 1.0, 0), (22, 4.0, 2), (24, 3.0, 0)))})
    found = resampled(signal, START + 1, 26 * S, 2 * S)

    assert (found.time // S).tolist() == [22, 24]
    assert found.value.tolist() == [4.0, 3.0]
    assert found.severity.tolist() == [2, 0]


def test_what_is_needed_is_what_is_looked_at() -> None:
    tree = parse('"A" + mean(shift("A", -1h), 60s) - "A" + shift("B", 1s)').tree

    assert needs(tree, 10_000 * S, 20_000 * S) == [
        Need("A", 10_000 * S, 20_000 * S),
        Need("A", 6_340 * S, 16_400 * S),
        Need("B", 10_001 * S, 20_001 * S),
    ]


def test_memory_is_bounded_where_means_of_means_double() -> None:
    text = '"A"'
    for _ in range(30):
        text = f"mean({text}, 3s)"
    tree = parse(text).tree
    pv = Recorded(tuple((k, float(k), 0) for k in range(60)))
    inputs = {need: pv.columns(need.start, need.stop) for need in needs(tree, START, STOP)}

    with pytest.raises(TooManyRows):
        evaluate(tree, START, STOP, inputs, most_rows=1_000)
