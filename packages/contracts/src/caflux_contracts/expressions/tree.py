"""What an expression is once it is read: a tree of three kinds of node."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A constant; finite."""

    value: float


@dataclass(frozen=True, slots=True)
class Pv:
    """What a PV holds."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator or a function of operands.

    Attributes:
        name: `+ - * / **`, `< <= > >= == !=`, `and`, `or`, `not`, `neg`, or the function's name.
        operands: In their order.
        duration: ns, of a function that takes one (`mean`, `shift`).
    """

    name: str
    operands: tuple["Node", ...]
    duration: int = 0


Node: TypeAlias = Number | Pv | Operation


def walk(node: Node) -> Iterator[Node]:
    """Give a node and all below it, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Operation):
            waiting += reversed(node.operands)


def names_in(node: Node) -> list[str]:
    """Give the PVs of a tree, each once, in the order in which they come."""
    return list(dict.fromkeys(found.name for found in walk(node) if isinstance(found, Pv)))


def depth_of(node: Node) -> int:
    """Give how many nodes lie on the longest way down."""
    deepest = 0
    waiting = [(node, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(node, Operation):
            waiting += [(operand, depth + 1) for operand in node.operands]
    return deepest
