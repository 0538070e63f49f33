"""The client and the commands against a real config-api and query-api."""

import csv
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from caflux.client import Client
from caflux.commands.get import binned_lines, iso, raw_lines
from caflux.errors import Refused, Unreachable
from caflux.web.app import create
from caflux_config_api.app import create as create_config
from caflux_config_api.migrate import migrate
from caflux_config_api.settings import ConfigSettings
from caflux_contracts.access import NewUser, Permission, TokenRequest, UserChange, UserRole
from caflux_contracts.pvs import Mode, PvRow, PvSettings, PvState
from caflux_contracts.retrieval import Binned, Raw
from caflux_query_api.app import create as create_query
from caflux_query_api.settings import QuerySettings
from caflux_storage import open_writer, prepare
from caflux_storage.encode import encode_event
from caflux_storage.seam import Event
from caflux_testing.http_server import HttpServer
from caflux_testing.ports import LOOPBACK, free_port
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

PASSWORD = "correct horse battery"
NOON = 1_767_268_800_000_000_000
ODD_NAMES = ["SR:CURRENT", "A B", 'it\'s "odd"', "a/b/pause", "{x}", "50%", "a?b=c#d", "µ/é", "'; DROP"]


@dataclass(frozen=True)
class Running:
    url: str
    password_file: Path


@pytest.fixture
async def running(tmp_path: Path) -> Running:
    """Make databases with some samples of SR:CURRENT, from noon on, one a second."""
    archive = f"sqlite:///{tmp_path}/archive.db"
    await prepare(archive)
    writer = open_writer(archive)
    lines = [f"sample,pv=SR:CURRENT value={i} {NOON + i * 1_000_000_000}\n".encode() for i in range(5)]
    await writer.write(b"".join(lines))
    await writer.write(encode_event(Event("SR:CURRENT", NOON, "connected", "", 0)))
    await writer.close()
    await migrate(f"sqlite+aiosqlite:///{tmp_path}/config.db")
    (tmp_path / "password").write_text(PASSWORD + "\n")
    return Running("", tmp_path / "password")


@pytest.fixture
def caflux(running: Running, tmp_path: Path) -> Iterator[Running]:
    config = ConfigSettings(
        database_url=SecretStr(f"sqlite+aiosqlite:///{tmp_path}/config.db"),
        admin_password=SecretStr(PASSWORD),
    )
    query = QuerySettings(archive_url=f"sqlite:///{tmp_path}/archive.db")
    app = create({"config": create_config(config), "query": create_query(query)}, tmp_path)
    with HttpServer(app) as server:
        yield Running(server.url, running.password_file)


@pytest.fixture
def reader(caflux: Running) -> Iterator[Client]:
    with Client(caflux.url) as client:
        yield client


@pytest.fixture
def admin(reader: Client) -> Iterator[Client]:
    with reader.as_admin(PASSWORD, "test"):
        yield reader


def names(client: Client, search: str = "") -> list[str]:
    return [pv.name for pv in client.pvs(search)]


def test_pvs_are_added_changed_and_removed_whatever_their_name(admin: Client) -> None:
    for name in ODD_NAMES:
        assert admin.add(name).name == name
        assert admin.pv(name).state is PvState.ACTIVE
    assert sorted(names(admin)) == sorted(ODD_NAMES)

    changed = admin.add("SR:CURRENT", PvSettings(mode=Mode.SCAN, period_s=5))
    assert changed.period_s == 5

    for name in ODD_NAMES:
        admin.remove(name)
    assert names(admin) == []


def test_all_pages_are_read(admin: Client) -> None:
    result = admin.import_pvs([PvRow(name=f"PV:{i:04}") for i in range(1_200)])

    assert result.added == 1_200
    assert len(names(admin)) == 1_200
    assert len(names(admin, "PV:00*")) == 100


def test_import_that_is_refused_says_why(admin: Client) -> None:
    with pytest.raises(Refused) as refused:
        admin.import_pvs([PvRow(name="A"), PvRow(name="A")])

    assert refused.value.status == 422
    assert "A" in str(refused.value)


def test_rights_of_an_admin_end_with_the_block(reader: Client) -> None:
    with reader.as_admin(PASSWORD, "test") as admin:
        admin.add("SR:CURRENT")

    with pytest.raises(Refused) as refused:
        reader.remove("SR:CURRENT")
    assert refused.value.status == 401


def test_token_of_the_client_is_back_after_the_block(caflux: Running) -> None:
    with Client(caflux.url, token="of my own") as client:
        with client.as_admin(PASSWORD, "test"):
            client.add("SR:CURRENT")
        with pytest.raises(Refused, match="token"):
            client.remove("SR:CURRENT")


def test_wrong_password_is_refused(reader: Client) -> None:
    with pytest.raises(Refused) as refused, reader.as_admin("wrong", "test"):
        pass
    assert refused.value.status == 401


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (NOON, NOON + 10_000_000_000),
        ("2026-01-01T12:00:00Z", "2026-01-01T12:00:10Z"),
        (datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 12, 0, 10, tzinfo=UTC)),
    ],
)
def test_data_of_any_way_to_give_a_time(
    reader: Client, start: str | int | datetime, stop: str | int | datetime
) -> None:
    [series] = reader.data(["SR:CURRENT"], start, stop).series

    assert isinstance(series, Raw)
    assert series.value == [0, 1, 2, 3, 4]
    assert series.time[1] == NOON + 1_000_000_000


def test_events_and_names_of_the_archive(reader: Client) -> None:
    [event] = reader.events("SR:CURRENT", NOON - 1, NOON + 1).events

    assert event.kind == "connected"
    assert reader.archived("current").names == ["SR:CURRENT"]


def test_nobody_there_is_told_with_the_address_and_what_to_do() -> None:
    url = f"http://{LOOPBACK}:{free_port()}"

    with Client(url) as client, pytest.raises(Unreachable, match=rf"{url} \(connection refused\).*--url"):
        client.health()


def test_proxy_of_the_environment_is_not_asked_for_this_machine(
    caflux: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{LOOPBACK}:{free_port()}")

    with Client(caflux.url) as client:
        assert names(client) == []


def test_something_else_there_is_told() -> None:
    async def not_caflux(scope: object, receive: object, send: object) -> None:
        del scope, receive
        assert callable(send)
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"<h1>It works!</h1>"})

    with (
        HttpServer(not_caflux) as server,
        Client(server.url) as client,
        pytest.raises(Refused, match="404 Not Found; is it a CAFlux"),
    ):
        client.health()


def command(caflux: Running, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "caflux", *arguments],
        env={"CAFLUX_URL": caflux.url, "PATH": "/usr/bin:/bin"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_get_prints_every_digit(caflux: Running) -> None:
    printed = command(
        caflux, "get", "SR:CURRENT", "--from=2026-01-01T12:00:00.5Z", "--to=2026-01-01T12:00:02.5Z"
    )

    assert printed.stdout.splitlines() == [
        "SR:CURRENT\t2026-01-01T12:00:00.000000000Z\t0.0\t0\t0",  # it held when the range began
        "SR:CURRENT\t2026-01-01T12:00:01.000000000Z\t1.0\t0\t0",
        "SR:CURRENT\t2026-01-01T12:00:02.000000000Z\t2.0\t0\t0",
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.arrow", "a.parquet", "a.h5", "a.mat", "a.xlsx"])
def test_export_writes_a_whole_file(caflux: Running, tmp_path: Path, name: str) -> None:
    file = tmp_path / name

    ended = command(caflux, "export", "SR:CURRENT", "-o", str(file), "--from=2026-01-01", "--to=2026-01-02")

    assert ended.stdout == f"{file}: {file.stat().st_size:,} bytes\n"
    assert not (tmp_path / f"{name}.part").exists()
    if name == "a.csv":
        assert file.read_text().splitlines()[-1] == "# complete: 5 rows"


def test_exports_are_laid_out_and_narrowed(caflux: Running, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    span = ["-o", str(file), "--from=2026-01-01T12:00Z", "--to=2026-01-01T12:01Z"]

    assert command(caflux, "export", "SR:CURRENT", "--layout=binned", "--period=1m", *span).returncode == 0
    [row] = exported(file)
    assert (row["min"], row["max"], row["count"]) == ("0", "4", "5")
    assert command(caflux, "export", "SR:CURRENT", "--layout=aligned", "--severity", *span).returncode == 0
    assert [*exported(file)[0]] == ["time", "SR:CURRENT", "SR:CURRENT severity"]
    only = ["--expr", '"SR:CURRENT" * 10', "--where", '"SR:CURRENT" > 1', "--where-min", "500ms"]
    assert command(caflux, "export", *only, *span).returncode == 0
    assert [row["value"] for row in exported(file)] == ["20", "30", "40"]


def exported(file: Path) -> list[dict[str, str]]:
    """Give the rows of a whole export as CSV."""
    table, _, end = file.read_text().rpartition("# ")
    assert end.startswith("complete: ")
    return list(csv.DictReader(table.splitlines()))


def test_an_export_that_broke_off_is_begun_anew(caflux: Running, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.with_name("a.csv.part").write_text("half a li")

    ended = command(caflux, "export", "SR:CURRENT", "-o", str(file), "--from=2026-01-01", "--to=2026-01-02")

    assert (ended.returncode, file.read_text().splitlines()[-1]) == (0, "# complete: 5 rows")


def test_pvs_are_added_with_the_admins_password(caflux: Running) -> None:
    rights = {"CAFLUX_ADMIN_PASSWORD_FILE": str(caflux.password_file)}

    assert (
        command(caflux, "pvs", "add", "A", "B", "--scan=5", "--description=gauge", **rights).returncode == 0
    )
    assert command(caflux, "pvs", "remove", "B", **rights).returncode == 0
    assert command(caflux, "pvs", "list").stdout == "A\tactive\tscan 5 s\tgauge\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["pvs", "add", "A"], "CAFLUX_TOKEN"),
        (["get", "A", "--from=yesterday"], "yesterday"),
        (["pvs", "add", "A", "--scan=0"], "period_s"),
        (["export", "A", "-o", "a.exe"], ".parquet"),
        (["export", "SR:CURRENT", "-o", "/nowhere/a.csv"], "/nowhere/a.csv"),
        (["export", "NOT:THERE", "-o", "/dev/shm/caflux-no-such-pv.csv"], "NOT:THERE"),
    ],
)
def test_error_is_one_sentence(caflux: Running, arguments: Sequence[str], says: str) -> None:
    ended = command(caflux, *arguments)

    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line.startswith("caflux: ")
    assert says in line


def test_secret_file_that_is_not_there_is_told(caflux: Running) -> None:
    ended = command(caflux, "pvs", "add", "A", CAFLUX_TOKEN_FILE="/nowhere")

    assert (
        ended.stderr
        == "caflux: CAFLUX_TOKEN_FILE names /nowhere, which can't be read: No such file or directory\n"
    )


def test_values_of_every_kind_are_printed_on_a_line_each() -> None:
    series = Raw(
        pv="A",
        time=[NOON] * 4,
        value=[None, [1, 2.5], "two\nlines\t\x1b[31m µ", 7],
        severity=[3, 0, 0, 0],
        status=[17, 0, 0, 0],
        special=[(0, "nan")],
    )

    values = [line.split("\t")[2] for line in raw_lines(series)]
    assert values == ["nan", "1 2.5", r"two\nlines\t\x1b[31m µ", "7"]


def test_bins_without_numbers_have_empty_columns() -> None:
    columns = {name: [None] for name in ("first", "last", "min", "max", "mean", "twmean", "std")}
    series = Binned(pv="A", width=1, time=[NOON], count=[3], covered=[0.0], severity=[0], **columns)

    assert list(binned_lines(series)) == ["A\t2026-01-01T12:00:00.000000000Z\t\t\t\t3"]


@given(st.integers(min_value=0, max_value=4_102_444_800_000_000_000))
def test_no_digit_of_a_time_is_lost(time: int) -> None:
    text = iso(time)

    whole = datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
    assert int(whole.timestamp()) * 1_000_000_000 + int(text[20:29]) == time


def test_bins_without_samples_show_what_was_held() -> None:
    columns = {name: [None] for name in ("first", "last", "min", "max", "mean", "std")}
    series = Binned(
        pv="A", width=1, time=[NOON], count=[0], covered=[1e-9], severity=[0], twmean=[2.5], **columns
    )

    assert list(binned_lines(series)) == ["A\t2026-01-01T12:00:00.000000000Z\t2.5\t\t\t0"]


def test_users_and_tokens(admin: Client, caflux: Running) -> None:
    admin.add_user(NewUser(name="ada", role=UserRole.ENGINEER, password=SecretStr("battery staple")))
    assert [(user.name, user.role) for user in admin.users()] == [("ada", "engineer"), ("admin", "admin")]
    issued = admin.make_token(TokenRequest(name="display", days=1, scope=[Permission.READ]))
    with Client(caflux.url, issued.token) as display, pytest.raises(Refused, match="permission to configure"):
        display.add("SR:NEW")
    assert [token.name for token in admin.tokens()] == ["test", "display"]
    admin.revoke_token(issued.id)
    admin.change_user("ada", UserChange(disabled=True))
    assert [user.disabled for user in admin.users()] == [True, False]
    admin.remove_user("ada")
    assert [user.name for user in admin.users()] == ["admin"]


def test_commands_of_users_and_tokens(caflux: Running) -> None:
    by_password = {"CAFLUX_ADMIN_PASSWORD": PASSWORD}
    first = by_password | {"CAFLUX_NEW_PASSWORD": "battery staple"}
    added = command(caflux, "users", "add", "ada", "--role", "operator", "--pv", "SR:*", **first)
    assert added.returncode == 0, added.stderr
    listed = command(caflux, "users", "list", **by_password)
    assert [line.split("\t")[:4] for line in listed.stdout.splitlines()] == [
        ["ada", "operator", "active", "local"],
        ["admin", "admin", "active", "local"],
    ]
    last = command(caflux, "users", "disable", "admin", **by_password)
    assert (last.returncode, "last admin" in last.stderr) == (1, True)
    made = command(caflux, "tokens", "make", "display", "--scope", "read", **by_password)
    refused = command(caflux, "pvs", "add", "A", CAFLUX_TOKEN=made.stdout.strip())
    assert (refused.returncode, "permission to configure" in refused.stderr) == (1, True)
