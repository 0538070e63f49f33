"""A real MariaDB server on loopback, its data in a temporary folder."""

import asyncio
import os
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncmy

from caflux_testing.ports import LOOPBACK, free_port
from caflux_testing.processes import Process, ProcessFailed, find_program

EXTERNAL = "CAFLUX_TEST_DATABASE_URL"
"""Variable that names a running MySQL or MariaDB server (URL of an administrator) to use instead."""

PACKAGE = "mariadb-server"


class DatabaseServer:
    """A MariaDB or MySQL server.

    Args:
        url: Its address with an administrator's name and password, `mysql://user:password@host:port`.
        process: Its process, or None where it was there already.
    """

    def __init__(self, url: str, process: Process | None) -> None:
        self.admin_url = url
        self._parts = urlsplit(url)
        self.process = process

    @property
    def address(self) -> str:
        """Its host and port."""
        return f"{self._parts.hostname}:{self._parts.port or 3306}"

    @classmethod
    def own(cls, folder: Path) -> "DatabaseServer":
        """Make a server of our own in `folder`, which its user must be able to reach; `start` starts it."""
        user = "mysql" if os.geteuid() == 0 else None  # mariadbd refuses to run as root
        password, port = secrets.token_urlsafe(24), free_port()
        admin = folder / "admin.sql"
        admin.touch(mode=0o600)
        admin.write_text(_admin_sql(password), encoding="ascii")
        if user:
            for path in (folder, admin):
                shutil.chown(path, user, user)
        _install(folder, user)
        argv = [find_program("mariadbd", PACKAGE), *_options(folder, port), f"--init-file={admin}"]
        process = Process(argv, folder / "mariadbd.log", user=user)
        return cls(f"mysql://tester:{password}@{LOOPBACK}:{port}", process)

    @classmethod
    def external(cls) -> "DatabaseServer | None":
        """Give the server that the environment names, if it names one."""
        url = os.environ.get(EXTERNAL)
        return cls(url, None) if url else None

    def start(self) -> None:
        """Start it and wait until it answers. It has the data of its last run."""
        process = self._mine()
        process.start()
        process.wait_ready(self._answers, timeout=60)

    def stop(self) -> None:
        """Stop it; its data stay."""
        self._mine().stop()

    def new_database(self) -> str:
        """Create a database with a fresh name, and a user who may do anything in it and nothing outside.

        Returns:
            Its SQLAlchemy URL, with the password.
        """
        name, password = f"caflux_test_{secrets.token_hex(6)}", secrets.token_urlsafe(18)
        self.execute(
            f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4",
            f"CREATE USER '{name}'@'%' IDENTIFIED BY '{password}'",
            f"GRANT ALL ON `{name}`.* TO '{name}'@'%'",
        )
        return f"mysql+asyncmy://{name}:{password}@{self.address}/{name}"

    def copy_of(self, url: str) -> str:
        """Create a database as `new_database` does, with the tables and rows of another one of this server.

        Returns:
            Its SQLAlchemy URL, with the password.
        """
        made, source = self.new_database(), _database(url)
        tables = [str(name) for (name,) in self.execute(f"SHOW TABLES IN `{source}`")]
        # A table may refer to one that is made after it.
        statements = ["SET foreign_key_checks = 0", f"USE `{_database(made)}`"]
        for table in tables:
            ((_, definition),) = self.execute(f"SHOW CREATE TABLE `{source}`.`{table}`")
            copy = f"INSERT INTO `{table}` SELECT * FROM `{source}`.`{table}`"  # noqa: S608 -- names are the server's
            statements += [str(definition), copy]
        self.execute(*statements)
        return made

    def execute(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements as administrator.

        Returns:
            The rows that the last of them found.
        """
        # In a thread of its own: a test may be running an event loop in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, self._execute(statements)).result()

    async def _execute(self, statements: Sequence[str]) -> list[tuple[Any, ...]]:
        async with (
            asyncmy.connect(
                host=self._parts.hostname,
                port=self._parts.port or 3306,
                user=unquote(self._parts.username or "root"),
                password=unquote(self._parts.password or ""),
            ) as connection,
            connection.cursor() as cursor,
        ):
            for statement in statements:
                await cursor.execute(statement)
            return list(await cursor.fetchall())

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except asyncmy.errors.OperationalError:
            return False
        return True

    def _mine(self) -> Process:
        if self.process is None:
            raise ProcessFailed(f"{self.address} is not ours to start and stop")
        return self.process


def _database(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def _admin_sql(password: str) -> str:
    return (
        f"CREATE OR REPLACE USER 'tester'@'{LOOPBACK}' IDENTIFIED BY '{password}';\n"
        f"GRANT ALL ON *.* TO 'tester'@'{LOOPBACK}' WITH GRANT OPTION;\n"
    )


def _install(folder: Path, user: str | None) -> None:
    argv = [
        find_program("mariadb-install-db", PACKAGE),
        "--no-defaults",
        f"--datadir={folder}/data",
        "--auth-root-authentication-method=socket",
        "--skip-test-db",
        "--innodb-log-file-size=8M",
    ]
    done = subprocess.run(
        [*argv, f"--user={user}"] if user else argv, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ProcessFailed(f"mariadb-install-db ended with {done.returncode}\n{done.stdout}{done.stderr}")


def _options(folder: Path, port: int) -> list[str]:
    return [
        "--no-defaults",
        f"--datadir={folder}/data",
        f"--socket={folder}/mariadbd.sock",
        f"--pid-file={folder}/mariadbd.pid",
        f"--port={port}",
        f"--bind-address={LOOPBACK}",
        "--skip-name-resolve",
        "--skip-log-bin",
        # Small, and fast rather than safe from a power cut; what was committed survives SIGKILL. Without the
        # last option each change of a table waits for the disk, and every test has tables of its own made.
        "--innodb-log-file-size=8M",
        "--innodb-buffer-pool-size=32M",
        "--innodb-flush-log-at-trx-commit=2",
        "--debug-no-sync",
    ]
