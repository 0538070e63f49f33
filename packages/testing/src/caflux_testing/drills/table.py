"""The table of drills: printed, and kept in the documentation."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

PROPERTY = "drill"
"""Of a test report: a row, as JSON."""


@dataclass(frozen=True, slots=True)
class Row:
    """A drill and how it went.

    Attributes:
        found_s: From the hurt until it is found; None: that is cron's turn.
        well_s: Until all is well again.
        mails: Their subjects.
        lost: Events that are not archived, told as gaps of the cause `why`.
    """

    name: str
    found_s: float | None
    well_s: float
    mails: Sequence[str]
    lost: int
    why: str

    def property(self) -> tuple[str, str]:
        """Give it as a property of a test."""
        return PROPERTY, json.dumps(astuple(self))

    def cells(self) -> list[str]:
        """Give its cells."""
        lost = f"{self.lost}, told as `{self.why}`" if self.lost else "nothing"
        found = "cron, within 10 min" if self.found_s is None else f"{self.found_s:.1f} s"
        return [self.name, found, f"{self.well_s:.1f} s", "; ".join(self.mails), lost]


def rows_of(properties: Iterable[tuple[str, object]]) -> list[Row]:
    """Give the rows among the properties of tests."""
    return [Row(*json.loads(str(value))) for name, value in properties if name == PROPERTY]


def table(rows: Sequence[Row], before: str = "") -> str:
    """Give a table in Markdown.

    Args:
        rows: What was done now.
        before: The table as it was: the drills that were not done now stay in it.
    """
    head = ["drill", "found after", "well after", "mails", "events lost"]
    lines = {line.split(" | ")[0]: line for line in before.strip().splitlines()[2:]}
    lines |= {(line := _line(row.cells())).split(" | ")[0]: line for row in rows}
    return "\n".join([_line(head), _line(["---"] * len(head)), *sorted(lines.values(), key=str.casefold)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
