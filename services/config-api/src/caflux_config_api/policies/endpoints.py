"""Routes: policies."""

from typing import Annotated, Literal

from caflux_contracts.names import PvName
from caflux_contracts.policies import PolicyDocument, PolicyMatches, PolicyOutcome
from caflux_service.access import READS, MayConfigure
from caflux_service.problems import TooLarge
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from caflux_config_api.conditions import IfMatch, etag_of
from caflux_config_api.parts import PoliciesPart
from caflux_config_api.policies.rules import told
from caflux_config_api.policies.service import Wish
from caflux_config_api.policies.text import MOST_BYTES

router = APIRouter(prefix="/v1/policies", tags=["policies"])

YAML = "application/yaml"
_EXAMPLE = "policies:\n  - name: slow\n    patterns: ['*:TEMP']\n    settings: {deadband: 0.1}\n"
DryRun = Annotated[bool, Query(description="Tell what would be done, and do nothing.")]


@router.get(
    "",
    dependencies=[READS],
    response_model=PolicyDocument,
    responses={200: {"content": {YAML: {}}, "description": "The policies, in the order in which they hold."}},
)
async def get_policies(
    policies: PoliciesPart,
    form: Annotated[Literal["json", "yaml"], Query(alias="format")] = "json",
) -> Response:
    """Give all policies; as YAML just as they were written, comments too."""
    if form == "yaml":
        text, revision = await policies.text()
        return Response(text, media_type=YAML, headers={"ETag": etag_of(revision)})
    document, revision = await policies.document()
    told_of = {"policies": [told(policy) for policy in document.policies]}
    return JSONResponse(told_of, headers={"ETag": etag_of(revision)})


@router.put(
    "",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                YAML: {"schema": {"type": "string"}, "example": _EXAMPLE},
                "application/json": {"schema": {"$ref": "#/components/schemas/PolicyDocument"}},
            },
        }
    },
    responses={428: {"description": "They are otherwise than given, and there is no If-Match."}},
)
async def put_policies(
    request: Request,
    response: Response,
    principal: MayConfigure,
    policies: PoliciesPart,
    match: IfMatch,
    apply: Annotated[
        Literal["new", "existing"],
        Query(description="Whether PVs that are there follow them, too, or only those that are added later."),
    ] = "new",
    dry_run: DryRun = False,
) -> PolicyOutcome:
    """Replace all policies, given as YAML or JSON; tell which PVs differ from them."""
    text = await request.body()
    if len(text) > MOST_BYTES:
        raise TooLarge(f"policies of more than {MOST_BYTES} bytes are not taken")
    outcome, revision = await policies.put(text, Wish(apply == "existing", dry_run), principal, match)
    response.headers["ETag"] = etag_of(revision)
    return outcome


@router.post("/apply")
async def apply_policies(
    principal: MayConfigure, policies: PoliciesPart, dry_run: DryRun = False
) -> PolicyOutcome:
    """Have all PVs follow the policies as they are."""
    return await policies.apply(Wish(apply=True, dry_run=dry_run), principal)


@router.get("/matches", dependencies=[READS])
async def get_policy_matches(
    policies: PoliciesPart, pv: Annotated[list[PvName], Query(min_length=1, max_length=200)]
) -> PolicyMatches:
    """Tell which policy holds for each of some names, whether there are such PVs or not."""
    return PolicyMatches(matches=await policies.matches(pv))
