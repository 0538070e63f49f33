"""An index of PV names in memory, searched as one types."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caflux_contracts.catalogue import CatalogueEntry
from rapidfuzz import fuzz, process

_LIKE = 70.0
"""How similar a name has to be, in percent; to a short text, the best part of it."""
_WHOLE = 12
"""Characters from which on what is typed is nearly a whole name."""
_RANKED = 2_000
"""Most names that are ranked one by one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        names: The best first, as many as were asked for.
        total: How many match.
        fuzzy: Whether they are only similar to what was typed.
    """

    names: list[str]
    total: int
    fuzzy: bool = False


class Index:
    """All names with what is said of them; it never changes."""

    def __init__(self, archived: Iterable[str], configured: Iterable[CatalogueEntry]) -> None:
        self.archived = frozenset(archived)
        self.entries = {entry.name: entry for entry in configured}
        self._names = sorted(self.archived | self.entries.keys())
        self._folded = [name.casefold() for name in self._names]
        self._texts = [
            f"{folded}\n{self.entries[name].description.casefold()}" if name in self.entries else folded
            for name, folded in zip(self._names, self._folded, strict=True)
        ]

    def __len__(self) -> int:
        return len(self._names)

    def search(self, typed: str, limit: int) -> Found:
        """Find names.

        A glob, with `*` or `?`, matches whole names. Else every word has to be in the name or in the
        description; names come first in which the words begin, then the short ones. Where nothing matches,
        similar names are given.
        """
        words = typed.casefold().split()
        if not words:
            return Found(self._names[:limit], len(self._names))
        if "*" in typed or "?" in typed:
            return self._matching(typed.strip(), limit)
        found = self._with(words)
        if not found:
            return self._similar(" ".join(words), limit)
        return Found([self._names[at] for at in self._ranked(found, words)[:limit]], len(found))

    def _matching(self, typed: str, limit: int) -> Found:
        found = glob(self._names, typed, self._folded)
        return Found(found[:limit], len(found))

    def _with(self, words: Sequence[str]) -> list[int]:
        first, *others = sorted(words, key=len, reverse=True)
        found = [at for at, text in enumerate(self._texts) if first in text]
        for word in others:
            found = [at for at in found if word in self._texts[at]]
        return found

    def _ranked(self, found: list[int], words: Sequence[str]) -> list[int]:
        """Give the best first; of very many, only those in which the words begin come first."""
        begins = words[0]
        if len(found) > _RANKED:
            first = [at for at in found if self._folded[at].startswith(begins)]
            return first if len(first) > _RANKED else first + sorted(set(found) - set(first))

        def rank(at: int) -> tuple[int, int, str]:
            name = self._folded[at]
            if name == begins:
                return 0, 0, name
            if not all(word in name for word in words):
                return 4, len(name), name
            if name.startswith(begins):
                return 1, len(name), name
            return (2 if f":{begins}" in name else 3), len(name), name

        return sorted(found, key=rank)

    def _similar(self, typed: str, limit: int) -> Found:
        is_part = len(typed) < _WHOLE
        near = process.extract(
            typed,
            self._folded,
            scorer=fuzz.partial_ratio if is_part else fuzz.ratio,  # for whole names, which costs a third
            score_cutoff=_LIKE,
            limit=min(limit, 50),
        )
        best = sorted(near, key=lambda item: (-item[1], len(item[0]), item[0]))
        return Found([self._names[item[2]] for item in best], len(best), fuzzy=True)


def glob(names: Sequence[str], typed: str, folded: Sequence[str] | None = None) -> list[str]:
    """Give the names that a glob matches as wholes, case ignored, in their order."""
    folded = [name.casefold() for name in names] if folded is None else folded
    typed = typed.casefold()
    matches = _pattern(typed).fullmatch
    longest = max(re.split(r"[*?]", typed), key=len)
    return [name for name, plain in zip(names, folded, strict=True) if longest in plain and matches(plain)]


def _pattern(typed: str) -> re.Pattern[str]:
    """Give a glob as a pattern that never looks back: the first place for each piece is as good as any."""
    first, *others = (
        "".join("." if sign == "?" else re.escape(sign) for sign in s) for s in typed.split("*")
    )
    middle = "".join(f"(?>.*?{piece})" for piece in others[:-1])
    return re.compile(first + middle + "".join(f".*{piece}" for piece in others[-1:]), re.DOTALL)
