"""Routes: users."""

from typing import Annotated

from caflux_contracts.access import NewUser, User, UserChange
from caflux_service.access import MayAdminister
from fastapi import APIRouter, Path

from caflux_config_api.parts import AccessPart

router = APIRouter(prefix="/v1/users", tags=["users"])

Name = Annotated[str, Path(min_length=1, max_length=64)]


@router.get("")
async def list_users(principal: MayAdminister, access: AccessPart) -> list[User]:
    """List everybody who may log in, or has been disabled."""
    del principal
    return await access.users.every()


@router.post("", status_code=201)
async def add_user(new: NewUser, principal: MayAdminister, access: AccessPart) -> User:
    """Add somebody who logs in with a password."""
    return await access.users.add(new, principal)


@router.get("/{name}")
async def get_user(name: Name, principal: MayAdminister, access: AccessPart) -> User:
    """Give one user."""
    del principal
    return await access.users.get(name)


@router.patch("/{name}")
async def change_user(name: Name, change: UserChange, principal: MayAdminister, access: AccessPart) -> User:
    """Change a user's role, password or reach, or disable them; what is left out stays."""
    return await access.users.change(name, change, principal)


@router.delete("/{name}", status_code=204)
async def delete_user(name: Name, principal: MayAdminister, access: AccessPart) -> None:
    """Delete a user with their sessions and tokens; the last admin stays."""
    await access.users.delete(name, principal)


@router.delete("/{name}/sessions", status_code=204)
async def end_sessions_of_user(name: Name, principal: MayAdminister, access: AccessPart) -> None:
    """Log a user out everywhere; their tokens stay."""
    await access.keys.end_sessions(name, principal)
