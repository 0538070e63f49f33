"""`caflux doctor` before real servers: well ones, and such as are not."""

import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from caflux.doctor import machine
from caflux.doctor.casearch import Address, addresses, search
from caflux.doctor.retention import compared
from caflux.doctor.servers import look_at_clock
from caflux.doctor.versions import look_at_version
from caflux_contracts.retention import RetentionClass
from caflux_storage.retention import Retention
from caflux_testing.influxd import InfluxServer
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.ports import free_port
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc, client_environment
from caflux_testing.up import Up

DAY = 86_400_000_000_000
RECORD = 'record(ao, "DOCTOR:PATIENT") { field(VAL, "1") field(PINI, "YES") }\n'


def examine(*arguments: str, **environment: str) -> tuple[int, str]:
    """Give exit code and output of the command."""
    ended = subprocess.run(
        [sys.executable, "-m", "caflux", "doctor", *arguments],
        env={"PATH": "/usr/bin:/bin", "EPICS_CA_AUTO_ADDR_LIST": "NO", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


def test_who_serves_a_pv(tmp_path: Path) -> None:
    with running(SoftIoc(tmp_path, RECORD)) as ioc:
        code, said = examine("DOCTOR:PATIENT", "DOCTOR:NOBODY", **ioc.environment)
        assert f"ok   PV DOCTOR:PATIENT: is served by 127.0.0.1:{ioc.ca_port}" in said
        assert "bad  PV DOCTOR:NOBODY: nobody answers for it" in said
        assert "→ check its spelling" in said
        assert code == 1
        with running(SoftIoc(tmp_path, RECORD)) as other:
            code, said = examine("DOCTOR:PATIENT", **client_environment(ioc.ca_port, other.ca_port))
    assert code == 1
    assert "bad  PV DOCTOR:PATIENT: 2 servers have it: 127.0.0.1:" in said


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"EPICS_CA_ADDR_LIST": "127.0.0.1 127.0.0.2:5999"}, ["127.0.0.1:5064", "127.0.0.2:5999"]),
        ({"EPICS_CA_ADDR_LIST": "127.0.0.1", "EPICS_CA_SERVER_PORT": "6000"}, ["127.0.0.1:6000"]),
        ({}, []),
    ],
)
def test_addresses_are_read_as_libca_reads_them(environment: dict[str, str], expected: list[str]) -> None:
    assert [str(one) for one in addresses({"EPICS_CA_AUTO_ADDR_LIST": "NO", **environment})] == expected


def test_interfaces_are_searched_unless_told_otherwise() -> None:
    assert all(one.port == 5064 for one in addresses({}))


@pytest.mark.parametrize("name", ["", "x" * 255])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="1 to 254 bytes"):
        search(name, [Address("127.0.0.1", 1)], 0.0)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "bad  EPICS addresses: no PV can be found"),
        ({"EPICS_CA_ADDR_LIST": "a:b:c"}, "bad  EPICS_CA_ADDR_LIST: 'a:b:c'"),
        (
            {"EPICS_CA_ADDR_LIST": "127.0.0.1", "EPICS_CA_MAX_ARRAY_BYTES": "16384"},
            "odd  EPICS_CA_MAX_ARRAY_BYTES",
        ),
        (
            {"EPICS_CA_ADDR_LIST": "127.0.0.1", "EPICS_CA_SERVER_PORT": "5000"},
            "odd  EPICS_CA_SERVER_PORT: is '5000', which is no port for Channel Access: 5064 is used",
        ),
        (
            {"EPICS_CA_ADDR_LIST": "127.0.0.1", "EPICS_CA_REPEATER_PORT": "70_000"},
            "odd  EPICS_CA_REPEATER_PORT: is '70_000', which is no port for Channel Access: 5065 is used",
        ),
    ],
)
def test_epics_settings_that_do_not_work(environment: dict[str, str], says: str) -> None:
    assert says in examine(**environment)[1]


def test_the_repeater() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as repeater:
        repeater.bind(("", 0))
        port = repeater.getsockname()[1]
        settings = {"EPICS_CA_ADDR_LIST": "127.0.0.1", "EPICS_CA_REPEATER_PORT": str(port)}
        assert f"ok   CA repeater: runs at UDP port {port}" in examine(**settings)[1]
    settings["EPICS_CA_REPEATER_PORT"] = str(free_port())
    assert "ok   CA repeater: does not run at UDP port" in examine(**settings)[1]


def test_the_archive(influxd: InfluxServer) -> None:
    url = influxd.new_database()
    _, said = examine(CAFLUX_ARCHIVE_URL=url)
    name = url.rpartition("/")[2]
    assert "ok   archive: InfluxDB 1." in said
    assert "ok   archive's version: InfluxDB 1." in said
    assert "ok   the archive's clock: agrees" in said
    assert f"ok   archive's database {name}: is there" in said
    assert (
        "odd  archive's database nowhere: is not there yet"
        in examine(CAFLUX_ARCHIVE_URL=f"{influxd.url}/nowhere")[1]
    )
    away = f"http://user:secret@127.0.0.1:{free_port()}/caflux"
    code, said = examine(CAFLUX_ARCHIVE_URL=away)
    assert (code, "bad  archive" in said, "can't be reached" in said, "secret" in said) == (
        1,
        True,
        True,
        False,
    )


def test_the_database(mariadb: DatabaseServer) -> None:
    _, said = examine(CAFLUX_DATABASE_URL=mariadb.new_database())
    assert "ok   database: " in said
    assert "MariaDB" in said
    assert "ok   database's version: MariaDB 1" in said
    assert "ok   the database's clock: agrees" in said
    code, said = examine(CAFLUX_DATABASE_URL=f"mysql://caflux:secret@127.0.0.1:{free_port()}/caflux")
    assert (code, "can't be used" in said, "secret" in said) == (1, True, False)


@pytest.mark.parametrize(
    ("product", "said", "says"),
    [
        ("InfluxDB", "1.6.7~rc0", "ok   InfluxDB 1.6.7~rc0 is new enough"),
        ("InfluxDB", "v1.11.8", "ok   "),
        ("InfluxDB", "1.5.4", "odd  InfluxDB 1.5.4 is too old: upgrade it: InfluxDB 1.6 or newer, before 2"),
        ("InfluxDB", "v2.7.1", "odd  InfluxDB v2.7.1 has another API"),
        ("InfluxDB", "unknown", "odd  InfluxDB says no version"),
        ("MariaDB", "10.11.14-MariaDB-0+deb12u2", "ok   "),
        ("MariaDB", "10.5.29-MariaDB", "odd  MariaDB 10.5.29-MariaDB is too old"),
        ("MySQL", "8.4.7", "ok   "),
        ("MySQL", "5.7.44-log", "odd  MySQL 5.7.44-log is too old: upgrade it: MySQL 8.0 or newer"),
    ],
)
def test_versions(product: str, said: str, says: str) -> None:
    found = look_at_version("x", product, said)
    assert f"{found.verdict.value:4} {found.detail}: {found.mend}".startswith(says)


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(0, "ok   agrees"), (-90, "bad  is -90 s off this machine's"), (3_600, "bad  is +3600 s off")],
)
def test_clocks_that_differ(seconds: int, says: str) -> None:
    ours = datetime(2026, 11, 22, 12, tzinfo=UTC)
    theirs = (ours + timedelta(seconds=seconds)).replace(tzinfo=None)
    found = look_at_clock("x", theirs, ours.timestamp())
    assert f"{found.verdict.value:4} {found.detail}".startswith(says)


def test_the_machine(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    _, said = examine(f"--data={tmp_path}")
    assert f"odd  data folder {tmp_path}: can be read by others" in said
    assert "bad  data folder /nowhere: is not there" in examine("--data=/nowhere")[1]
    assert "bad  data folder /proc: can't be written: " in examine("--data=/proc")[1]


def test_a_disk_with_little_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(machine, "_FREE_BYTES", 2**62)
    found, *_ = machine.look(tmp_path)
    assert (found.verdict.value, "GiB free of" in found.detail) == ("odd", True)


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({"short": Retention(30 * DAY, 90 * DAY)}, "ok   samples for 30 days, rollups of a minute for"),
        ({"short": Retention(90 * DAY, 90 * DAY)}, "odd  is not what the archive does: samples are kept"),
        ({}, "bad  is not in the archive yet"),
        ({"short": Retention(30 * DAY, 90 * DAY), "old": Retention()}, "ok   was deleted"),
    ],
)
def test_what_the_archive_keeps_is_what_the_classes_say(kept: dict[str, Retention], says: str) -> None:
    classes = [
        RetentionClass(name="standard", pvs=3),
        RetentionClass(name="short", raw="30d", rollup_1m="90d", pvs=1),
    ]
    found = [f"{one.verdict.value:4} {one.detail}" for one in compared(classes, kept)]
    assert found[-1].startswith(says)


def test_the_services(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    up = Up(tmp_path, environment={"CAFLUX_FRONTEND": str(tmp_path)})
    up.start()
    with httpx.Client(base_url=f"{up.url}/api/config/v1", auth=("admin", up.password)) as config:
        token = config.post("/tokens", json={"name": "test", "days": 1}).raise_for_status().json()["token"]
        rights = {"Authorization": f"Bearer {token}"}
        made = httpx.put(f"{config.base_url}retention-classes/short", json={"raw": "30d"}, headers=rights)
        made.raise_for_status()
    _, said = examine(f"--url={up.url}", f"--data={up.data}", CAFLUX_ARCHIVE_URL=up.archive_url)
    up.stop()
    assert "retention class short: " in said
    assert "query-api: is well since" in said
    assert "CAFlux: does not answer at" in examine(f"--url={up.url}")[1]
