"""Arithmetic over PVs: the language. Text becomes a tree of what the grammar allows, or a typed error.

What a tree means is query-api's to compute; config-api reads expressions to check those that it stores.
"""

from caflux_contracts.expressions.errors import ExpressionError
from caflux_contracts.expressions.expand import expand, expression_of, quoted
from caflux_contracts.expressions.parser import Expression, parse
from caflux_contracts.expressions.tree import Node, Number, Operation, Pv, names_in

__all__ = [
    "Expression",
    "ExpressionError",
    "Node",
    "Number",
    "Operation",
    "Pv",
    "expand",
    "expression_of",
    "names_in",
    "parse",
    "quoted",
]
