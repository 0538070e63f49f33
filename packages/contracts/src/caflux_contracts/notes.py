"""Notes: what people say of a time, or of a span of it, for all who look at the data of then."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from caflux_contracts.pvs import Model

MOST_TEXT = 1_000
_EARLIEST, _LATEST = 1970, 2200


def _in_calendar(time: datetime) -> datetime:
    if not _EARLIEST < time.year < _LATEST:
        raise ValueError(f"the time must lie between {_EARLIEST} and {_LATEST}")
    return time


NoteTime = Annotated[AwareDatetime, AfterValidator(_in_calendar)]
NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT)]


class NoteSettings(Model):
    """What somebody says of a time."""

    start: NoteTime = Field(description="Of what it says something.")
    stop: NoteTime | None = Field(default=None, description="The end of a span; null: it is of one moment.")
    text: NoteText

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.stop is not None and self.stop <= self.start:
            raise ValueError("a span must end after it begins; leave out stop for a moment")
        return self


class Note(NoteSettings):
    """A note."""

    id: int
    by: str = Field(description="Who wrote it.")
    created_at: datetime
    changed_at: datetime
    changed_by: str
    version: int = Field(description="Counts its changes; in quotes it is its ETag.")


class NoteList(Model):
    """The notes of a range of time, by their begin."""

    notes: list[Note]
    more: bool = Field(description="Whether there are more: these are the latest, ask for a shorter range.")
