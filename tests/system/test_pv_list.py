"""The PV list as it changes and as it goes wrong, on the services as they run in production."""

import time
from pathlib import Path

import pytest
from caflux_testing import archive
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.stack import Stack
from caflux_testing.wait import until


def test_a_wiped_configuration_ends_no_archiving(soft_ioc: SoftIocFactory, tmp_path: Path) -> None:
    ioc = soft_ioc()
    counter = f"{ioc.prefix}COUNTER"
    with running(Stack(tmp_path / "stack", ioc.environment)) as stack:
        stack.archive_pvs([counter])
        wait_for_samples(stack, counter)
        revision = until(lambda: stack.engine_status()["revision"], what="the PV list")

        set_aside = tmp_path / "backup"
        set_aside.mkdir()
        stack.config_api.stop()
        move_database(stack.folder, set_aside)
        stack.start_config_api()
        until(
            lambda: "assigns no PVs at all" in str(stack.engine_status()["config_error"]),
            what="the engine to doubt the list",
            seen=stack.engine_status,
        )
        wait_for_samples(stack, counter)

        stack.config_api.stop()
        move_database(stack.folder, tmp_path / "wiped")
        move_database(set_aside, stack.folder)
        stack.start_config_api()
        until(
            lambda: stack.engine_status()["config_error"] is None,
            what="the engine to trust the list again",
            seen=stack.engine_status,
        )
        wait_for_samples(stack, counter)
        assert stack.engine_status()["revision"] >= revision
        assert archive.kinds(stack.archive_url, counter) == ["started", "connected"]
        values = archive.samples(stack.archive_url, counter).value
        assert set(values[1:] - values[:-1]) == {1}


def test_a_pv_that_is_added_is_archived_soon(
    soft_ioc: SoftIocFactory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ioc = soft_ioc()
    pv, other = f"{ioc.prefix}COUNTER", f"{ioc.prefix}OTHER"
    with running(Stack(tmp_path / "stack", ioc.environment)) as stack, stack.api() as api:
        stack.archive_pvs([other])  # a list without any PV would be doubted
        for _ in range(3):
            began = time.monotonic()
            api.put(f"/v1/pvs/{pv}", json={}).raise_for_status()
            wait_for_samples(stack, pv, 1)
            with capsys.disabled():
                print(f" {time.monotonic() - began:.2f} s from PUT to the first sample", end="")  # noqa: T201
            api.delete(f"/v1/pvs/{pv}").raise_for_status()
            until(lambda: stack.engine_status()["pvs"] == 1, what="the PV to be removed")


def wait_for_samples(stack: Stack, pv: str, count: int = 5) -> None:
    """Wait until so many samples more than now are in the archive."""
    before = len(archive.samples(stack.archive_url, pv))
    until(
        lambda: len(archive.samples(stack.archive_url, pv)) >= before + count,
        what=f"{count} more samples of {pv}",
    )


def move_database(folder: Path, to: Path) -> None:
    """Move config-api's SQLite files."""
    to.mkdir(exist_ok=True)
    for path in folder.glob("config.db*"):
        path.rename(to / path.name)
