"""The kit's servers are real, reachable, and gone afterwards."""

import asyncio
import smtplib
from urllib.parse import urlsplit

import asyncmy
import httpx
import pytest
from caflux_testing.influxd import InfluxServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.processes import ProcessFailed, find_program
from caflux_testing.smtp import SmtpServer


def test_influxd_keeps_databases_apart(influxd: InfluxServer) -> None:
    one, two = influxd.new_database(), influxd.new_database()
    database = urlsplit(one).path[1:]
    httpx.post(f"{influxd.url}/write", params={"db": database}, content="m v=1 5\n").raise_for_status()
    assert influxd.query("SELECT v FROM m", database)["results"][0]["series"][0]["values"] == [[5, 1]]
    assert influxd.query("SELECT v FROM m", urlsplit(two).path[1:])["results"] == [{"statement_id": 0}]


def test_influxd_has_its_data_after_a_restart(own_influxd: InfluxServer) -> None:
    database = urlsplit(own_influxd.new_database()).path[1:]
    own_influxd.stop()
    with pytest.raises(httpx.ConnectError):
        own_influxd.query("SHOW DATABASES")
    own_influxd.start()
    names = own_influxd.query("SHOW DATABASES")["results"][0]["series"][0]["values"]
    assert [database] in names


async def test_mariadb_users_see_their_own_database_only(mariadb: DatabaseServer) -> None:
    one, two = urlsplit(mariadb.new_database()), urlsplit(mariadb.new_database())

    async def names(database: str) -> None:
        connection = await asyncmy.connect(
            host=one.hostname, port=one.port, user=one.username, password=one.password, db=database
        )
        async with connection.cursor() as cursor:
            await cursor.execute("SELECT DATABASE()")
            assert await cursor.fetchone() == (database,)
        await connection.ensure_closed()

    await names(one.path[1:])
    with pytest.raises(asyncmy.errors.OperationalError, match="denied"):
        await names(two.path[1:])


async def test_smtp_keeps_what_it_is_sent(smtp_server: SmtpServer) -> None:
    def send() -> None:
        with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
            client.sendmail("a@x.org", ["b@x.org"], "Subject: gr\u00fc\u00dfe\r\n\r\nhello\r\n".encode())

    await asyncio.to_thread(send)
    (message,) = smtp_server.messages
    assert message.get_content().strip() == "hello"


def test_a_missing_program_is_named_with_its_package() -> None:
    with pytest.raises(ProcessFailed, match="apt-get install some-package"):
        find_program("no-such-program", "some-package")


def test_a_running_influxd_is_used_where_the_environment_names_one(
    influxd: InfluxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAFLUX_TEST_INFLUX_URL", f"{influxd.url}/")
    server = InfluxServer.external()
    assert server is not None
    assert server.new_database().startswith(f"{influxd.url}/caflux_test_")
    with pytest.raises(ProcessFailed, match="not ours to start and stop"):
        server.stop()


async def test_a_running_mariadb_is_used_where_the_environment_names_one(
    mariadb: DatabaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAFLUX_TEST_DATABASE_URL", mariadb.admin_url)
    server = DatabaseServer.external()
    assert server is not None
    assert server.address == mariadb.address
    assert urlsplit(server.new_database()).port == urlsplit(mariadb.admin_url).port
    with pytest.raises(ProcessFailed, match="not ours to start and stop"):
        server.stop()


def test_without_such_a_variable_there_is_no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("CAFLUX_TEST_INFLUX_URL", "CAFLUX_TEST_DATABASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    assert InfluxServer.external() is None
    assert DatabaseServer.external() is None
