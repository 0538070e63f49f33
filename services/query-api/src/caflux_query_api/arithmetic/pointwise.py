"""Operators and functions of what their operands hold at the same time.

What is not known (NaN) stays unknown, with two exceptions of logic: false and anything is false, true or
anything is true. Comparisons and logic give 1 and 0; any number but 0 is true.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from caflux_query_api.arithmetic.signals import Floats, Signal, union

Function = Callable[..., Floats]


def _known(function: Callable[..., Any]) -> Function:
    """Make a function's result NaN wherever an operand is; 1 ** NaN and NaN < 1 have other ideas."""

    def known(*operands: Floats) -> Floats:
        unknown = reduce(np.logical_or, [np.isnan(operand) for operand in operands])
        result: Floats = np.where(unknown, np.nan, function(*operands))
        return result

    return known


def _and(a: Floats, b: Floats) -> Floats:
    return np.where((a == 0) | (b == 0), 0.0, np.where(np.isnan(a) | np.isnan(b), np.nan, 1.0))


def _or(a: Floats, b: Floats) -> Floats:
    unknown = np.isnan(a) | np.isnan(b)
    true = ((a != 0) & ~np.isnan(a)) | ((b != 0) & ~np.isnan(b))
    return np.where(true, 1.0, np.where(unknown, np.nan, 0.0))


def _if(condition: Floats, a: Floats, b: Floats) -> Floats:
    return np.where(np.isnan(condition), np.nan, np.where(condition != 0, a, b))


def _least(*operands: Floats) -> Floats:
    return reduce(np.minimum, operands)


def _greatest(*operands: Floats) -> Floats:
    return reduce(np.maximum, operands)


def _clip(value: Floats, low: Floats, high: Floats) -> Floats:
    return np.minimum(np.maximum(value, low), high)


POINTWISE: dict[str, Function] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": _known(np.power),
    "neg": np.negative,
    "<": _known(np.less),
    "<=": _known(np.less_equal),
    ">": _known(np.greater),
    ">=": _known(np.greater_equal),
    "==": _known(np.equal),
    "!=": _known(np.not_equal),
    "and": _and,
    "or": _or,
    "not": _known(np.logical_not),
    "abs": np.abs,
    "sqrt": np.sqrt,
    "log": np.log,
    "log10": np.log10,
    "exp": np.exp,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.rint,
    "min": _least,
    "max": _greatest,
    "clip": _clip,
    "if": _if,
}


def combine(name: str, operands: Sequence[Signal]) -> Signal:
    """Give an operation's result on the union of its operands' times; its severity is the worst of theirs."""
    function = POINTWISE[name]
    times = union(operands)
    columns = [operand.at(times) for operand in operands]
    with np.errstate(all="ignore"):
        value = np.asarray(function(*(column[0] for column in columns)), np.float64)
        before = float(function(*(np.float64(operand.before) for operand in operands)))
    severity = reduce(np.maximum, [column[1] for column in columns])
    return Signal(times, value, severity, before, max(operand.severity_before for operand in operands))
