"""Judge the rows of an import: what they add, what they change, and what is wrong with them. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from caflux_contracts.access import Reach
from caflux_contracts.imports import ImportedRow, ImportMode, Outcome
from caflux_contracts.names import check_pv_name
from caflux_contracts.policies import Policy
from caflux_contracts.pvs import PvRow
from caflux_contracts.retention import STANDARD
from caflux_service.problems import describe
from pydantic import ValidationError

from caflux_config_api.policies.rules import with_policy
from caflux_config_api.pvs.records import entry

Given = Mapping[str, Any]
_NOT_THERE = "it is not there"
_OUT_OF_REACH = "you may not change it: it is out of your reach, by its name and its groups"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a row of an import does.

    Attributes:
        number: counted from 1; None of a PV that the import doesn't name.
        name: as it was given.
        outcome: what is done.
        before: the PV as it is; None where it is not there.
        after: the PV as it is to be; None where nothing is done, or it is deleted.
        detail: why it was refused, or skipped.
    """

    number: int | None
    name: str
    outcome: Outcome
    before: PvRow | None = None
    after: PvRow | None = None
    detail: str = ""

    def told(self) -> ImportedRow:
        """Give it as it is told to clients: of what changes only that."""
        before, after = _settings(self.before), _settings(self.after)
        if self.outcome is Outcome.CHANGED and before is not None and after is not None:
            differ = [key for key, value in after.items() if before[key] != value]
            before, after = ({key: one[key] for key in differ} for one in (before, after))
        elif self.outcome not in {Outcome.ADDED, Outcome.DELETED}:
            before = after = None
        return ImportedRow(
            row=self.number,
            name=self.name,
            outcome=self.outcome,
            before=before,
            after=after,
            detail=self.detail,
        )


def _settings(row: PvRow | None) -> dict[str, Any] | None:
    return None if row is None else row.model_dump(mode="json", exclude={"name"})


def names_in(rows: Sequence[Given]) -> list[str]:
    """Give the names in `rows` that are ones; only these may be there already."""
    return [name for row in rows if _is_name(name := row.get("name"))]


def _is_name(name: object) -> TypeGuard[str]:
    try:
        return isinstance(name, str) and check_pv_name(name) == name
    except ValueError:
        return False


@dataclass(slots=True)
class Judge:
    """Judges an import's rows, some at a time.

    Attributes:
        mode: what is done with PVs that are there.
        classes: of retention, that there are besides `standard`.
        reach: within which rows are to be; None: any may be.
        seen: the number of the row of each name so far, also of rows that were refused.
    """

    mode: ImportMode
    classes: Collection[str] = ()
    reach: Reach | None = None
    seen: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def judge(
        self,
        rows: Sequence[Given],
        existing: Mapping[str, Given],
        taken: Mapping[str, str],
        policies: Mapping[str, Policy] = {},
    ) -> list[Judged]:
        """Judge `rows` against the `existing` PVs, by name, and against names that are `taken`, and by what.

        What a row leaves out stays as it is; of a PV that is new its policy says it, or it is the default.
        """
        judged = []
        for row in rows:
            name = row.get("name", "")
            stored = existing.get(name) if isinstance(name, str) else None
            new = with_policy(policies.get(name) if isinstance(name, str) else None, row)
            judged.append(self._judge(row, stored, new if stored is None else {**stored, **row}, taken))
        return judged

    def _judge(self, given: Given, stored: Given | None, wanted: Given, taken: Mapping[str, str]) -> Judged:
        self._count += 1
        number, name = self._count, given.get("name", "")
        told = str(name)[:300]
        try:
            before = None if stored is None else PvRow.model_validate(stored)
            after = PvRow.model_validate(wanted)
        except ValidationError as error:
            if isinstance(name, str):
                self.seen.setdefault(name, number)
            return Judged(number, told, Outcome.REFUSED, detail=describe(error.errors())[0])
        if (by := self._taken_by(after.name, taken)) is not None:
            return Judged(number, told, Outcome.REFUSED, detail=f"{by} has the same name")
        if after.retention not in {None, STANDARD, *self.classes}:
            self.seen[after.name] = number
            return Judged(
                number, told, Outcome.REFUSED, detail=f"there is no retention class {after.retention}"
            )
        self.seen[after.name] = number
        outcome = self._outcome(before, after)
        detail = _NOT_THERE if outcome is Outcome.SKIPPED and before is None else ""
        return self.within_reach(Judged(number, told, outcome, before, after, detail))

    def within_reach(self, judged: Judged) -> Judged:
        """Give it as it is, or refused where it changes what is out of reach."""
        changes = judged.outcome in {Outcome.ADDED, Outcome.CHANGED, Outcome.DELETED}
        if self.reach is None or not changes:
            return judged
        if entry("", judged.before, judged.after).within(self.reach):
            return judged
        return Judged(judged.number, judged.name, Outcome.REFUSED, detail=_OUT_OF_REACH)

    def _outcome(self, before: PvRow | None, after: PvRow) -> Outcome:
        if before is None:
            return Outcome.SKIPPED if self.mode is ImportMode.CHANGE else Outcome.ADDED
        if before == after:
            return Outcome.UNCHANGED
        return Outcome.SKIPPED if self.mode is ImportMode.ADD else Outcome.CHANGED

    def _taken_by(self, name: str, taken: Mapping[str, str]) -> str | None:
        return f"row {self.seen[name]}" if name in self.seen else taken.get(name)
