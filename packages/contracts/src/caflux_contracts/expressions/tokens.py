"""An expression's text as tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from caflux_contracts.expressions.errors import ExpressionError
from caflux_contracts.names import check_pv_name

LONGEST = 10 * 365 * 86_400 * 1_000_000_000
"""ns: no window and no shift is longer than ten years."""

_UNITS = {
    "w": 604_800_000_000_000,
    "d": 86_400_000_000_000,
    "h": 3_600_000_000_000,
    "m": 60_000_000_000,
    "s": 1_000_000_000,
    "ms": 1_000_000,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ns": 1,
}
_STEP = r"([0-9]{1,19}(?:\.[0-9]{1,9})?)(ms|us|[µμ]s|ns|[wdhms])"
_TOKEN = re.compile(
    r"(?P<space>\s++)"
    r'|(?P<pv>"(?:[^"]|"")*+")'
    rf"|(?P<duration>(?:{_STEP})++(?![A-Za-z_]))"
    r"|(?P<number>(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)"
    r"|(?P<word>[^\W\d]\w*+)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/<>(),×÷−≤≥≠])",  # noqa: RUF001 -- signs of arithmetic
)
_SAME = {"×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!="}  # noqa: RUF001 -- as above
_HINTS = {
    **dict.fromkeys("':", 'a PV\'s name in double quotes: "SR:I"'),
    "^": "power is **",
    "&": "write and",
    "|": "write or",
    "!": "write not, or != for unequal",
    "=": "write == for equal",
    "%": "there is no remainder",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text.

    Attributes:
        kind: pv, duration, number, word, sign or end.
        text: As written; of a sign, its plain form.
        offset: Where it begins.
    """

    kind: str
    text: str
    offset: int

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else repr(self.text[:60])


def tokens_of(text: str) -> Iterator[Token]:
    """Give the tokens of a text, white space left out, and an `end` after the last.

    Raises:
        ExpressionError: what stands somewhere begins no token.
    """
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _no_token(text, at)
        kind = str(match.lastgroup)
        if kind != "space":
            yield Token(kind, _SAME.get(match[0], match[0]), at)
        at = match.end()
    yield Token("end", "", len(text))


def _no_token(text: str, at: int) -> ExpressionError:
    if text[at] == '"':
        return ExpressionError("a PV's name has no end", text, at, 'a second "')
    return ExpressionError(f"{text[at]!r} means nothing here", text, at, _HINTS.get(text[at]))


def pv_name(token: Token, text: str) -> str:
    """Give the name that a `pv` token quotes; two quotes in it stand for one.

    Raises:
        ExpressionError: it is no name of a PV.
    """
    try:
        return check_pv_name(token.text[1:-1].replace('""', '"'))
    except ValueError as error:
        raise ExpressionError(str(error), text, token.offset) from error


def number(token: Token, text: str) -> float:
    """Give the number that a token writes.

    Raises:
        ExpressionError: it is larger than a double can hold.
    """
    value = float(token.text)
    if value == float("inf"):
        raise ExpressionError("the number is larger than a double can hold", text, token.offset)
    return value


def duration(token: Token, text: str) -> int:
    """Give the ns that a `duration` token writes.

    Raises:
        ExpressionError: it is longer than `LONGEST`, or nothing.
    """
    length = sum(int(Decimal(n) * _UNITS[unit]) for n, unit in re.findall(_STEP, token.text))
    if not 0 < length <= LONGEST:
        raise ExpressionError("a duration is at least 1ns and at most ten years", text, token.offset)
    return length
