"""What is wrong with an expression, and where."""

from typing import Any


class ExpressionError(ValueError):
    """A text is no expression.

    Attributes:
        what: What is wrong, in a sentence without the place.
        offset: Characters before the place where it is wrong.
        line: Counted from 1.
        column: Counted from 1, in characters.
        expected: What could stand there, where that can be said.
    """

    def __init__(self, what: str, text: str, offset: int, expected: str | None = None) -> None:
        self.what = what
        self.offset = offset
        self.line = text.count("\n", 0, offset) + 1
        self.column = offset - (text.rfind("\n", 0, offset) + 1) + 1
        self.expected = expected
        place = f"column {self.column}" if "\n" not in text else f"line {self.line}, column {self.column}"
        hint = f"; expected {expected}" if expected else ""
        super().__init__(f"{what} at {place}{hint}")

    def row(self, where: str) -> dict[str, Any]:
        """Give what a problem's `errors` says of it; `where` names the parameter."""
        return {
            "where": where,
            "what": self.what,
            "offset": self.offset,
            "line": self.line,
            "column": self.column,
            "expected": self.expected,
        }
