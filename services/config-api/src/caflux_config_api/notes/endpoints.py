"""Routes: notes."""

from typing import Annotated

from caflux_contracts.notes import Note, NoteList, NoteSettings, NoteTime
from caflux_service.access import READS, MayOperate
from fastapi import APIRouter, Path, Query, Response

from caflux_config_api.conditions import IfMatch, etag_of
from caflux_config_api.parts import NotesPart

router = APIRouter(prefix="/v1/notes", tags=["notes"])

Number = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("", dependencies=[READS])
async def list_notes(
    notes: NotesPart,
    since: Annotated[NoteTime, Query(description="The begin of the range; ISO 8601 with a zone.")],
    until: Annotated[NoteTime, Query(description="Its end; ISO 8601 with a zone.")],
    limit: Annotated[int, Query(ge=1, le=1_000, description="Most notes.")] = 500,
) -> NoteList:
    """List the notes of which a part is in a range of time; of too many, the latest."""
    return await notes.within(since, until, limit)


@router.post("", status_code=201)
async def add_note(
    settings: NoteSettings, principal: MayOperate, notes: NotesPart, response: Response
) -> Note:
    """Write a note at a time, or of a span of it; everybody who may read sees it."""
    note = await notes.add(settings, principal)
    response.headers["ETag"] = etag_of(note.version)
    response.headers["Location"] = f"{router.prefix}/{note.id}"
    return note


@router.put(
    "/{number}",
    responses={
        412: {"description": "It is not what the ETag in If-Match says."},
        428: {"description": "There is no If-Match."},
    },
)
async def put_note(
    number: Number,
    settings: NoteSettings,
    principal: MayOperate,
    notes: NotesPart,
    match: IfMatch,
    response: Response,
) -> Note:
    """Change one's own note; those of others, whoever may configure."""
    note = await notes.put(number, settings, principal, match)
    response.headers["ETag"] = etag_of(note.version)
    return note


@router.delete("/{number}", status_code=204)
async def delete_note(number: Number, principal: MayOperate, notes: NotesPart, match: IfMatch) -> None:
    """Delete one's own note; those of others, whoever may configure."""
    await notes.delete(number, principal, match)
