"""Who may do what: the one way in which routes of every service say what they need.

```python
@router.get("/v1/pvs", dependencies=[READS])
@router.put("/v1/pvs/{name}")
async def put_pv(principal: MayConfigure): ...
```

What is asked of whom is in `docs/reference/access.md`, which is made from these declarations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol
from urllib.parse import urlsplit

from caflux_contracts.access import Permission, Principal, Role
from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute

from caflux_service.problems import Forbidden, Unauthorised

COOKIE = "caflux_session"
OWN_PAGE = "X-CAFlux"
"""A header of the dashboard's own requests: another site's page can't set it without asking first (CORS)."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NOBODY = Principal(name="nobody", role=Role.VIEWER, permissions=[Permission.READ], via="nothing")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a request shows of who sends it: one of them, or neither."""

    token: str | None = None
    session: str | None = None


class Gate(Protocol):
    """Knows whom a request is from. An application keeps its own in `app.state.gate`."""

    @property
    def reading_open(self) -> bool:
        """Whether anybody may read."""

    async def who(self, shown: Shown, request: Request) -> Principal | None:
        """Give whose credentials these are; None: nobody's, they don't hold.

        Raises:
            Unavailable: who knows that is away.
        """


def shown_by(request: Request, public_url: str | None) -> Shown:
    """Give what a request shows of who sends it.

    Raises:
        Forbidden: a cookie's write that our own pages did not make.
    """
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return Shown(token=value.strip())
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        return Shown()
    if request.method not in _SAFE:
        check_own_page(request, public_url)
    return Shown(session=cookie)


def check_own_page(request: Request, public_url: str | None) -> None:
    """Find that a browser's write comes from the dashboard's own pages.

    Raises:
        Forbidden: it doesn't.
    """
    if request.headers.get(OWN_PAGE) != "1":
        raise Forbidden(f"a write from a browser needs the header {OWN_PAGE}: 1")
    origin = request.headers.get("origin")
    if origin is None or urlsplit(origin).netloc == request.headers.get("host"):
        return
    if public_url is None or _origin(public_url) != origin:
        raise Forbidden(
            f"this came from a page of {origin}, which is not the dashboard; where a proxy in front of "
            "CAFlux changes the host's name, set CAFLUX_PUBLIC_URL to the address that browsers know"
        )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Requirement:
    """A dependency: whoever asks has one of these permissions; without any, has logged in."""

    any_of: frozenset[Permission]

    async def __call__(self, request: Request) -> Principal:
        """Give who is asking.

        Raises:
            Unauthorised: nobody, or nobody known.
            Forbidden: they may not.
            Unavailable: who knows who they are is away.
        """
        gate: Gate = request.app.state.gate
        if gate.reading_open and Permission.READ in self.any_of:
            return NOBODY  # needs nobody to be asked, so it works while config-api is away
        principal = await identify(request)
        if principal is None:
            raise Unauthorised("log in first, or send Authorization: Bearer with a token")
        if self.any_of and not principal.may(*self.any_of):
            needed = " or ".join(sorted(self.any_of))
            raise Forbidden(f"{principal.name} may not do this: it needs the permission to {needed}")
        return principal


async def identify(request: Request) -> Principal | None:
    """Give who is asking; None: nobody says who they are, or a session has ended.

    Raises:
        Unauthorised: a token that doesn't hold.
    """
    gate: Gate = request.app.state.gate
    shown = shown_by(request, getattr(request.app.state, "public_url", None))
    if shown == Shown():
        return None
    principal = await gate.who(shown, request)
    if principal is None and shown.token is not None:
        raise Unauthorised(
            "the token is not known, is revoked, or has expired; config-api makes a new one (POST /v1/tokens)"
        )
    return principal


def require(*any_of: Permission) -> Any:
    """Give the dependency that lets those pass who have one of these permissions, or any who are known."""
    return Depends(Requirement(frozenset(any_of)))


READS = require(Permission.READ)
"""For `dependencies=[…]` of routes and routers that only read: everybody may, unless reading is closed."""

Somebody = Annotated[Principal, require()]
MayOperate = Annotated[Principal, require(Permission.OPERATE)]
MayConfigure = Annotated[Principal, require(Permission.CONFIGURE)]
MayAdminister = Annotated[Principal, require(Permission.ADMINISTER)]
MayCollect = Annotated[Principal, require(Permission.COLLECT)]


@dataclass(frozen=True, slots=True)
class Route:
    """What a route needs of who asks; None: nothing at all."""

    method: str
    path: str
    needs: Requirement | None


def needs_of(routes: Sequence[BaseRoute]) -> Iterator[Route]:
    """Give what each route of an application needs, from its dependencies."""
    for context in iter_route_contexts(routes):
        dependant = getattr(context, "dependant", None)
        if dependant is None:
            continue
        for method in sorted((context.methods or set()) - {"HEAD"}):
            yield Route(method, context.path_format or "", _requirement(dependant))


def _requirement(dependant: Dependant) -> Requirement | None:
    """Give the strictest of a route's requirements: one that is not for reading, where there is any."""
    found = list(_requirements(dependant))
    return next((one for one in found if Permission.READ not in one.any_of), found[0] if found else None)


def _requirements(dependant: Dependant) -> Iterator[Requirement]:
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Requirement):
            yield dependency.call
        yield from _requirements(dependency)
