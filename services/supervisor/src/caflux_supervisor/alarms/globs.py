"""Names by glob: `*` is any text, `?` any character, all else itself; case is ignored, as in searches."""

import re
from collections.abc import Iterable


def is_glob(pattern: str) -> bool:
    """Say whether a pattern may mean more than one name."""
    return "*" in pattern or "?" in pattern


def matching(names: Iterable[str], pattern: str) -> list[str]:
    """Give the names that a pattern means, in their order; without * and ? it means just that name."""
    if not is_glob(pattern):
        return [name for name in names if name == pattern]
    # Possessive, each piece at its first place: no pattern makes it slow.
    first, *others = ("".join("." if c == "?" else re.escape(c) for c in piece) for piece in _pieces(pattern))
    middle = "".join(f"(?>.*?{piece})" for piece in others[:-1])
    last = "".join(f".*{piece}" for piece in others[-1:])
    matches = re.compile(first + middle + last, re.DOTALL).fullmatch
    return [name for name in names if matches(name.casefold())]


def _pieces(pattern: str) -> list[str]:
    return pattern.casefold().split("*")
