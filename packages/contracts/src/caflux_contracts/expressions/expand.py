"""Virtual PVs in an expression, replaced with what they stand for."""

from collections.abc import Mapping
from dataclasses import replace

from caflux_contracts.expressions.errors import ExpressionError
from caflux_contracts.expressions.parser import MAX_DEPTH, MAX_PVS, Expression, parse
from caflux_contracts.expressions.tree import Node, Operation, Pv, depth_of, names_in

MAX_NODES = 2_000


def expand(text: str, virtual: Mapping[str, str]) -> Expression:
    """Read an expression; the PVs in it that are in `virtual` give way to theirs, and so on.

    Args:
        text: The expression.
        virtual: Expressions of virtual PVs, by name.

    Raises:
        ExpressionError: what is wrong, and where; also that a virtual PV needs itself, or that it all
            becomes too large.
    """
    return _Expander(text, virtual).result()


def expression_of(pv: str, virtual: Mapping[str, str]) -> Expression:
    """Give what a PV stands for: a virtual one for its expression, any other for itself.

    Raises:
        ExpressionError: as `expand`.
    """
    if pv not in virtual:
        return Expression(pv, Pv(pv), (pv,))
    return replace(expand(quoted(pv), virtual), text=pv)


def quoted(pv: str) -> str:
    """Give a PV's name as an expression has it."""
    return '"' + pv.replace('"', '""') + '"'


class _Expander:
    def __init__(self, text: str, virtual: Mapping[str, str]) -> None:
        self._text = text
        self._virtual = virtual
        self._nodes = 0
        self._way: list[str] = []

    def result(self) -> Expression:
        tree = self._tree(parse(self._text).tree)
        pvs = names_in(tree)
        if len(pvs) > MAX_PVS:
            raise self._error(f"with its virtual PVs, it has {len(pvs)} PVs; at most {MAX_PVS} are computed")
        if depth_of(tree) > MAX_DEPTH:
            raise self._error(f"with its virtual PVs, it is nested more than {MAX_DEPTH} deep")
        return Expression(self._text, tree, tuple(pvs))

    def _tree(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._error(f"with its virtual PVs, it has more than {MAX_NODES:,} parts")
        if isinstance(node, Operation):
            return Operation(node.name, tuple(map(self._tree, node.operands)), node.duration)
        if isinstance(node, Pv) and node.name in self._virtual:
            return self._inside(node.name)
        return node

    def _inside(self, name: str) -> Node:
        if name in self._way:
            way = " needs ".join([*self._way[self._way.index(name) :], name])
            raise self._error(f"it never ends: {way}")
        self._way.append(name)
        if len(self._way) > MAX_DEPTH:
            raise self._error(f"its virtual PVs are nested more than {MAX_DEPTH} deep")
        inner = self._tree(parse(self._virtual[name]).tree)
        self._way.pop()
        return inner

    def _error(self, what: str) -> ExpressionError:
        at = max(0, self._text.find(quoted(self._way[0]))) if self._way else 0
        return ExpressionError(what, self._text, at)
