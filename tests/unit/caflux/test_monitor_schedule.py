"""`caflux monitor --install`: real crontab and systemctl, with a crontab and units that nobody else sees."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from caflux import monitor
from caflux_testing.small_disk import small_disk

BEFORE = "# mine\n5 4 * * * echo caflux monitor of nothing\n"
SANDBOX = """
set -eu
mkdir -p /var/spool/cron
mount -t tmpfs tmpfs /var/spool/cron
mkdir -m 1730 /var/spool/cron/crontabs
mount -t tmpfs tmpfs /etc/systemd/system
export SYSTEMD_OFFLINE=1
"""
"""What follows is seen by this shell only; there need not be a systemd that could be told of new units."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a data folder whose name needs quoting everywhere."""
    folder = tmp_path / """it's 100% "$HOME" \\ here"""
    folder.mkdir()
    return folder


def sandbox(tmp_path: Path, script: str) -> str:
    """Run a shell script with an empty crontab and no units; give what it prints."""
    alone = small_disk(tmp_path / "disk", 1_000_000)
    if alone is None:
        pytest.skip("this machine gives nobody mounts of their own")
    done = subprocess.run(
        [*alone, "sh", "-c", SANDBOX + script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def command(*arguments: str) -> str:
    return shlex.join([sys.executable, "-I", monitor.__file__, *arguments])


def test_a_crontab_has_one_entry_that_works_and_keeps_its_other_lines(tmp_path: Path, data: Path) -> None:
    (tmp_path / "before").write_text(BEFORE)
    wanted = f"--up={data.name}"  # relative to here: cron is elsewhere
    install = command(wanted, "--mail-to=a@lab.example", "--smtp=mail:25", "--install")
    other = command("--compose=/srv/caflux", "--install")
    printed = sandbox(
        tmp_path,
        f"""
        {install}  # the first entry of a user who has no crontab
        crontab before
        {install}
        {other}
        {command(wanted, "--between=0", "--install")}
        crontab -l >installed
        {command(wanted, "--uninstall")}
        {command(wanted, "--uninstall")}
        crontab -l >left
        """,
    )
    assert printed.count("runs every 10 min by the crontab") == 4
    lines = (tmp_path / "installed").read_text().splitlines()
    assert [*lines[:2], ""] == BEFORE.split("\n")
    assert lines[2].endswith("--compose=/srv/caflux # caflux monitor of /srv/caflux")
    assert len(lines) == 4, "installed thrice, it is there once, as it was wanted last"
    assert (tmp_path / "left").read_text().splitlines() == lines[:3]

    assert lines[3].startswith("*/10 * * * * ")
    # As crontab(5) has it: what follows a percent sign without a backslash is no part of the command.
    by_cron = re.split(r"(?<!\\)%", lines[3].removeprefix("*/10 * * * * "))[0].replace(r"\%", "%")
    ran = subprocess.run(
        ["/bin/sh", "-c", by_cron],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1, "it has never run there"
    assert f"{data} is no data folder of caflux up" in ran.stderr


def test_a_timer_is_one_that_systemd_takes_and_goes_again(tmp_path: Path, data: Path) -> None:
    units = "/etc/systemd/system"
    own = [f"--up={data}", "--systemd"]
    sandbox(
        tmp_path,
        f"""
        {command(*own, "--install")}
        {command(*own, "--mail-to=a@lab.example", "--install")}
        systemctl is-enabled caflux-monitor-*.timer 2>/dev/null || ls {units}/timers.target.wants
        systemd-analyze verify {units}/caflux-monitor-*.service {units}/caflux-monitor-*.timer >verified 2>&1
        cat {units}/*.service >service
        ls -R {units} >installed
        {command(*own, "--uninstall")}
        {command(*own, "--uninstall")}
        find {units} -name '*caflux*' >left
        """,
    )
    assert "caflux-monitor" not in (tmp_path / "verified").read_text()
    (line,) = [
        line for line in (tmp_path / "service").read_text().splitlines() if line.startswith("ExecStart=")
    ]
    assert line.endswith(r's 100%% \"$$HOME\" \\ here" "--mail-to=a@lab.example"')
    assert (tmp_path / "installed").read_text().count(".service") == 1
    assert (tmp_path / "left").read_text() == ""


def test_a_machine_without_cron_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(monitor, "PLACES", ())
    with pytest.raises(monitor.MonitorError, match="no program crontab"):
        monitor.crontab(["x"], "y", remove=False)
