"""What `caflux up` starts, and with which environment."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from caflux.up.folder import DataFolder
from caflux.up.plan import Options, Plan, epics, make_plan
from caflux.up.ports import Ports

PORTS = Ports(web=8080, engine=1, manager=2, demo_ca=3, demo_flaky_ca=4, ca_repeater=5)
DEMO = "127.0.0.1:3 127.0.0.1:4"
FOLDER = DataFolder(Path("/data"))


def plan(environment: dict[str, str] | None = None, **changes: Any) -> Plan:
    options: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 8080,
        "data": Path("/data"),
        "influx": None,
        "database": None,
        "demo": True,
        "open": False,
    }
    return make_plan(Options(**(options | changes)), PORTS, FOLDER, Path("/dist"), environment or {})


def test_collector_stops_first_and_the_ioc_last() -> None:
    assert [process.name for process in plan().processes] == ["collector", "web", "demo IOC"]
    assert [process.name for process in plan(demo=False).processes] == ["collector", "web"]


def test_without_addresses_the_demo_keeps_off_the_network() -> None:
    assert epics({}, DEMO, 5) == {
        "EPICS_CA_ADDR_LIST": DEMO,
        "EPICS_CA_AUTO_ADDR_LIST": "NO",
        "EPICS_CA_REPEATER_PORT": "5",
    }


def test_addresses_of_the_user_are_kept() -> None:
    given = {"EPICS_CA_ADDR_LIST": "10.0.0.1 10.0.0.2", "EPICS_CA_REPEATER_PORT": "7000"}

    assert epics(given, DEMO, 5) == {"EPICS_CA_ADDR_LIST": f"10.0.0.1 10.0.0.2 {DEMO}"}


@pytest.mark.parametrize("wish", ["YES", "NO"])
def test_wish_of_the_user_for_broadcasts_is_kept(wish: str) -> None:
    assert "EPICS_CA_AUTO_ADDR_LIST" not in epics({"EPICS_CA_AUTO_ADDR_LIST": wish}, DEMO, 5)


def test_without_the_demo_epics_is_the_users() -> None:
    environment = {"EPICS_CA_ADDR_LIST": "10.0.0.1", "PATH": "/bin"}
    collector = plan(environment, demo=False).collector.environment

    assert {name: value for name, value in collector.items() if name.startswith("EPICS_")} == {
        "EPICS_CA_ADDR_LIST": "10.0.0.1"
    }


def test_collector_and_web_find_each_other() -> None:
    made = plan()

    assert made.url == "http://127.0.0.1:8080"
    assert made.collector.environment["CAFLUX_CONFIG_URL"] == "http://127.0.0.1:8080/api/config"
    assert made.web.environment["CAFLUX_QUERY_URL"] == "http://127.0.0.1:8080/api/query"
    assert made.collector.environment["CAFLUX_ARCHIVE_URL"] == "sqlite:////data/archive.db"
    assert made.web.environment["CAFLUX_ARCHIVE_URL"] == "sqlite:////data/archive.db"
    assert made.web.environment["CAFLUX_DATABASE_URL"] == "sqlite+aiosqlite:////data/config.db"
    for process in (made.collector, made.web):
        assert process.environment["CAFLUX_SERVICE_TOKEN_FILE"] == "/data/service-token"
    assert made.web.environment["CAFLUX_READER_TOKEN_FILE"] == "/data/reader-token"
    assert "CAFLUX_READER_TOKEN_FILE" not in made.collector.environment


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("::", "http://[::1]:8080"),
        ("::1", "http://[::1]:8080"),
        ("lab.example", "http://lab.example:8080"),
    ],
)
def test_processes_reach_the_web_process_wherever_it_listens(host: str, reached: str) -> None:
    made = plan(host=host)

    assert made.url == reached
    assert made.web.environment["CAFLUX_HOST"] == host


def test_odd_characters_in_the_folder_do_not_end_the_addresses_of_the_files() -> None:
    odd = replace(FOLDER, path=Path("/da ta%20?#é"))
    options = Options("127.0.0.1", 8080, odd.path, None, None, demo=False, open=False)

    environment = make_plan(options, PORTS, odd, Path("/dist"), {}).web.environment
    assert environment["CAFLUX_DATABASE_URL"].endswith(":////da%20ta%2520%3F%23%C3%A9/config.db")
    assert environment["CAFLUX_ARCHIVE_URL"] == "sqlite:////da%20ta%2520%3F%23%C3%A9/archive.db"


def test_talk_with_each_other_goes_past_the_users_proxy() -> None:
    environment = {"http_proxy": "http://proxy:3128", "no_proxy": ".lab"}
    made = plan(environment, host="192.0.2.7").collector.environment

    assert made["http_proxy"] == "http://proxy:3128"
    assert made["no_proxy"] == made["NO_PROXY"] == ".lab,127.0.0.1,localhost,::1,192.0.2.7"


def test_servers_that_the_user_named_are_used() -> None:
    made = plan(influx="http://influx:8086", database="mysql://u@db/caflux")

    assert made.collector.environment["CAFLUX_ARCHIVE_URL"] == "http://influx:8086"
    assert made.web.environment["CAFLUX_DATABASE_URL"] == "mysql://u@db/caflux"


def test_each_process_gets_the_secrets_that_it_needs_and_no_others() -> None:
    secrets = {
        "CAFLUX_ADMIN_PASSWORD": "a",
        "CAFLUX_DATABASE_PASSWORD": "b",
        "CAFLUX_SMTP_PASSWORD": "c",
        "CAFLUX_ARCHIVE_PASSWORD": "d",
        "CAFLUX_SERVICE_TOKEN": "e",
    }
    made = plan(secrets)

    assert made.demo is not None
    assert secrets.items() <= made.web.environment.items()
    held = secrets.keys() & made.collector.environment.keys()
    assert held == {"CAFLUX_ARCHIVE_PASSWORD", "CAFLUX_SERVICE_TOKEN", "CAFLUX_SMTP_PASSWORD"}
    assert not secrets.keys() & made.demo.environment.keys()
    assert "CAFLUX_SERVICE_TOKEN_FILE" not in made.web.environment, "the user's own token is the one"


def test_secrets_are_not_shown_with_the_plan() -> None:
    assert "hunter2" not in repr(plan({"CAFLUX_ADMIN_PASSWORD": "hunter2"}))
