"""The functions and constants that there are; whatever is not here does not exist."""

import math
from dataclasses import dataclass

MOST_ARGUMENTS = 20


@dataclass(frozen=True, slots=True)
class Signature:
    """How many values a function takes, and whether a duration follows them."""

    least: int
    most: int
    duration: bool = False
    signed: bool = False

    def __str__(self) -> str:
        values = "1 value" if self.most == 1 else f"{self.least} values"
        if self.most > self.least:
            values = f"{self.least} to {self.most} values"
        return f"{values} and a duration" if self.duration else values


_ONE = Signature(1, 1)
_SEVERAL = Signature(2, MOST_ARGUMENTS)

FUNCTIONS = {
    **dict.fromkeys(
        ("abs", "sqrt", "log", "log10", "exp", "sin", "cos", "tan", "asin", "acos", "atan"), _ONE
    ),
    **dict.fromkeys(("floor", "ceil", "round", "diff", "rate", "integral"), _ONE),
    **dict.fromkeys(("min", "max"), _SEVERAL),
    "atan2": Signature(2, 2),
    "clip": Signature(3, 3),
    "if": Signature(3, 3),
    "mean": Signature(1, 1, duration=True),
    "shift": Signature(1, 1, duration=True, signed=True),
}

CONSTANTS = {"pi": math.pi, "e": math.e}
