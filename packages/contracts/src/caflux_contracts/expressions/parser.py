"""From tokens to a tree, by precedence climbing (Pratt, 1973).

What it accepts, and what that means, is told in docs/reference/expressions.md.

Every bound is here: a text within them is read in a time that grows with its length, and its tree can be
walked without deep recursion.
"""

from dataclasses import dataclass

from caflux_contracts.expressions.errors import ExpressionError
from caflux_contracts.expressions.functions import CONSTANTS, FUNCTIONS, Signature
from caflux_contracts.expressions.tokens import Token, duration, number, pv_name, tokens_of
from caflux_contracts.expressions.tree import Node, Number, Operation, Pv, depth_of, names_in

MAX_LENGTH = 4_000
"""Characters."""
MAX_DEPTH = 60
MAX_PVS = 50

_BINARY = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), 4),
    **dict.fromkeys("+-", 5),
    **dict.fromkeys("*/", 6),
    "**": 8,
}
"""How strongly each operator binds."""
_NOT, _COMPARISON, _SIGN, _POWER = 3, 4, 7, 8
_RESERVED = ("and", "or", "not")
_A_VALUE = 'a PV in double quotes, a number, a function or "("'


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read: as written, as a tree, and the PVs in it."""

    text: str
    tree: Node
    pvs: tuple[str, ...]


def parse(text: str) -> Expression:
    """Read an expression.

    Raises:
        ExpressionError: what is wrong, and where.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH:,} characters", text, MAX_LENGTH)
    tree = _Parser(text).whole()
    pvs = names_in(tree)
    if not pvs:
        raise ExpressionError("an expression needs at least one PV", text, 0, '"SR:I", in double quotes')
    if len(pvs) > MAX_PVS:
        raise ExpressionError(f"an expression has at most {MAX_PVS} PVs, this one has {len(pvs)}", text, 0)
    return Expression(text, tree, tuple(pvs))


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of(text)
        self._next = next(self._tokens)
        self._depth = 0

    def whole(self) -> Node:
        tree = self._expression(0)
        if self._next.kind != "end":
            raise self._unexpected("an operator")
        if depth_of(tree) > MAX_DEPTH:
            raise self._too_deep(0)
        return tree

    def _take(self) -> Token:
        token = self._next
        if token.kind != "end":
            self._next = next(self._tokens)
        return token

    def _expression(self, least: int) -> Node:
        """Read as far as operators bind at least as strongly as `least`."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._too_deep(self._next.offset)
        left = self._prefix()
        while (power := _BINARY.get(self._next.text, -1)) >= least and self._next.kind in {"sign", "word"}:
            sign = self._take()
            # a ** b ** c is a ** (b ** c), the others go from left to right
            right = self._expression(_SIGN if power == _POWER else power + 1)
            left = Operation(sign.text, (left, right))
            if power == _COMPARISON and _BINARY.get(self._next.text) == _COMPARISON:
                raise self._unexpected("and: comparisons are joined by it, as in a < b and b < c")
        self._depth -= 1
        return left

    def _prefix(self) -> Node:
        token = self._next
        if token.kind == "sign" and token.text in "+-":
            self._take()
            operand = self._expression(_SIGN)
            return operand if token.text == "+" else Operation("neg", (operand,))
        if token.kind == "word" and token.text == "not":
            self._take()
            return Operation("not", (self._expression(_NOT),))
        return self._value()

    def _value(self) -> Node:
        token = self._next
        if token.kind == "pv":
            return Pv(pv_name(self._take(), self._text))
        if token.kind == "number":
            return Number(number(self._take(), self._text))
        if token.kind == "sign" and token.text == "(":
            self._take()
            inner = self._expression(0)
            self._expect(")")
            return inner
        if token.kind == "word" and token.text not in _RESERVED:
            return self._named(self._take())
        raise self._unexpected(_A_VALUE)

    def _named(self, word: Token) -> Node:
        if word.text in CONSTANTS and self._next.text != "(":
            return Number(CONSTANTS[word.text])
        signature = FUNCTIONS.get(word.text)
        if signature is None:
            what = f"there is no function {word}" if self._next.text == "(" else f"{word} means nothing here"
            hint = f"one of {', '.join(sorted(FUNCTIONS))}; or a PV's name in double quotes"
            raise ExpressionError(what, self._text, word.offset, hint)
        self._expect("(")
        operands, length = self._arguments(signature, word)
        self._expect(")")
        return Operation(word.text, tuple(operands), length)

    def _arguments(self, signature: Signature, word: Token) -> tuple[list[Node], int]:
        operands = [self._expression(0)]
        while self._next.text == "," and len(operands) < signature.most:
            self._take()
            operands.append(self._expression(0))
        length = 0
        if signature.duration:
            self._expect(",")
            length = self._duration(signature)
        if len(operands) < signature.least or self._next.text == ",":
            raise ExpressionError(f"{word.text} takes {signature}", self._text, self._next.offset)
        return operands, length

    def _duration(self, signature: Signature) -> int:
        negative = False
        if signature.signed and self._next.text in {"+", "-"}:
            negative = self._take().text == "-"
        if self._next.kind != "duration":
            raise self._unexpected("a duration, like 60s or 1h30m")
        length = duration(self._take(), self._text)
        return -length if negative else length

    def _expect(self, sign: str) -> None:
        if self._next.kind != "sign" or self._next.text != sign:
            raise self._unexpected(f'"{sign}"')
        self._take()

    def _unexpected(self, expected: str) -> ExpressionError:
        what = f"{self._next} can't stand here"
        if self._next.kind == "end":
            what = "the expression ends too early"
        elif self._next.kind == "duration":
            what = f"the duration {self._next} can't stand here: only mean and shift take one"
        return ExpressionError(what, self._text, self._next.offset, expected)

    def _too_deep(self, offset: int) -> ExpressionError:
        what = f"the expression is nested more than {MAX_DEPTH} deep"
        return ExpressionError(what, self._text, offset, "parts of it as virtual PVs of their own")
