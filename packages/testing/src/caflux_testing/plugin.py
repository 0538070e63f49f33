"""The fixtures: real servers, started when the first test asks for them.

Every server listens on loopback at a free port, keeps its data in a temporary folder, and ends with the test
process at the latest. With pytest-xdist each worker has its own.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from caflux_testing.influxd import InfluxServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.running import running
from caflux_testing.smtp import SmtpServer
from caflux_testing.soft_ioc import RECORDS, SoftIoc

SoftIocFactory = Callable[..., SoftIoc]


@pytest.fixture(scope="session")
def influxd() -> Iterator[InfluxServer]:
    """Give an influxd that all tests share; each takes its own `new_database()`."""
    if (server := InfluxServer.external()) is not None:
        yield server
        return
    yield from _own_influxd()


@pytest.fixture
def own_influxd() -> Iterator[InfluxServer]:
    """Give an influxd of the test's own, to stop and start as it likes."""
    yield from _own_influxd()


def _own_influxd() -> Iterator[InfluxServer]:
    with (
        tempfile.TemporaryDirectory(prefix="caflux-influxd-") as folder,
        running(InfluxServer.own(Path(folder))) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[DatabaseServer]:
    """Give a MariaDB (or MySQL) server that all tests share; each takes its own `new_database()`."""
    if (server := DatabaseServer.external()) is not None:
        yield server
        return
    # Not below pytest's own temporary folder, which only this user may enter: the server is another.
    with (
        tempfile.TemporaryDirectory(prefix="caflux-mariadb-") as folder,
        running(DatabaseServer.own(Path(folder))) as own,
    ):
        yield own


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """Give an SMTP server that keeps what it is sent."""
    with running(SmtpServer()) as server:
        yield server


@pytest.fixture
def soft_ioc(tmp_path: Path) -> Iterator[SoftIocFactory]:
    """Give a function that starts a soft IOC: `soft_ioc(database=RECORDS, macros=None, …) -> SoftIoc`."""
    with ExitStack() as iocs:

        def start(database: str = RECORDS, macros: dict[str, str] | None = None, **more: Any) -> SoftIoc:
            return iocs.enter_context(running(SoftIoc(tmp_path, database, macros, **more)))

        yield start
