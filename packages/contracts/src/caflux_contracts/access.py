"""Logging in: users, sessions and tokens."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, SecretStr

from caflux_contracts.pvs import Model


class Credentials(Model):
    """A login from the browser."""

    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[SecretStr, Field(min_length=1, max_length=1_024)]


class Principal(Model):
    """Who is asking."""

    name: str
    role: str = Field(description="admin or service")


class TokenRequest(Model):
    """A wish for an API token."""

    name: Annotated[str, Field(min_length=1, max_length=64)] = "script"
    days: Annotated[int, Field(ge=1, le=3_650)] = 365


class IssuedToken(Model):
    """A new API token. It is shown this once and stored hashed."""

    token: str
    id: int
    name: str
    expires_at: datetime


class ApiToken(Model):
    """An API token as it is listed, without its secret."""

    id: int
    name: str
    user: str
    created_at: datetime
    expires_at: datetime
