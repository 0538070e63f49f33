"""Settings of a service as they are in force."""

from enum import StrEnum

from pydantic import Field

from caflux_contracts.pvs import Model


class SettingSource(StrEnum):
    """Where a setting comes from."""

    DEFAULT = "default"
    ENVIRONMENT = "environment"
    FILE = "file"
    """One that `CAFLUX_…_FILE` names."""
    PROGRAM = "program"
    """What started the service gave it."""


class SettingInForce(Model):
    """One setting."""

    name: str = Field(description="Its variable.", examples=["CAFLUX_PORT"])
    value: str | None = Field(description="As text; null where there is none, and always of a secret.")
    default: str | None = Field(description="What it is unless it is set, in the same form.")
    source: SettingSource
    secret: bool = Field(description="Whether its value is told to nobody.")
    is_set: bool = Field(description="Whether there is a value: what is to be known of a secret.")
    description: str


class SettingsInForce(Model):
    """The settings of one service, by name."""

    version: str = Field(description="Of CAFlux, as this service runs it.")
    settings: list[SettingInForce]
