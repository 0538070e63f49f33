"""A whole installation with a mail server, and places at which the ways between its parts can be bad."""

import json
import os
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from caflux_testing.drilled_engine import MANAGER
from caflux_testing.drills.pace import Pace
from caflux_testing.drills.posts import Recording
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.influxd import InfluxServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.numbered_ioc import NumberedIoc
from caflux_testing.ports import LOOPBACK
from caflux_testing.running import running
from caflux_testing.slow_path import SlowPath
from caflux_testing.smtp import SmtpServer
from caflux_testing.soft_ioc import client_environment
from caflux_testing.stack import Ports, Stack
from caflux_testing.wait import until

SOON_S = 180.0
AWAY = (httpx.TransportError, httpx.HTTPStatusError)
OPERATOR = "operator@lab.example"
MEMORY_BYTES = 500 * 2**20
_PVS = 20


class World:
    """IOC, InfluxDB, MariaDB or SQLite, every service, the supervisor and a mail server.

    Args:
        folder: For everything.
        pace: Of its settings.
        mariadb: Have one, instead of SQLite.
        iocs: More IOCs, whose PVs are archived too.
        within: A command that starts the collector, e.g. `small_disk`.

    Attributes:
        ioc: The one whose posts are compared with what is archived.
        other_program: A socket that somebody else listens on, where a drill has one.
        to_influxd: On the way from services to InfluxDB; so are `to_mariadb`, `to_config_api`, `to_smtp`.
    """

    def __init__(
        self,
        folder: Path,
        pace: Pace,
        *,
        mariadb: bool = False,
        iocs: Sequence[NumberedIoc] = (),
        within: Sequence[str] = (),
    ) -> None:
        self.folder, self.pace = folder, pace
        folder.mkdir(parents=True, exist_ok=True)
        self.ioc = NumberedIoc(folder, _PVS)
        self.iocs = [self.ioc, *iocs]
        self.smtp = SmtpServer()
        self.to_smtp = SlowPath(self.smtp.port)
        self.other_program: socket.socket | None = None
        self._more = ExitStack()
        self._with_mariadb, self._within = mariadb, list(within)

    def start(self) -> None:
        """Start all of it, and wait until all is well and events are archived."""
        self._start_servers()
        ports = Ports()
        self.to_config_api = self._more.enter_context(FaultProxy(f"http://{LOOPBACK}:{ports.config}"))
        self.stack = Stack(
            self.folder / "stack",
            client_environment(*(ioc.ca_port for ioc in self.iocs)),
            archive_url=self.to_influxd.url,
            database_url=self._database_url,
            settings=self._settings(),
            ports=ports,
            collector_command=[*self._within, sys.executable, "-P", "-c", MANAGER],
        )
        self._more.enter_context(running(self.stack))
        self.stack.archive_pvs(name for ioc in self.iocs for name in ioc.names)
        self.stack.wait_connected(sum(len(ioc.names) for ioc in self.iocs))
        self.ioc.go()
        self.start_supervisor()
        self._set_mail()
        until(self.is_well, SOON_S, "all to be well", ignoring=AWAY, seen=self.report)

    def _start_servers(self) -> None:
        enter = self._more.enter_context
        for ioc in self.iocs:
            enter(running(ioc))
        enter(running(self.smtp))
        enter(self.to_smtp)
        self.influxd = enter(running(InfluxServer.own(self._folder("influxd"))))
        self.archive_url = self.influxd.new_database()
        self.to_influxd = enter(FaultProxy(self.archive_url))
        self._database_url = ""
        if self._with_mariadb:
            self.mariadb = enter(running(DatabaseServer.own(self._folder("mariadb"))))
            url = self.mariadb.new_database()
            self.to_mariadb = enter(SlowPath(int(self.mariadb.address.rpartition(":")[2])))
            self._database_url = url.replace(self.mariadb.address, f"{LOOPBACK}:{self.to_mariadb.port}")

    def _folder(self, name: str) -> Path:
        # Not below pytest's own temporary folder, which only this user may enter: MariaDB is another.
        return Path(self._more.enter_context(tempfile.TemporaryDirectory(prefix=f"caflux-{name}-")))

    def _settings(self) -> dict[str, str]:
        return {
            **self.pace.settings,
            "CAFLUX_CONFIG_URL": self.to_config_api.url,
            "CAFLUX_MEMORY_BYTES": str(MEMORY_BYTES),
            "CAFLUX_SMTP_HOST": LOOPBACK,
            "CAFLUX_SMTP_PORT": str(self.to_smtp.port),
            "CAFLUX_MAIL_TO": OPERATOR,
            "CAFLUX_LOG_FORMAT": "json",
        }

    def _set_mail(self) -> None:
        routes = {
            "routes": [{"name": "everybody", "to": [OPERATOR]}],
            "group_s": self.pace.group_s,
            "most_per_hour": 1_000,
        }
        self._ask("PUT", "mail/routes", json=routes)

    def stop(self) -> None:
        """End all of it."""
        self._more.close()
        if self.other_program is not None:
            self.other_program.close()

    def start_supervisor(self) -> None:
        """Start the supervisor."""
        self.stack.start_supervisor()

    # ---- what is known of it ----

    @property
    def recording(self) -> Recording:
        """What is compared."""
        return Recording(self.ioc, self.archive_url, self.stack.query_url)

    @property
    def database_user(self) -> str:
        """Who config-api is to MariaDB."""
        return str(urlsplit(self._database_url).username)

    @property
    def has_small_disk(self) -> bool:
        """Whether the collector has a disk of its own."""
        return bool(self._within)

    @property
    def engine_pid(self) -> int:
        """The engine's process."""
        return int(self.stack.manager_status()["engine_pid"])

    def signal_engine(self, number: int) -> None:
        """Send the engine a signal."""
        os.kill(self.engine_pid, number)

    def report(self) -> list[dict[str, Any]]:
        """Give the parts that are not well."""
        parts: list[dict[str, Any]] = self._ask("GET", "health")["components"]
        return [part for part in parts if part["health"] != "ok"]

    def incidents(self) -> list[dict[str, Any]]:
        """Give all incidents, newest first."""
        found: list[dict[str, Any]] = self._ask("GET", "incidents")
        return found

    def newest_incident(self) -> int:
        """Give the id of the newest incident; 0: there was none."""
        return max((int(each["id"]) for each in self.incidents()), default=0)

    def incidents_after(self, known: int) -> list[dict[str, Any]]:
        """Give the incidents that are newer than one."""
        return [each for each in self.incidents() if each["id"] > known]

    def is_catching_up(self) -> bool:
        """Tell whether samples wait on disk."""
        return any(thread["spool_bytes"] for thread in self.stack.engine_status()["threads"])

    def mail_error(self) -> str:
        """Give why the supervisor can't mail; empty: it can."""
        return str(self._ask("GET", "mail")["error"] or "")

    def is_well(self) -> bool:
        """Tell whether the supervisor says so, and no incident lasts."""
        return not self.report() and all(each["ended_at"] for each in self.incidents())

    def has_told(self) -> bool:
        """Tell whether there is nothing left to be mailed: every transition was read, and every mail sent."""
        data = self.stack.state_folder
        with closing(sqlite3.connect(f"file:{data}/incidents.db?mode=ro", uri=True)) as database:
            (last,) = database.execute("SELECT coalesce(max(id), 0) FROM transitions").fetchone()
            (read,) = database.execute("SELECT coalesce(max(after), 0) FROM readers").fetchone()
        ledger = data / "mail.json"
        cases = json.loads(ledger.read_bytes())["cases"] if ledger.exists() else {}
        return bool(last == read and not cases and not list((data / "outbox").glob("*.json")))

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        url = f"{self.stack.supervisor_url}/v1/{path}"
        headers = {"Authorization": f"Bearer {self.stack.token}"} if method != "GET" else {}
        return httpx.request(method, url, headers=headers, timeout=10, **more).raise_for_status().json()
