"""Write docs/reference/settings.md from the settings themselves: `python scripts/settings_reference.py`."""

import sys
import typing
from pathlib import Path

from caflux_collector.settings import CollectorSettings
from caflux_config_api.settings import ConfigSettings
from caflux_query_api.settings import QuerySettings
from caflux_service.settings import PREFIX, ServiceSettings
from caflux_supervisor.settings import SupervisorSettings
from pydantic import SecretStr
from pydantic.fields import FieldInfo

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "settings.md"
PARTS: dict[str, type[ServiceSettings]] = {
    "config-api": ConfigSettings,
    "query-api": QuerySettings,
    "collector": CollectorSettings,
    "supervisor": SupervisorSettings,
}
INTRODUCTION = """\
<!-- Written by scripts/settings_reference.py; `make openapi` writes it again. -->
# Settings

Every part reads its settings from environment variables. A secret can also be put into a file that
`…_FILE` names; a variable that is set wins over the file. An empty variable is one that is not set. What is
missing or wrong is said at the start, by name, and the exit status is not zero.

`docker-compose.yml` sets what follows from the stack itself and passes on what `.env.example` lists.
`caflux up` sets addresses and folders for its parts and passes on all the rest.
"""
CHANNEL_ACCESS = """
## Channel Access

The collector's CA client is EPICS base's own, so it knows all `EPICS_CA_…` variables:

| variable | default | meaning |
|---|---|---|
| `EPICS_CA_ADDR_LIST` | | Where to search, separated by spaces: hosts, broadcast addresses, gateways. |
| `EPICS_CA_AUTO_ADDR_LIST` | YES | Also search by broadcast on every interface. |
| `EPICS_CA_MAX_ARRAY_BYTES` | 16384 | Largest value, in bytes. `docker-compose.yml` sets 16 MiB. |
| `EPICS_CA_MAX_SEARCH_PERIOD` | 300 | Seconds between two searches for a PV that no IOC has; 60 at least. |
| `EPICS_CA_SERVER_PORT` | 5064 | UDP and TCP port of the IOCs. |
| `EPICS_CA_REPEATER_PORT` | 5065 | UDP port of the repeater that spreads beacons. |
"""
MANAGER = """
The manager, the collector's parent process, reads `CAFLUX_DATA`, `CAFLUX_SERVICE_TOKEN`, `CAFLUX_LOG_FORMAT`,
`CAFLUX_COLLECTOR_ID`, and these:

| variable | default | meaning |
|---|---|---|
| `CAFLUX_MANAGER_HOST` | 127.0.0.1 | Address to listen on. |
| `CAFLUX_MANAGER_PORT` | 9100 | Port to listen on. |
| `CAFLUX_MEMORY_BYTES` | 80 % of the memory there is | An engine that uses more is restarted; 0: it may. |
| `CAFLUX_SUPERVISOR_URL` | | Base URL of the supervisor, before /v1, which is told what became of engines. |
| `CAFLUX_SMTP_…`, `CAFLUX_MAIL_…` | | As the supervisor's: the manager mails where that does not answer. |
"""


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a field may come from a file."""
    return field.annotation is SecretStr or SecretStr in typing.get_args(field.annotation)


def default(field: FieldInfo) -> str:
    """Give the default as somebody would write it."""
    if field.is_required():
        return "needed"
    if field.default_factory is not None:
        return "the host's name"
    return "" if field.default is None else f"{field.default}"


def row(name: str, field: FieldInfo) -> str:
    """Give a field's line of the table."""
    variable = f"`{PREFIX}{name.upper()}`"
    if is_secret(field):
        variable += ", `…_FILE`"
    meaning = (field.description or MEANING.get(name, "")).replace("|", "\\|")
    return f"| {variable} | {default(field)} | {meaning} |"


MEANING = {
    "host": "Address to listen on.",
    "port": "Port to listen on; 0 takes a free one.",
    "log_format": "`console`, or `json`: one object a line.",
    "log_level": "DEBUG, INFO, WARNING or ERROR.",
    "archive_user": "For an InfluxDB with authentication.",
    "archive_password": "Of that user.",
    "flush_period_s": "Seconds between two batches of a thread.",
    "health_log_s": "Seconds between two lines on the threads' health in the log.",
    "engine_host": "Address where the engine listens.",
    "engine_port": "Port where the engine listens.",
    "collector_id": "Its name in config-api; unique.",
    "check_interval_s": "Seconds between two rounds of checks.",
    "check_timeout_s": "Seconds after which no answer is a bad answer.",
    "smtp_port": "Of the mail server.",
    "smtp_user": "Where the mail server wants a login.",
    "smtp_password": "Of that user.",
    "smtp_tls": "`none`, `starttls` or `tls`.",
    "mail_from": "Sender of mails.",
}


def table(kind: type[ServiceSettings], left_out: set[str]) -> str:
    """Give the table of a part's settings."""
    rows = [row(name, field) for name, field in kind.model_fields.items() if name not in left_out]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows]) + "\n"


def page() -> str:
    """Give the whole page."""
    common = set(ServiceSettings.model_fields)
    parts = [INTRODUCTION, "\n## All services\n\n", table(ServiceSettings, set())]
    for name, kind in PARTS.items():
        parts += [f"\n## {name}\n\n", table(kind, common)]
        if name == "collector":
            parts.append(MANAGER)
    return "".join([*parts, CHANNEL_ACCESS])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
