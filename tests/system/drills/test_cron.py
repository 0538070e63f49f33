"""Everything is killed; then it is cron's turn: `caflux monitor`."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from caflux import monitor
from caflux_testing import archive
from caflux_testing.drills.mails import subjects_of, text_of
from caflux_testing.drills.pace import chosen
from caflux_testing.drills.posts import Recording, mark, wait_archived
from caflux_testing.drills.table import Row
from caflux_testing.numbered_ioc import NumberedIoc
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.running import running
from caflux_testing.smtp import SmtpServer
from caflux_testing.soft_ioc import client_environment
from caflux_testing.up import Up
from caflux_testing.wait import until

pytestmark = pytest.mark.timeout(900)
SOON_S = 180.0
SAMPLES = 50


@pytest.fixture
def ioc(tmp_path: Path) -> Iterator[NumberedIoc]:
    with running(NumberedIoc(tmp_path, 20)) as ioc:
        yield ioc


@pytest.fixture
def up(tmp_path: Path, ioc: NumberedIoc) -> Iterator[Up]:
    """Give a `caflux up` that archives the IOC; what the monitor started of it is ended, too."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>CAFlux</title>")
    settings = {"CAFLUX_FRONTEND": str(tmp_path / "dist")}
    up = Up(tmp_path, environment={**settings, **client_environment(ioc.ca_port)})
    up.start()
    yield up
    up.stop()
    up.end_owner()


def recording(up: Up, ioc: NumberedIoc) -> Recording:
    """Give what is compared; the address is that of the last start."""
    url = json.loads((up.data / "command.json").read_text())["url"]
    return Recording(ioc, up.archive_url, f"{url}/api/query")


def archive_pvs(up: Up, ioc: NumberedIoc) -> None:
    rows = [{"name": name} for name in ioc.names]
    config = f"{up.url}/api/config/v1"
    until(
        lambda: httpx.get(f"{config}/pvs", verify=PLAIN_HTTP).is_success,
        SOON_S,
        "CAFlux to serve",
        ignoring=(httpx.HTTPError,),
    )
    token = (
        httpx.post(f"{config}/tokens", auth=("admin", up.password), timeout=30, verify=PLAIN_HTTP)
        .raise_for_status()
        .json()
    )
    headers = {"Authorization": f"Bearer {token['token']}"}
    httpx.post(
        f"{config}/pvs/import", json=rows, headers=headers, timeout=60, verify=PLAIN_HTTP
    ).raise_for_status()


def test_what_was_killed_is_started_and_the_gap_is_told(
    up: Up,
    ioc: NumberedIoc,
    smtp_server: SmtpServer,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    archive_pvs(up, ioc)
    name = ioc.names[0]
    until(lambda: len(archive.samples(up.archive_url, name)) == 1, SOON_S, "the first value")
    ioc.go()
    until(lambda: len(archive.samples(up.archive_url, name)) > SAMPLES, SOON_S, "samples")
    begin, hurt = mark(ioc), time.monotonic()
    up.stop(signal.SIGKILL)
    until(lambda: not up.left(), SOON_S, "everything to be dead")
    left = look(up, smtp_server, tmp_path)
    well = time.monotonic()
    lost = wait_archived(recording(up, ioc), begin, loses="stopped")
    assert left.returncode == 0, left.stderr
    (mail,) = smtp_server.messages
    assert f"caflux up does not run on {up.data}." in text_of(mail)
    assert "All is well now." in text_of(mail)
    subjects = subjects_of([mail])
    assert subjects == ["started again what did not run"]
    row = Row("all killed, then cron's turn", None, well - hurt, subjects, lost.count, "stopped")
    record_property(*row.property())


def look(up: Up, server: SmtpServer, folder: Path) -> subprocess.CompletedProcess[str]:
    """Do one round, as cron does it: with hardly any environment."""
    mail = [f"--smtp={server.host}:{server.port}", "--mail-to=operator@lab.example"]
    program = [sys.executable, "-I", monitor.__file__, f"--up={up.data}", f"--between={chosen().between_s:g}"]
    return subprocess.run(
        [*program, *mail, f"--state={folder / 'state'}"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
