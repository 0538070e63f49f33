"""What an expression needs, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass

from caflux_contracts.expressions import Node, Number, Operation, Pv

from caflux_query_api.arithmetic.pointwise import combine
from caflux_query_api.arithmetic.signals import Signal, constant
from caflux_query_api.arithmetic.windows import WINDOWS

MOST_ROWS = 20_000_000
"""Most rows of all parts of an expression together; some 20 bytes each."""


class TooManyRows(Exception):
    """Computing the expression would take more memory than it may."""


@dataclass(frozen=True, slots=True)
class Need:
    """A PV with what it holds for start <= time < stop (ns)."""

    pv: str
    start: int
    stop: int


def needs(tree: Node, start: int, stop: int) -> list[Need]:
    """Give what `evaluate` has to be given for the same range, each once."""
    if isinstance(tree, Number):
        return []
    if isinstance(tree, Pv):
        return [Need(tree.name, start, stop)]
    inner = _range_inside(tree, start, stop)
    found = [need for operand in tree.operands for need in needs(operand, *inner)]
    return list(dict.fromkeys(found))


def evaluate(
    tree: Node, start: int, stop: int, inputs: Mapping[Need, Signal], most_rows: int = MOST_ROWS
) -> Signal:
    """Give what an expression holds for start <= time < stop (ns).

    Its last row before `start` is right, too: that is what it held when the range began. Earlier ones are
    of no meaning.

    Raises:
        TooManyRows: its parts have more than `most_rows` rows together.
    """
    return _Evaluation(inputs, most_rows).of(tree, start, stop)


class _Evaluation:
    def __init__(self, inputs: Mapping[Need, Signal], most_rows: int) -> None:
        self._inputs = inputs
        self._left = most_rows

    def of(self, tree: Node, start: int, stop: int) -> Signal:
        if isinstance(tree, Number):
            return constant(tree.value)
        if isinstance(tree, Pv):
            return self._inputs[Need(tree.name, start, stop)]
        inner = _range_inside(tree, start, stop)
        operands = [self.of(operand, *inner) for operand in tree.operands]
        self._spend(sum(len(operand.time) for operand in operands))
        along_time = WINDOWS.get(tree.name)
        if along_time is not None:
            return along_time(operands[0], tree.duration, start, stop)
        return combine(tree.name, operands)

    def _spend(self, rows: int) -> None:
        self._left -= rows
        if self._left < 0:
            raise TooManyRows


def _range_inside(tree: Operation, start: int, stop: int) -> tuple[int, int]:
    """Give the range over which the operands have to be known."""
    if tree.name == "mean":
        return start - tree.duration, stop
    if tree.name == "shift":
        return start + tree.duration, stop + tree.duration
    return start, stop
