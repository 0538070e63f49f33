"""In which unit an expression is, and with how many digits: decided from what its PVs say of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from caflux_contracts.expressions.tree import Node, Number, Pv, walk


@dataclass(frozen=True, slots=True)
class Scale:
    """What numbers of an expression are.

    Attributes:
        egu: Engineering units; "": none, or nobody knows.
        precision: PREC, or None: not known.
        constant: It is a number that somebody wrote, which fits to any unit.
    """

    egu: str = ""
    precision: int | None = None
    constant: bool = False


UNKNOWN = Scale()
_CONSTANT = Scale(constant=True)
_SAME = {"+", "-", "min", "max", "clip", "neg", "abs", "floor", "ceil", "round", "mean", "shift", "diff"}
"""Operations whose result is on the scale of their operands, which have to have the same."""


def scale_of(tree: Node, pvs: Mapping[str, Scale]) -> Scale:
    """Give what the numbers of an expression are; `pvs` says it of its PVs by name.

    EGU is free text, so that units are equal or not, and nothing is converted or multiplied: a sum of equal
    units has that unit, and so has a product with a constant, whose digits nobody knows; most else has none.
    """
    found: dict[int, Scale] = {}
    for node in reversed(list(walk(tree))):
        found[id(node)] = _scale(node, pvs, found)
    return replace(found[id(tree)], constant=False)


def _scale(node: Node, pvs: Mapping[str, Scale], found: Mapping[int, Scale]) -> Scale:
    if isinstance(node, Number):
        return _CONSTANT
    if isinstance(node, Pv):
        return pvs.get(node.name, UNKNOWN)
    operands = [found[id(operand)] for operand in node.operands]
    if all(operand.constant for operand in operands):
        return _CONSTANT
    if node.name in _SAME:
        return _together(operands)
    if node.name == "if":
        return _together(operands[1:])
    if node.name == "*" and operands[0].constant:
        return replace(operands[1], precision=None)
    if node.name in {"*", "/"} and operands[1].constant:
        return replace(operands[0], precision=None)
    return UNKNOWN


def _together(operands: list[Scale]) -> Scale:
    """Give what operands on one scale have together; constants are on whatever scale the others are."""
    others = [operand for operand in operands if not operand.constant]
    if not others:
        return _CONSTANT
    if len({operand.egu for operand in others}) > 1:
        return UNKNOWN
    return Scale(
        others[0].egu, max((one.precision for one in others if one.precision is not None), default=None)
    )
