"""Migrations, up and down, with data, on both databases."""

import asyncio
import sys
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from caflux_config_api.app import create
from caflux_config_api.database import Database, normalise
from caflux_config_api.migrate import migrate
from caflux_config_api.schema import MIGRATIONS, alembic_config, check_schema
from caflux_config_api.settings import ConfigSettings
from caflux_config_api.tables import Base
from caflux_service.problems import Unavailable
from caflux_testing.config_client import ADMIN_PASSWORD, SERVICE_TOKEN, problem, running
from sqlalchemy import JSON, Column, Connection, MetaData, func, insert, inspect, select

OLD_PV = (
    (
        "INSERT INTO pv (id, name, name_folded, state, mode, deadband, description, created_at, created_by,"
        " changed_at, changed_by, revision) VALUES (1, 'A', 'a', 'active', 'monitor', 0.5, 'old',"
        " '2026-01-01 00:00:00', 'me', '2026-01-01 00:00:00', 'me', 1)"
    ),
    (
        "INSERT INTO pv_metadata (pv_id, native_type, element_count, egu, reported_at)"
        " VALUES (1, 'double', 1, 'mm', '2026-01-01 00:00:00')"
    ),
)


def versions() -> list[str]:
    return sorted(path.stem[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))


async def migrate_to(url: str, version: str) -> None:
    def move(connection: Connection) -> None:
        config = alembic_config(connection)
        found = MigrationContext.configure(connection).get_current_revision() or ""
        down = version == "base" or version < found
        (command.downgrade if down else command.upgrade)(config, version)

    database = Database(normalise(url))
    async with database.changing_schema() as connection:
        await connection.run_sync(move)
    await database.close()


async def tables_of(url: str) -> set[str]:
    database = Database(normalise(url))
    async with database.engine.connect() as connection:
        names = await connection.run_sync(lambda given: inspect(given).get_table_names())
    await database.close()
    return set(names)


async def change(url: str, *statements: str) -> None:
    database = Database(normalise(url))
    async with database.changing_schema() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
    await database.close()


async def rows(url: str, query: str) -> list[tuple[object, ...]]:
    database = Database(normalise(url))
    async with database.engine.connect() as connection:
        found = [tuple(row) for row in await connection.exec_driver_sql(query)]
    await database.close()
    return found


async def test_up_down_and_up_again(empty_database_url: str) -> None:
    assert await tables_of(empty_database_url) == set()
    for version in versions():
        await migrate_to(empty_database_url, version)
    assert await tables_of(empty_database_url) == {*Base.metadata.tables, "alembic_version"}

    await migrate_to(empty_database_url, "base")
    assert await tables_of(empty_database_url) == {"alembic_version"}
    await migrate(empty_database_url)
    assert await tables_of(empty_database_url) == {*Base.metadata.tables, "alembic_version"}


async def test_rows_of_every_table_go_up_and_down(empty_database_url: str) -> None:
    up: dict[str, Content] = {}
    for version in versions():
        await migrate_to(empty_database_url, version)
        up[version] = await content(empty_database_url, fill=True)
        assert all(up[version].values()), version
    for version in reversed(versions()[:-1]):
        await migrate_to(empty_database_url, version)
        assert await content(empty_database_url) == up[version], version
    for version in versions()[1:]:
        await migrate_to(empty_database_url, version)
    assert (await content(empty_database_url)).keys() == up[versions()[-1]].keys()


Content = dict[str, list[dict[str, object]]]
NEITHER = {"scope": None, "deleted_at": None, "deleted_by": None, "disabled": 0}
"""Older versions know no such keys, PVs and users: going down takes them away, which has tests of its own."""
KNOWN = {**NEITHER, "role": "admin", "origin": "local", "state": "active", "mode": "monitor", "kind": "token"}
BY_TYPE = {str: "1", int: 1, bool: True, float: 0.5, Decimal: 1, datetime: datetime(2026, 1, 2, 3, 4, 5)}  # noqa: DTZ001


async def content(url: str, *, fill: bool = False) -> Content:
    """Give all rows of all tables, after adding one to each that has none, if that is asked for."""

    def look(connection: Connection) -> Content:
        found = MetaData()
        found.reflect(connection)
        rows: Content = {}
        for table in found.sorted_tables:
            if fill and connection.execute(select(func.count()).select_from(table)).scalar() == 0:
                values = {column.name: _value(column) for column in table.columns}
                connection.execute(insert(table).values(values))
            rows[table.name] = [dict(row) for row in connection.execute(select(table)).mappings()]
        rows.pop("alembic_version")
        return rows

    database = Database(normalise(url))
    async with database.changing_schema() as connection:
        rows = await connection.run_sync(look)
    await database.close()
    return rows


def _value(column: Column[Any]) -> object:
    if column.name in KNOWN:
        return KNOWN[column.name]
    return [] if isinstance(column.type, JSON) else BY_TYPE[column.type.python_type]


async def test_they_make_what_the_code_expects(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    database = Database(normalise(database_url))
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_data_survive_migrating_again(settings: ConfigSettings, database_url: str) -> None:
    async with running(create(settings)) as nobody:
        admin = await nobody.as_admin()
        await admin.import_rows([{"name": "A", "deadband": 0.1}, {"name": "Ö電🙂"}])
        before = (await admin.http.get("/v1/pvs")).json()
    await migrate(database_url)
    async with running(create(settings)) as nobody:
        assert (await nobody.http.get("/v1/pvs")).json() == before


async def test_pvs_from_before_control_and_adel(empty_database_url: str) -> None:
    await migrate_to(empty_database_url, "0001")
    await change(empty_database_url, *OLD_PV)
    await migrate_to(empty_database_url, "0002")
    asked = "SELECT name, deadband, controlling_pv, use_adel FROM pv"
    assert await rows(empty_database_url, asked) == [("A", 0.5, None, 0)]
    assert await rows(empty_database_url, "SELECT egu FROM pv_metadata") == [("mm",)]

    await change(empty_database_url, "UPDATE pv SET use_adel = 1, controlling_pv = 'B'")
    await migrate_to(empty_database_url, "0001")
    assert await rows(empty_database_url, "SELECT name, deadband FROM pv") == [("A", 0.5)]
    assert await rows(empty_database_url, "SELECT egu FROM pv_metadata") == [("mm",)]


async def test_metadata_from_before_versions(empty_database_url: str) -> None:
    await migrate_to(empty_database_url, "0003")
    old = OLD_PV[0].replace("description, created_at", "description, use_adel, created_at")
    await change(empty_database_url, old.replace("'old',", "'old', 0,"), OLD_PV[1])
    await migrate_to(empty_database_url, "0004")
    asked = "SELECT egu, description, valid_from_ns FROM pv_metadata"
    assert await rows(empty_database_url, asked) == [("mm", None, 1_767_225_600_000_000_000)]
    await migrate_to(empty_database_url, "0003")
    assert await rows(empty_database_url, "SELECT egu FROM pv_metadata") == [("mm",)]


async def test_without_tables_it_is_not_ready_and_later_it_is(empty_database_url: str) -> None:
    settings = ConfigSettings(
        database_url=empty_database_url, admin_password=ADMIN_PASSWORD, service_token=SERVICE_TOKEN
    )
    async with running(create(settings)) as client:
        answer = await client.http.get("/readyz")
        assert "python -m caflux_config_api.migrate" in problem(answer, 503)
        assert answer.headers["retry-after"]
        problem(await client.http.get("/v1/pvs"), 503)

        await migrate(empty_database_url)
        assert (await client.http.get("/readyz")).status_code == 200
        assert (await client.http.get("/v1/pvs")).status_code == 200


async def test_another_version_is_told(database_url: str) -> None:
    database = Database(normalise(database_url))
    await check_schema(database)
    async with database.changing_schema() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable, match="version 9999"):
        await check_schema(database)
    await database.close()


async def run_migrate(url: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "caflux_config_api.migrate",
        env={"CAFLUX_DATABASE_URL": url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


async def test_as_a_command(empty_database_url: str) -> None:
    for _ in range(2):
        code, output = await run_migrate(empty_database_url)
        assert code == 0, output
    assert "pv" in await tables_of(empty_database_url)


@pytest.mark.parametrize(
    ("url", "code", "why"),
    [
        ("", 2, "CAFLUX_DATABASE_URL: must be set"),
        ("nonsense", 2, "CAFLUX_DATABASE_URL is not a URL"),
        ("postgresql://host/db", 2, "postgresql"),
        ("mysql://u:hunter2@127.0.0.1:1/caflux", 1, "can't be migrated"),
        ("sqlite:////nowhere/config.db", 1, "can't be migrated"),
    ],
)
async def test_as_a_command_that_cannot(url: str, code: int, why: str) -> None:
    ended, output = await run_migrate(url)

    assert (ended, why in output) == (code, True), output
    assert "Traceback" not in output
    assert "hunter2" not in output


async def test_pvs_from_before_labels_and_the_bin(empty_database_url: str) -> None:
    await migrate_to(empty_database_url, "0005")
    old = OLD_PV[0].replace("description, created_at", "description, use_adel, created_at")
    await change(empty_database_url, old.replace("'old',", "'old', 0,"), OLD_PV[1])
    await migrate_to(empty_database_url, "0006")
    asked = "SELECT name, replicas, owner, tags, deleted_at FROM pv"
    assert await rows(empty_database_url, asked) == [("A", 1, "", "", None)]

    second = old.replace("'old',", "'old', 0,").replace("(1, 'A', 'a'", "(2, 'B', 'b'")
    deleted = "UPDATE pv SET deleted_at = '2026-01-02 00:00:00', deleted_by = 'me' WHERE id = 2"
    alias = "INSERT INTO pv_alias VALUES ('C', 1, 0, '2026-01-02 00:00:00', 'me')"
    await change(empty_database_url, second, deleted, alias)
    await migrate_to(empty_database_url, "0005")
    assert await rows(empty_database_url, "SELECT name, deadband FROM pv") == [("A", 0.5)]
    assert await rows(empty_database_url, "SELECT egu FROM pv_metadata") == [("mm",)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sqlite_finds_pvs_by_their_names(database_url: str) -> None:
    names = ", ".join(f"'PV:{k}'" for k in range(200))
    plan = await rows(
        database_url, f"EXPLAIN QUERY PLAN SELECT * FROM pv WHERE name IN ({names}) AND deleted_at IS NULL"
    )

    [step] = plan
    assert "(name=?)" in str(step[-1]), "it would go through all PVs for each page of a list"
