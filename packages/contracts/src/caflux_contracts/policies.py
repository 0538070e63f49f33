"""Policies: settings for PVs by their names."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from caflux_contracts.labels import Label
from caflux_contracts.names import PvName
from caflux_contracts.pvs import Mode, Model, PvSettings

Pattern = Annotated[
    str,
    Field(min_length=1, max_length=255, description="A PV's name; `*` is anything in it, `?` one character."),
]


class Policy(Model):
    """Settings for the PVs whose names match, and whom no policy before matches.

    What `settings` does not say is left as it is; with none at all it keeps later policies from its PVs.
    """

    name: Label
    description: Annotated[str, Field(max_length=1_000)] = ""
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1, max_length=1_000)]
    settings: PvSettings = PvSettings()

    def given(self) -> dict[str, Any]:
        """Give what it sets. Monitor mode has no period, whatever was there before."""
        given = self.settings.model_dump(include=self.settings.model_fields_set)
        if given.get("mode") is Mode.MONITOR:
            given["period_s"] = None
        return given


class PolicyDocument(Model):
    """All policies: of each PV the first one that matches holds."""

    policies: Annotated[tuple[Policy, ...], Field(max_length=1_000)] = ()

    @model_validator(mode="after")
    def _each_has_its_own_name(self) -> Self:
        names = [policy.name for policy in self.policies]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two policies are called {twice}")
        return self


class PolicyChange(Model):
    """What a policy changes of a PV: of its settings only those that differ."""

    name: PvName
    policy: Label
    before: dict[str, Any]
    after: dict[str, Any]


class PolicyRefusal(Model):
    """Why a policy can't be applied to a PV."""

    name: PvName
    policy: Label
    detail: str


class PolicyOutcome(Model):
    """What became of policies, or would become of them, and what they change of the PVs that are there."""

    dry_run: bool
    added: list[Label] = Field(description="Policies that are new.")
    changed: list[Label] = Field(description="Policies that say something else.")
    removed: list[Label] = Field(description="Policies that are gone.")
    applied: bool = Field(description="Whether PVs that were there are changed.")
    pvs: int = Field(description="PVs that differ from their policy.")
    by_policy: dict[str, int] = Field(description="How many of them are of which policy.")
    changes: list[PolicyChange] = Field(description="The first thousand of them, by name.")
    refused: list[PolicyRefusal] = Field(description="PVs that stay as they are, the first hundred.")


class PolicyMatch(Model):
    """Which policy holds for a PV, and what it sets."""

    name: PvName
    policy: Label | None
    settings: dict[str, Any]


class PolicyMatches(Model):
    """Which policies hold for some names."""

    matches: list[PolicyMatch]
