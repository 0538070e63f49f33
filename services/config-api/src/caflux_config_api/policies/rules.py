"""Which policy holds for which PV, and what it changes: pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from caflux_contracts.policies import Policy, PolicyChange, PolicyDocument, PolicyRefusal
from caflux_contracts.pvs import PvRow
from caflux_service.problems import describe
from pydantic import ValidationError

MOST_CHANGES, MOST_REFUSED = 1_000, 100
_PARTS = {"*": ".*", "?": "."}


def holding(document: PolicyDocument, names: Sequence[str]) -> list[Policy | None]:
    """Give for each name the first policy that matches it.

    RE2 looks at all names at once, in time in proportion to their length, whatever the patterns are.
    """
    found: list[Policy | None] = [None] * len(names)
    left = np.arange(len(names))
    column = pa.array(names, pa.string())
    for policy in document.policies:
        if not len(left):
            break
        here = pc.match_substring_regex(column.take(pa.array(left)), _regex(policy.patterns))
        mask = here.to_numpy(zero_copy_only=False)
        for row in left[mask].tolist():
            found[row] = policy
        left = left[~mask]
    return found


def _regex(patterns: Iterable[str]) -> str:
    globs = ("".join(_PARTS.get(sign) or re.escape(sign) for sign in pattern) for pattern in patterns)
    return f"(?s)^(?:{'|'.join(globs)})$"


def with_policy(policy: Policy | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings of a new PV: what is given, and else what its policy says."""
    own = {} if policy is None else policy.given()
    if "mode" in given and "period_s" not in given:
        own.pop("period_s", None)
    return {**own, **given}


@dataclass(slots=True)
class Effect:
    """What a document changes of PVs.

    Attributes:
        names: of the PVs that change.
        changes: the first thousand, as they are told.
        by_policy: how many of which policy.
        refused: the first hundred that stay as they are, and why.
    """

    names: list[str] = field(default_factory=list)
    changes: list[PolicyChange] = field(default_factory=list)
    by_policy: Counter[str] = field(default_factory=Counter)
    refused: list[PolicyRefusal] = field(default_factory=list)

    def look_at(
        self, document: PolicyDocument, rows: Sequence[Mapping[str, Any]]
    ) -> list[tuple[PvRow, PvRow]]:
        """Add what becomes of some PVs; give those that change, before and after."""
        changed: list[tuple[PvRow, PvRow]] = []
        names = [row["name"] for row in rows]
        for row, policy in zip(rows, holding(document, names), strict=True):
            given = {} if policy is None else policy.given()
            if policy is None or all(_plain(row[key]) == _plain(value) for key, value in given.items()):
                continue
            before = PvRow.model_validate(row)
            try:
                after = PvRow.model_validate({**row, **given})
            except ValidationError as error:
                self._refuse(before.name, policy.name, describe(error.errors())[0])
                continue
            if after != before:
                changed.append((before, after))
                self._note(before, after, policy.name)
        return changed

    def _refuse(self, name: str, policy: str, detail: str) -> None:
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(PolicyRefusal(name=name, policy=policy, detail=detail))

    def _note(self, before: PvRow, after: PvRow, policy: str) -> None:
        self.names.append(after.name)
        self.by_policy[policy] += 1
        if len(self.changes) == MOST_CHANGES:
            return
        was, now = before.model_dump(mode="json"), after.model_dump(mode="json")
        differ = [key for key, value in now.items() if was[key] != value]
        told = ({key: one[key] for key in differ} for one in (was, now))
        self.changes.append(PolicyChange(name=after.name, policy=policy, before=next(told), after=next(told)))


def _plain(value: object) -> object:
    """Give a value so that what is equal compares equal, however it is stored."""
    return tuple(value) if isinstance(value, list) else value


def differences(before: PolicyDocument, after: PolicyDocument) -> tuple[list[str], list[str], list[str]]:
    """Give the names of policies that are added, changed (or moved) and removed."""
    was = {policy.name: policy for policy in before.policies}
    now = {policy.name: policy for policy in after.policies}
    order = [name for name in was if name in now]
    moved = {name for name, other in zip(order, (n for n in now if n in was), strict=True) if name != other}
    changed = [name for name in now if name in was and (told(now[name]) != told(was[name]) or name in moved)]
    return [name for name in now if name not in was], changed, [name for name in was if name not in now]


def told(policy: Policy) -> dict[str, Any]:
    """Give a policy as it is told: of its settings only what it sets."""
    settings = policy.settings.model_dump(mode="json", include=policy.settings.model_fields_set)
    return {**policy.model_dump(mode="json", exclude={"settings"}), "settings": settings}
