"""Settings of the engine."""

import socket
from pathlib import Path

from caflux_service.settings import ServiceSettings
from pydantic import Field, SecretStr

from caflux_collector.layout import Size


class CollectorSettings(ServiceSettings):
    """What the engine reads from CAFLUX_… variables."""

    collector_id: str = Field(
        default_factory=socket.gethostname,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",
        description="Its name; without, that of its machine.",
    )
    config_url: str = Field(description="Base URL of config-api, before /v1.")
    archive_url: str = Field(description="sqlite:////path or http://host:8086/database")
    archive_user: str | None = Field(default=None, description="Where InfluxDB wants a login.")
    archive_password: SecretStr | None = Field(default=None, description="Of that user.")
    service_token: SecretStr = Field(description="How config-api knows the services.")
    data: Path = Field(description="Folder for the last good PV list, the rings and the spool.")

    capacity: int = Field(
        default=100_000,
        ge=1,
        description="Most PVs that are assigned to this collector; others get the rest.",
    )
    threads: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Work threads; PVs are spread over them. One is the cheapest at any rate; with more some "
        "PVs go on while a thread stands still. Each takes 262,144 PVs at most.",
    )
    flush_period_s: float = Field(
        default=0.25, ge=0.01, le=60, description="Seconds between two looks at what has come in."
    )
    stall_s: float = Field(
        default=15, ge=2, le=3_600, description="A work thread that stands still for so long is replaced."
    )
    batch_points: int = Field(default=50_000, ge=1, le=1_000_000, description="Most samples in one write.")
    batch_bytes: int = Field(default=8 * 1024**2, ge=1024, le=128 * 1024**2, description="Of one write.")
    writes_in_flight: int = Field(default=3, ge=1, le=32, description="At once, of each thread.")
    write_timeout_s: float = Field(
        default=4, ge=0.1, le=60, description="After so long without an answer a batch is spooled."
    )
    retry_most_s: float = Field(
        default=30, ge=1, le=3_600, description="Longest wait between attempts while the archive is away."
    )
    spool_bytes: int = Field(default=10 * 1024**3, ge=1024**2, description="On disk, all threads together.")
    spool_free_bytes: int = Field(
        default=512 * 1024**2,
        ge=0,
        description="The spool leaves so much of its disk free for others, a tenth of a small one.",
    )
    quarantine_bytes: int = Field(
        default=64 * 1024**2, ge=1024**2, description="Of refused samples on disk, all threads together."
    )
    list_hold_s: float = Field(
        default=600,
        ge=0,
        le=86_400,
        description="Seconds for which PVs are archived on that a doubtful PV list lacks.",
    )
    ring_bytes: int = Field(
        default=Size().bytes,
        ge=64 * 1024,
        le=2**31,
        description="For strings and waveforms that wait, per work thread; a value must fit in half of it. "
        "Rounded up to a power of two.",
    )
    health_log_s: float = Field(
        default=300, ge=1, description="Seconds between two lines in the log on the health of work threads."
    )

    engine_host: str = Field(default="127.0.0.1", description="Address that the engine listens on.")
    engine_port: int = Field(default=9101, ge=0, le=65_535, description="Port that it listens on.")
    engine_url: str | None = Field(default=None, description="How others reach the engine.")
    manager_url: str | None = Field(default=None, description="How others reach the manager.")

    def ring_size(self) -> Size:
        """Give the size of each work thread's ring."""
        return Size(bytes=1 << (self.ring_bytes - 1).bit_length())

    def archive_kind(self) -> str:
        """Give which kind of archive it is: influxdb or sqlite."""
        return "sqlite" if self.archive_url.startswith("sqlite:") else "influxdb"

    def archive_secret(self) -> str | None:
        """Give the archive's password."""
        return self.archive_password.get_secret_value() if self.archive_password else None

    def reachable_at(self) -> str:
        """Give the URL that the engine tells others."""
        return self.engine_url or f"http://{self.engine_host}:{self.engine_port}"
