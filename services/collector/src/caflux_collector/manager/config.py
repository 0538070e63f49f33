"""What the manager reads from the environment."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_LAST_PORT = 65_535
_SHARE = 0.8
"""Of the memory there is, for the engine, unless a limit is set."""
_CGROUP = Path("/sys/fs/cgroup/memory.max")
_MEMINFO = Path("/proc/meminfo")

NOT_FOR_ENGINE = ("CAFLUX_SMTP_", "CAFLUX_MAIL_")
"""Beginnings of variables that the engine has no use for."""


class ManagerError(Exception):
    """The manager can't start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Mail:
    """How the manager mails where the supervisor does not answer.

    Attributes:
        ca: PEM file of who signed the server's certificate; empty: whoever the system trusts.
    """

    host: str
    port: int
    to: str
    sender: str
    tls: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of the manager.

    Attributes:
        memory_bytes: An engine that uses more is restarted; 0: it may.
        supervisor_url: Base URL of the supervisor, before /v1; empty: nobody is told there.
    """

    data: Path
    host: str
    port: int
    token: str = field(repr=False)
    json_logs: bool
    collector: str = "collector"
    memory_bytes: int = 0
    supervisor_url: str = ""
    mail: Mail | None = None


def read(variables: Mapping[str, str] = os.environ) -> Config:
    """Read CAFLUX_… variables.

    Raises:
        ManagerError: one is missing or wrong.
    """
    environment = {name: value for name, value in variables.items() if value}
    token = _secret(environment, "CAFLUX_SERVICE_TOKEN")
    if not token:
        raise ManagerError("CAFLUX_SERVICE_TOKEN or CAFLUX_SERVICE_TOKEN_FILE must be set")
    if "CAFLUX_DATA" not in environment:
        raise ManagerError("CAFLUX_DATA must be set")
    return Config(
        Path(environment["CAFLUX_DATA"]),
        environment.get("CAFLUX_MANAGER_HOST", "127.0.0.1"),
        _number(environment, "CAFLUX_MANAGER_PORT", 9_100, _LAST_PORT, "a port"),
        token,
        environment.get("CAFLUX_LOG_FORMAT") == "json",
        environment.get("CAFLUX_COLLECTOR_ID", socket.gethostname()),
        _number(environment, "CAFLUX_MEMORY_BYTES", _default_memory(), 2**63, "a number of bytes"),
        environment.get("CAFLUX_SUPERVISOR_URL", "").rstrip("/"),
        _mail(environment),
    )


def _mail(environment: Mapping[str, str]) -> Mail | None:
    host, to = environment.get("CAFLUX_SMTP_HOST"), environment.get("CAFLUX_MAIL_TO")
    if not host or not to:
        return None
    return Mail(
        host,
        _number(environment, "CAFLUX_SMTP_PORT", 25, _LAST_PORT, "a port"),
        to,
        environment.get("CAFLUX_MAIL_FROM", "caflux@localhost"),
        environment.get("CAFLUX_SMTP_TLS", "none"),
        environment.get("CAFLUX_SMTP_USER", ""),
        _secret(environment, "CAFLUX_SMTP_PASSWORD"),
        environment.get("CAFLUX_SMTP_CA", ""),
    )


def _secret(environment: Mapping[str, str], name: str) -> str:
    if name not in environment and f"{name}_FILE" in environment:
        try:
            return Path(environment[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ManagerError(f"{name}_FILE can't be read: {error}") from error
    return environment.get(name, "")


def _number(environment: Mapping[str, str], name: str, default: int, most: int, what: str) -> int:
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdecimal()) or int(text) > most:
        raise ManagerError(f"{name} must be {what}, not {text!r}")
    return int(text)


def _default_memory() -> int:
    """Give a share of what the machine has, or of what its container may use; 0 where that is not known."""
    try:
        total = int(_MEMINFO.read_text(encoding="ascii").split()[1]) * 1024
        bound = _CGROUP.read_text(encoding="ascii").strip() if _CGROUP.exists() else "max"
        return int(_SHARE * min(total, int(bound) if bound.isdecimal() else total))
    except (OSError, ValueError, IndexError):
        return 0
