"""Judge the rows of an import: what they add, what they change, and what is wrong with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from caflux_contracts.names import check_pv_name
from caflux_contracts.pvs import PvRow, RowError
from caflux_contracts.retention import STANDARD
from caflux_service.problems import describe
from pydantic import ValidationError

MOST_ERRORS = 100


@dataclass(slots=True)
class Plan:
    """What an import would do."""

    added: list[PvRow] = field(default_factory=list)
    changed: list[PvRow] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    wrong: int = 0

    @property
    def summary(self) -> str:
        """Say what is wrong, in a sentence."""
        first = self.errors[0]
        more = f", and {self.wrong - 1} more" if self.wrong > 1 else ""
        return f"nothing was imported: row {first.row} ({first.name}): {first.detail}{more}"

    def refuse(self, row: int, name: object, detail: str) -> None:
        """Note what is wrong with a row; the first hundred are told."""
        self.wrong += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(RowError(row=row, name=str(name)[:300], detail=detail))


def names_in(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give the names in `rows` that are ones; only these may be there already."""
    return [name for row in rows if _is_name(name := row.get("name"))]


def _is_name(name: object) -> TypeGuard[str]:
    try:
        return isinstance(name, str) and check_pv_name(name) == name
    except ValueError:
        return False


def plan(
    rows: Sequence[Mapping[str, Any]],
    existing: Mapping[str, Mapping[str, Any]],
    taken: Mapping[str, str],
    classes: Collection[str] = (),
) -> Plan:
    """Judge `rows` against the `existing` PVs, by name, and against names that are `taken`, and by what.

    Those that name a retention class name one of `classes`, or `standard`.

    What a row leaves out stays as it is, and is the default of a PV that is new.
    """
    result = Plan()
    seen: dict[str, int] = {}
    for number, given in enumerate(rows, start=1):
        name = given.get("name", "")
        before = existing.get(name) if isinstance(name, str) else None
        try:
            row = PvRow.model_validate({**(before or {}), **given})
        except ValidationError as error:
            result.refuse(number, name, describe(error.errors())[0])
            continue
        if (by := _taken_by(row.name, seen, taken)) is not None:
            result.refuse(number, name, f"{by} has the same name")
            continue
        if row.retention not in {None, STANDARD, *classes}:
            result.refuse(number, name, f"there is no retention class {row.retention}")
            continue
        seen[row.name] = number
        if before is None:
            result.added.append(row)
        elif PvRow.model_validate(before) == row:
            result.unchanged += 1
        else:
            result.changed.append(row)
    return result


def _taken_by(name: str, seen: Mapping[str, int], taken: Mapping[str, str]) -> str | None:
    return f"row {seen[name]}" if name in seen else taken.get(name)
