"""What checks make of PVs, disks, clocks and certificates."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from caflux_contracts.engine import AwayHost, Counts, EngineStatus, PvTable
from caflux_contracts.health import Health
from caflux_supervisor.checks.asker import Offset
from caflux_supervisor.checks.canary import liveliest
from caflux_supervisor.checks.certificates import https_places, look_at_certificate
from caflux_supervisor.checks.clocks import at_clocks
from caflux_supervisor.disks import at_disk
from caflux_supervisor.pvs import Connections, likely_cause
from caflux_testing.processes import find_program

S = 10**9
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def engine(away: int, pvs: int = 10_000, at_s: int = 1_000) -> EngineStatus:
    return EngineStatus(
        collector="lab",
        version="1",
        pid=7,
        started_ns=0,
        now_ns=at_s * S,
        revision=1,
        config_source="config-api",
        callback="compiled",
        pvs=pvs,
        connected=pvs - away,
        rate_hz=1,
        cpu_s=1,
        rss_bytes=1,
        counts=Counts(),
        threads=[],
    )


def host(name: str, away: int, connected: int = 0, prefix: str = "SR:") -> AwayHost:
    return AwayHost(
        host=name, away=away, connected=connected, pvs=[f"{prefix}{n:04}:I" for n in range(min(away, 1_000))]
    )


def test_pvs_that_are_always_away_are_no_trouble_and_many_at_once_are() -> None:
    connections = Connections(50)
    assert connections.trouble(engine(away=1_000)).away == 0
    assert connections.trouble(engine(away=1_049)).away == 0
    trouble = connections.trouble(engine(away=4_000))
    assert (trouble.away, trouble.look.health) == (4_000, Health.DEGRADED)
    assert "4,000 of 10,000 PVs" in trouble.look.detail
    assert connections.trouble(engine(away=4_000, at_s=100_000)).away == 4_000, "nobody gets used to that"
    assert connections.trouble(engine(away=990)).away == 0
    assert connections.trouble(engine(away=1_040)).away == 1_040, "fewer were away meanwhile"


def test_a_few_at_a_time_are_what_is_usual_in_the_end() -> None:
    connections = Connections(50)
    for step in range(1, 60):
        assert connections.trouble(engine(away=30 * step, at_s=1_000 * step)).away == 0


def test_a_fifth_of_all_is_trouble_however_slowly_it_came() -> None:
    assert Connections(50).trouble(engine(away=3, pvs=10)).look.health is Health.DEGRADED
    assert Connections(50).trouble(engine(away=2, pvs=10)).look.health is Health.OK
    assert Connections(50).trouble(engine(away=0, pvs=0)).look.health is Health.OK


def test_a_supervisor_that_starts_amid_it_knows_what_was_away_before() -> None:
    connections = Connections(50, away=300)
    assert connections.trouble(engine(away=300, at_s=5)).look.health is Health.UNKNOWN, "the engine starts"
    assert connections.trouble(engine(away=300)).away == 300
    assert connections.trouble(engine(away=0)).away == 0


@pytest.mark.parametrize(
    ("hosts", "says"),
    [
        (
            [host("ioc-1:5064", 3_000, prefix="SR:C01-MG{PS:1}"), host("ioc-2:5064", 2, 500)],
            ["all 3,000 PVs of ioc-1:5064: does it run"],
        ),
        ([host("ioc-1:5064", 30, 70)], ["30 of the 100 PVs of ioc-1:5064", "Their names begin with SR:"]),
        ([host("a:5064", 10), host("a:5066", 10), host("b:1", 4)], ["all 20 PVs of a:"]),
        (
            [host(f"ioc-{n}:5064", 10) for n in range(5)],
            ["of 5 hosts, ioc-0:5064 (10), ioc-1:5064 (10), ioc-2:5064 (10) and 2 more: is a switch"],
        ),
        ([host("", 60), host("a:1", 1)], ["60 of them have never been found", "EPICS_CA_ADDR_LIST"]),
        (
            [host("", 10), host("a:1", 20, prefix="BO-")],
            ["all 20 PVs of a:1", "; 10 were never found", "begin with BO-"],
        ),
    ],
)
def test_the_likely_cause_is_what_they_have_in_common(hosts: list[AwayHost], says: list[str]) -> None:
    cause, names = likely_cause(hosts)
    for part in says:
        assert part in cause
    assert len(names) == sum(len(one.pvs) for one in hosts)


def test_disks() -> None:
    assert at_disk(50 * 10**9, 100 * 10**9, 10, "x").health is Health.OK
    low = at_disk(9 * 10**9, 100 * 10**9, 10, "the spool fills it next")
    assert (low.health, low.detail) == (
        Health.DEGRADED,
        "9.0 GB are free on the disk (9 %): the spool fills it next; make room",
    )
    assert at_disk(10**8, 100 * 10**9, 10, "x").health is Health.DOWN
    assert at_disk(10**8, 2 * 10**8, 10, "x").health is Health.OK, "a small disk is not full for that"


def test_clocks() -> None:
    well = Offset(0.4, 0.6)
    assert at_clocks({"a": well, "b": Offset(5.4, 0.6)}, 5).health is Health.OK, "it may be less"
    look = at_clocks({"influxdb": Offset(-12, 0.6), "b": well}, 5)
    assert "that of influxdb is 12 s behind" in look.detail
    assert (
        "the supervisor's clock is 12 s ahead"
        in at_clocks({"a": Offset(-12, 1), "b": Offset(-12, 1)}, 5).detail
    )


def test_the_canary_is_a_pv_that_is_lively_and_archived_as_it_comes() -> None:
    rows = {"slow": 0.01, "lively": 2.0, "fast": 900.0, "thinned": 1.0, "held": 1.0, "refused": 1.0}
    columns: dict[str, Any] = {
        "now_ns": 0,
        "name": list(rows),
        "connected": [True] * 6,
        "reason": [""] * 6,
        "disconnects": [0] * 6,
        "also_served_by": [""] * 6,
        "received": [9] * 6,
        "archived": [9, 9, 9, 9, 9, 0],
        "pending": [0] * 6,
        "spooled": [0] * 6,
        "held": [0, 0, 0, 0, 1, 0],
        "dropped": {"deadband": [0, 0, 0, 5, 0, 0]},
        "rate_hz": list(rows.values()),
        "last_event_ns": [1] * 6,
    }
    assert liveliest(PvTable(**columns)) == "lively"
    nothing = {name: [] if isinstance(of, list) else of for name, of in columns.items()}
    assert liveliest(PvTable(**{**nothing, "dropped": {}})) == ""


def test_https_addresses_are_looked_at_once() -> None:
    urls = ["https://a/x", "https://a:443/y", "http://b", None, "https://c:8443"]
    assert https_places(urls) == [("a", 443), ("c", 8_443)]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Give key and certificate in one file, for localhost and the next 30 days."""
    key, certificate, both = tmp_path / "key", tmp_path / "certificate", tmp_path / "both.pem"
    openssl = [find_program("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    subject = ["-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = [*openssl, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


@pytest.fixture
async def port(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """Give the port of a TLS server whose certificate is trusted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_certificates_are_looked_at_as_browsers_do(port: int) -> None:
    now = datetime.now(UTC)
    well = await look_at_certificate("localhost", port, 14, now, 10)
    assert (well.name, well.look.health) == (f"certificate localhost:{port}", Health.OK)
    soon = await look_at_certificate("localhost", port, 14, now + timedelta(days=20), 10)
    assert soon.look.health is Health.DEGRADED
    assert "days more, until" in soon.look.detail
    wrong = await look_at_certificate("127.0.0.1", port, 14, now, 10)
    assert wrong.look.health is Health.DOWN
    assert "it is not valid: " in wrong.look.detail
    away = await look_at_certificate("127.0.0.1", 9, 14, now, 10)
    assert away.look.health is Health.OK
