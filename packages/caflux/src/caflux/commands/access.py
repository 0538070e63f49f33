"""`caflux users` and `caflux tokens`: who may do what."""

from typing import Annotated

import typer
from caflux_contracts.access import NewUser, Permission, Reach, TokenRequest, UserChange, UserRole
from pydantic import ValidationError

from caflux.commands.connection import DEFAULT_URL, Url, secret, writer
from caflux.errors import CafluxError

users = typer.Typer(help="List, add, disable and delete users; needs an admin.", no_args_is_help=True)
tokens = typer.Typer(help="List, make and revoke API tokens.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="USER")]


@users.command("list")
def list_users(url: Url = DEFAULT_URL) -> None:
    """List users: name, role, state, how and when they last logged in, separated by tabs."""
    with writer(url) as client:
        for user in client.users():
            seen = user.seen_at.isoformat() if user.seen_at else "never"
            print(
                user.name, user.role, "disabled" if user.disabled else "active", user.origin, seen, sep="\t"
            )


@users.command("add")
def add_user(
    name: Name,
    role: Annotated[UserRole, typer.Option(help="viewer, operator, engineer or admin.")] = UserRole.VIEWER,
    pv: Annotated[list[str] | None, typer.Option(help="May change only such PVs (SR:*); repeatable.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="May change PVs of this group; repeatable.")] = None,
    url: Url = DEFAULT_URL,
) -> None:
    """Add a user, whose first password is in CAFLUX_NEW_PASSWORD (or its file), or is asked for."""
    password = secret("CAFLUX_NEW_PASSWORD") or typer.prompt(
        "Password", hide_input=True, confirmation_prompt=True
    )
    reach = Reach(names=pv or [], groups=group or []) if pv or group else None
    try:
        new = NewUser(name=name, role=role, password=password, reach=reach)
    except ValidationError as error:
        raise CafluxError(f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}") from None
    with writer(url) as client:
        client.add_user(new)


@users.command()
def disable(name: Name, url: Url = DEFAULT_URL) -> None:
    """Let a user do nothing any more, from now on."""
    with writer(url) as client:
        client.change_user(name, UserChange(disabled=True))


@users.command()
def enable(name: Name, url: Url = DEFAULT_URL) -> None:
    """Let a disabled user in again."""
    with writer(url) as client:
        client.change_user(name, UserChange(disabled=False))


@users.command("remove")
def remove_user(name: Name, url: Url = DEFAULT_URL) -> None:
    """Delete a user, with their tokens."""
    with writer(url) as client:
        client.remove_user(name)


@tokens.command("list")
def list_tokens(url: Url = DEFAULT_URL) -> None:
    """List tokens: id, name, user, scope, last use and expiry, separated by tabs."""
    with writer(url) as client:
        for token in client.tokens():
            scope = ",".join(token.scope) if token.scope else "all"
            used = token.used_at.isoformat() if token.used_at else "never"
            print(token.id, token.name, token.user, scope, used, token.expires_at.isoformat(), sep="\t")


@tokens.command()
def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is for.")],
    days: Annotated[int, typer.Option(min=1, max=3_650, help="Until it expires.")] = 365,
    scope: Annotated[list[Permission] | None, typer.Option(help="All it may do; repeatable.")] = None,
    url: Url = DEFAULT_URL,
) -> None:
    """Make a token of your own and print it; it is shown this once."""
    with writer(url) as client:
        print(client.make_token(TokenRequest(name=name, days=days, scope=scope or None)).token)


@tokens.command()
def revoke(
    token_id: Annotated[int, typer.Argument(metavar="ID", help="As `list` shows it.")], url: Url = DEFAULT_URL
) -> None:
    """Delete a token: from now on it opens nothing."""
    with writer(url) as client:
        client.revoke_token(token_id)
