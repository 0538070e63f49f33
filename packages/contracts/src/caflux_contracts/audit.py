"""Who changed what of the configuration, and when."""

from datetime import datetime
from typing import Any

from pydantic import Field

from caflux_contracts.pvs import Model


class Change(Model):
    """One change of one thing."""

    id: int = Field(description="Grows with every change.")
    at: datetime
    by: str = Field(description="Name of the user or service.")
    kind: str = Field(description="What sort of thing: pv, alias, virtual_pv, …")
    name: str = Field(description="Which one.")
    action: str = Field(description="added, changed, deleted, restored, renamed, …")
    before: dict[str, Any] | None = Field(
        description="What was set, but for defaults; None: it was not there."
    )
    after: dict[str, Any] | None = Field(description="What is set since, but for defaults; None: it is gone.")


class ChangePage(Model):
    """One page of changes, the newest first."""

    changes: list[Change]
    next_cursor: str | None = Field(default=None, description="Give it as `cursor` for the next page.")
