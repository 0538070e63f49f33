"""Changes of the configuration, and whether they are within the reach of who makes them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from caflux_contracts.access import Principal, Reach
from caflux_service.problems import Forbidden

MOST_TOLD = 100
LIMITED = frozenset({"pv", "alias", "virtual_pv"})
"""The kinds of things that a reach limits."""
Settings = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: of which kind of thing, which one, what was done, and its settings before and after."""

    kind: str
    name: str
    action: str
    before: Settings = None
    after: Settings = None

    def within(self, reach: Reach) -> bool:
        """Tell whether the change is of what `reach` has, both as it was and as it is to be."""
        return all(
            reach.has(self.name, frozenset(side.get("groups", ())))
            for side in (self.before, self.after)
            if side is not None
        )


class Guard:
    """Lets changes pass, and keeps in mind which of them may not be made."""

    def __init__(self, by: Principal) -> None:
        self._by = by
        self._wrong: list[str] = []

    def passing(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give the entries on."""
        reach = self._by.reach
        for entry in entries:
            if reach is not None and entry.kind in LIMITED and not entry.within(reach):
                self._wrong.append(entry.name)
            yield entry

    def check(self) -> None:
        """Find that all may be made.

        Raises:
            Forbidden: with the names of those that may not.
        """
        reach = self._by.reach
        if reach is None or not self._wrong:
            return
        names = " or ".join(reach.names) or "no name"
        groups = ", ".join(reach.groups) or "none"
        more = f" and {len(self._wrong) - 1:,} more" if len(self._wrong) > 1 else ""
        raise Forbidden(
            f"{self._by.name} may not change {self._wrong[0]}{more}: only PVs called {names}, "
            f"or in one of these groups: {groups}",
            errors=[{"where": name, "what": "is out of reach"} for name in self._wrong[:MOST_TOLD]],
        )
