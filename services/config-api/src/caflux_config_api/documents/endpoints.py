"""Routes: saved documents."""

from typing import Annotated

from caflux_contracts.documents import (
    DocumentKind,
    DocumentList,
    DocumentSettings,
    NewDocument,
    SavedDocument,
)
from caflux_service.access import READS, Somebody, identify
from fastapi import APIRouter, Path, Query, Request, Response

from caflux_config_api.conditions import IfMatch, etag_of
from caflux_config_api.parts import DocumentsPart

router = APIRouter(prefix="/v1/documents", tags=["documents"])

Id = Annotated[str, Path(alias="id", max_length=64)]


@router.get("", dependencies=[READS])
async def list_documents(
    request: Request,
    documents: DocumentsPart,
    kind: Annotated[DocumentKind | None, Query(description="Of this kind only.")] = None,
) -> DocumentList:
    """List the views and boards that are shared, and one's own, without their content."""
    return await documents.every(kind, await identify(request))


@router.post("", status_code=201)
async def add_document(
    new: NewDocument, principal: Somebody, documents: DocumentsPart, response: Response
) -> SavedDocument:
    """Keep a view or a board; to share it needs the permission to operate."""
    document = await documents.add(new, principal)
    response.headers["ETag"] = etag_of(document.version)
    response.headers["Location"] = f"{router.prefix}/{document.id}"
    return document


@router.get("/{id}", dependencies=[READS])
async def get_document(
    request: Request, id_: Id, documents: DocumentsPart, response: Response
) -> SavedDocument:
    """Give a view or a board that is shared, or one's own."""
    document = await documents.get(id_, await identify(request))
    response.headers["ETag"] = etag_of(document.version)
    return document


@router.put(
    "/{id}",
    responses={
        412: {"description": "It is not what the ETag in If-Match says."},
        428: {"description": "There is no If-Match."},
    },
)
async def put_document(
    id_: Id,
    settings: DocumentSettings,
    principal: Somebody,
    documents: DocumentsPart,
    match: IfMatch,
    response: Response,
) -> SavedDocument:
    """Change one's own document; those that are shared, whoever may operate."""
    document = await documents.put(id_, settings, principal, match)
    response.headers["ETag"] = etag_of(document.version)
    return document


@router.delete("/{id}", status_code=204)
async def delete_document(id_: Id, principal: Somebody, documents: DocumentsPart, match: IfMatch) -> None:
    """Delete one's own document; those that are shared, whoever may operate."""
    await documents.delete(id_, principal, match)
