"""Write docs/reference/access.md from the routes themselves: `python scripts/access_reference.py`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from caflux_config_api.app import create as create_config
from caflux_config_api.settings import ConfigSettings
from caflux_contracts.access import PERMISSIONS, Permission, Role
from caflux_query_api.app import create as create_query
from caflux_query_api.settings import QuerySettings
from caflux_service.access import Requirement, needs_of
from caflux_supervisor.app import create as create_supervisor
from caflux_supervisor.settings import SupervisorSettings
from fastapi import FastAPI

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "access.md"
ROLES = (Role.VIEWER, Role.OPERATOR, Role.ENGINEER, Role.ADMIN, Role.SERVICE, Role.READER)
YES, NO = "●", ""
INTRODUCTION = """\
<!-- Written by scripts/access_reference.py; `make openapi` writes it again. -->
# Who may do what

A role is a set of permissions; every route needs one of some. A token has the permissions of its user,
or fewer: its scope. `service` and `reader` are no users' roles but those of the services' own tokens,
`CAFLUX_SERVICE_TOKEN` (collectors, and what the supervisor shows to a manager or an engine) and
`CAFLUX_READER_TOKEN` (query-api and the supervisor, while reading is closed).

"""
BETWEEN = """
## Routes

*Nobody* is who has not logged in and shows no token. ○: only while reading is open, which it is unless
`CAFLUX_READING=closed`; then everybody with a token or a session may, too. A token with a scope may do what
has one of the permissions in the column *needs*. Everything else is 401 to nobody, and 403 to who is known.

Which PVs an engineer or an operator may change can be limited further, by names or groups:
[Users, logging in and tokens](../how-to/access.md).
"""


def apis() -> dict[str, FastAPI]:
    """Give every service's application, good enough to know its routes."""
    return {
        "config": create_config(ConfigSettings(database_url="sqlite:///:memory:")),
        "query": create_query(QuerySettings(archive_url="sqlite:////archive.db")),
        "supervisor": create_supervisor(
            SupervisorSettings(config_url="http://config", query_url="http://query", data=Path())
        ),
    }


def needed(needs: Requirement | None) -> str:
    """Say what a route needs."""
    if needs is None:
        return "nothing"
    return " or ".join(sorted(needs.any_of)) or "to be known"


def marks(needs: Requirement | None) -> list[str]:
    """Tell for nobody and for each role whether they may: yes, while reading is open, or no."""
    wanted = frozenset[Permission]() if needs is None else needs.any_of
    while_open = "○" if Permission.READ in wanted else NO
    nobody = YES if needs is None else while_open
    return [nobody, *(YES if not wanted or wanted & PERMISSIONS[role] else while_open for role in ROLES)]


def table(heads: list[str], rows: Iterator[list[str]] | list[list[str]]) -> str:
    """Give a table."""
    lines = [heads, ["---"] + [":-:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def routes(app: FastAPI, prefix: str) -> list[list[str]]:
    """Give the rows of a service."""
    found = sorted(needs_of(app.routes), key=lambda route: (route.path, route.method))
    return [
        [f"`{route.method} {prefix}{route.path}`", needed(route.needs), *marks(route.needs)]
        for route in found
    ]


def page() -> str:
    """Give the whole page."""
    roles = [
        [f"`{permission}`", *(YES if permission in PERMISSIONS[role] else NO for role in ROLES)]
        for permission in Permission
    ]
    parts = [INTRODUCTION, table(["permission", *ROLES], roles), BETWEEN]
    for name, app in apis().items():
        parts += [f"\n### /api/{name}\n\n", table(["route", "needs", "nobody", *ROLES], routes(app, ""))]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
