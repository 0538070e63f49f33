"""Put the parts of access together."""

from datetime import timedelta

from caflux_contracts.access import Role
from caflux_service.settings import SettingsError

from caflux_config_api.access.keys import Keys
from caflux_config_api.access.logins import Logins
from caflux_config_api.access.passwords import Passwords
from caflux_config_api.access.service import Access, SingleSignOn
from caflux_config_api.access.single_sign_on.people import People
from caflux_config_api.access.single_sign_on.provider import Provider
from caflux_config_api.access.users import Users
from caflux_config_api.clock import Clock
from caflux_config_api.database import Database
from caflux_config_api.settings import ConfigSettings

CALLBACK = "/api/config/v1/oidc/callback"


def dashboard_of(settings: ConfigSettings) -> str | None:
    """Give the dashboard's address where single sign-on needs it.

    Raises:
        SettingsError: it is not set.
    """
    if settings.oidc_issuer is None:
        return None
    if settings.public_url is None:
        raise SettingsError(
            "CAFLUX_PUBLIC_URL must be set to the dashboard's address: single sign-on sends browsers back "
            f"to {CALLBACK} below it"
        )
    return settings.public_url.rstrip("/")


def make_access(database: Database, passwords: Passwords, settings: ConfigSettings, clock: Clock) -> Access:
    """Give everything about who may do what."""
    tokens = {Role.SERVICE: settings.service_token, Role.READER: settings.reader_token}
    services = {role: secret.get_secret_value() for role, secret in tokens.items() if secret is not None}
    idle, lasts = timedelta(hours=settings.session_idle_h), timedelta(days=settings.session_lasts_d)
    return Access(
        keys=Keys(database, clock, services, idle, lasts),
        logins=Logins(database, passwords, clock),
        users=Users(database, passwords, clock),
        reading_open=settings.reading == "open",
        single_sign_on=_single_sign_on(database, settings, clock),
    )


def _single_sign_on(database: Database, settings: ConfigSettings, clock: Clock) -> SingleSignOn | None:
    dashboard = dashboard_of(settings)
    if dashboard is None:
        return None
    return SingleSignOn(
        provider=Provider(settings, f"{dashboard}{CALLBACK}", clock),
        people=People(database, settings, clock),
        dashboard=dashboard,
        title=settings.oidc_title,
    )
