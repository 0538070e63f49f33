"""Settings of the supervisor."""

from pathlib import Path
from typing import Literal

from caflux_service.serve import ListenSettings
from caflux_service.settings import RemoteAccessSettings
from pydantic import Field, SecretStr, ValidationInfo, field_validator


class SupervisorSettings(RemoteAccessSettings, ListenSettings):
    """Where the parts are, how often to look, and whom to tell."""

    config_url: str = Field(description="Base URL of config-api, before /v1.")
    query_url: str = Field(description="Base URL of query-api, before /v1.")
    service_token: SecretStr | None = Field(
        default=None, description="Needed to restart an engine, and to tell its settings."
    )
    data: Path = Field(description="Folder for incidents and the collectors last seen.")

    check_interval_s: float = Field(
        default=5, gt=0, le=600, description="Seconds between two rounds of checks."
    )
    check_timeout_s: float = Field(
        default=3, gt=0, le=60, description="Seconds after which no answer is a bad answer."
    )

    check_worse_s: float = Field(
        default=12,
        ge=0,
        le=600,
        description="A part is not well when every look, three at least, has said so for so many seconds: a "
        "quick restart is no incident. For disks, clocks and leases it takes longer.",
    )
    check_better_s: float = Field(
        default=4,
        ge=0,
        le=600,
        description="A part is well again when every look has said so for so many seconds; for PVs that "
        "disconnect it takes 15 times as long.",
    )

    archive_url: str | None = Field(
        default=None, description="Of InfluxDB, to see that it answers; SQLite needs no look."
    )
    canary_pv: str | None = Field(
        default=None,
        description="A PV that changes every few seconds, by which is seen that events travel; without, "
        "one that the engine says is lively.",
    )
    canary_s: float = Field(
        default=30, ge=1, le=3_600, description="Seconds within which its event must come out of query-api."
    )
    together: int = Field(
        default=50, ge=1, description="So many more PVs than usual that are not connected are an incident."
    )
    disk_free_percent: float = Field(
        default=5, ge=0, le=100, description="Of the disks of the collectors and of `CAFLUX_DATA`."
    )
    certificate_days: int = Field(
        default=14, ge=0, description="Days before its end at which a certificate should be renewed."
    )
    clock_offset_s: float = Field(default=5, gt=0, description="Seconds by which clocks may differ.")

    alarm_max_pvs: int = Field(
        default=10_000, ge=1, le=100_000, description="Most PVs and expressions that alarm rules watch."
    )

    smtp_host: str | None = Field(default=None, description="Without it nothing is mailed.")
    smtp_port: int = Field(default=25, ge=1, le=65_535, description="Of the mail server.")
    smtp_user: str | None = Field(default=None, description="Where the mail server wants a login.")
    smtp_password: SecretStr | None = Field(default=None, description="Of that user.")
    smtp_tls: Literal["none", "starttls", "tls"] = Field(
        default="none",
        validate_default=True,
        description="`none`, `starttls` or `tls`; a password needs one of the latter.",
    )
    smtp_ca: Path | None = Field(
        default=None, description="PEM file of who signed its certificate; without: the system's."
    )
    mail_from: str = Field(default="caflux@localhost", description="Sender of mails.")
    mail_to: str = Field(
        default="",
        validate_default=True,
        description="Addresses, separated by commas; needed where there is a mail server.",
    )
    public_url: str | None = Field(default=None, description="Of the dashboard; the link in mails.")

    @field_validator("smtp_tls")
    @classmethod
    def _password_needs_tls(cls, value: str, others: ValidationInfo) -> str:
        if value == "none" and others.data.get("smtp_password") is not None:
            raise ValueError("must be starttls or tls: a password is not sent in the clear")
        return value

    @field_validator("mail_to")
    @classmethod
    def _mail_needs_somebody(cls, value: str, others: ValidationInfo) -> str:
        if others.data.get("smtp_host") is not None and not value.replace(",", "").strip():
            raise ValueError("must name who gets the mail that goes through CAFLUX_SMTP_HOST")
        return value

    @property
    def recipients(self) -> list[str]:
        """Give the addresses that get mail."""
        return [address.strip() for address in self.mail_to.split(",") if address.strip()]

    @property
    def mails(self) -> bool:
        """Say whether anybody is told by mail."""
        return self.smtp_host is not None
