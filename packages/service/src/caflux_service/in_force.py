"""The route of every service that tells admins its settings in force, but for secrets."""

import os
import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, get_args

from caflux_contracts.access import Permission
from caflux_contracts.in_force import SettingInForce, SettingsInForce, SettingSource
from fastapi import APIRouter
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from caflux_service.access import require
from caflux_service.settings import PREFIX, ServiceSettings

HIDDEN = "********"
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^/?#@\s:]*):\S*(?=@)")
_SECRET_IN_QUERY = re.compile(r"([?&](?:p|password|token|secret)=)[^&#\s]*", re.IGNORECASE)


def settings_router(
    settings: ServiceSettings,
    environ: Mapping[str, str] = os.environ,
    needs: Permission = Permission.ADMINISTER,
) -> APIRouter:
    """Give the route that tells the settings with which a service was started.

    Args:
        settings: Of the service.
        environ: What they were read from.
        needs: Who may be told: admins; of an engine, which has no users, who has the service token.
    """
    told = in_force(settings, environ)
    router = APIRouter(prefix="/v1/settings", tags=["settings"])

    @router.get("", dependencies=[require(needs)])
    async def get_settings() -> SettingsInForce:
        """Give the settings in force of this service, and where each comes from.

        Of secrets is told only whether there is one. Settings are read at the start of the service: what was
        changed since holds from its next start on.
        """
        return told

    return router


def in_force(settings: ServiceSettings, environ: Mapping[str, str]) -> SettingsInForce:
    """Give settings as they may be shown."""
    fields = type(settings).model_fields
    return SettingsInForce(
        version=version("caflux-service"),
        settings=[_one(settings, name, fields[name], environ) for name in sorted(fields)],
    )


def _one(
    settings: ServiceSettings, name: str, field: FieldInfo, environ: Mapping[str, str]
) -> SettingInForce:
    value = getattr(settings, name)
    secret = _is_secret(field.annotation)
    return SettingInForce(
        name=f"{PREFIX}{name.upper()}",
        value=None if secret else _text(value),
        default=None if secret or field.is_required() else _text(field.get_default()),
        source=_source(name, name in settings.model_fields_set, environ),
        secret=secret,
        is_set=value is not None,
        description=field.description or "",
    )


def _is_secret(annotation: Any) -> bool:
    return annotation is SecretStr or any(_is_secret(one) for one in get_args(annotation))


def _source(name: str, was_set: bool, environ: Mapping[str, str]) -> SettingSource:
    variable = f"{PREFIX}{name.upper()}"
    if not was_set:
        return SettingSource.DEFAULT
    if environ.get(variable):
        return SettingSource.ENVIRONMENT
    return SettingSource.FILE if environ.get(f"{variable}_FILE") else SettingSource.PROGRAM


def _text(value: Any) -> str | None:
    """Give a value as it would be set, without a password that a URL in it may hold."""
    if value is None:
        return None
    return _SECRET_IN_QUERY.sub(rf"\1{HIDDEN}", _PASSWORD_IN_URL.sub(rf"\1:{HIDDEN}", str(value)))
