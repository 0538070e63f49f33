"""3,000 PVs disconnecting at once, a flapping IOC, and a full disk."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest
from caflux_collector.layout import Layout, Size
from caflux_testing import archive
from caflux_testing.drills.drill import Drill
from caflux_testing.drills.pace import chosen
from caflux_testing.drills.world import SOON_S, World
from caflux_testing.numbered_ioc import NumberedIoc
from caflux_testing.small_disk import small_disk
from caflux_testing.wait import until

MANY = 3_000
PVS = "collector-1/pvs"
FLAPS = 3
SPARE = 64 * 2**20
"""Bytes that a collector's disk has beside its rings."""

MOST_LINES = 30
SETTLED_NS = 35 * 10**9

pytestmark = pytest.mark.timeout(900)

Rehearse = Callable[[Drill], World]


class Stage(Protocol):
    def world(self) -> World: ...


@pytest.fixture(scope="module")
def make_world() -> Callable[[Path], World]:
    def make(folder: Path) -> World:
        folder.mkdir(parents=True)
        disk = small_disk(folder / "stack" / "collector", Layout.of(Size()).total + SPARE)
        return World(folder, chosen(), iocs=[NumberedIoc(folder, MANY)], within=disk or ())

    return make


def large(world: World) -> NumberedIoc:
    return world.iocs[1]


def wait_connected(world: World, *iocs: NumberedIoc) -> None:
    count = sum(len(ioc.names) for ioc in iocs)
    until(lambda: world.stack.engine_status()["connected"] == count, SOON_S, f"{count} PVs to be connected")


def has_settled(world: World) -> bool:
    status = world.stack.engine_status()
    return bool(status["now_ns"] - status["started_ns"] > SETTLED_NS)


def flap(world: World) -> None:
    """Have the large IOC come and go, and at last stay away."""
    for _ in range(FLAPS):
        large(world).kill()
        wait_connected(world, world.ioc)
        large(world).start()
        wait_connected(world, *world.iocs)
    large(world).kill()


MANY_AWAY = Drill(
    "3,000 PVs disconnect at once",
    lambda world: large(world).kill(),
    PVS,
    f"all {MANY:,} PVs of ",
    lambda world: large(world).start(),
    mails=f"{PVS} is degraded; {PVS} is well again",
)
FLAPPING = Drill(
    "IOC of 3,000 PVs flaps",
    flap,
    PVS,
    f"all {MANY:,} PVs of ",
    lambda world: large(world).start(),
    mails=f"{PVS} is degraded; {PVS} is well again",
)

DISK_FULL = Drill(
    "disk of the collector full",
    lambda world: fill(world),
    "collector-1/disk",
    "the disk is as good as full (0 MB free): make room now",
    lambda world: filler(world).unlink(),
)


def filler(world: World) -> Path:
    """Give a file on the collector's disk, which is in its own mount namespace."""
    return Path(f"/proc/{world.stack.manager.pid}/root{world.stack.state_folder}/filler")


def fill(world: World) -> None:
    """Take all the room of the collector's disk."""
    with filler(world).open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4_096)


@pytest.mark.parametrize(
    ("drill", "times"), [(MANY_AWAY, 1), (FLAPPING, FLAPS + 1)], ids=["once", "flapping"]
)
def test_many_pvs_are_one_incident_and_each_has_its_gaps(
    stage: Stage, drill: Drill, times: int, rehearse: Rehearse
) -> None:
    # Its start connects them for the first time, and an engine is given a while to find its PVs.
    until(lambda: has_settled(stage.world()), SOON_S, "the engine to have settled")
    began = time.time_ns()
    world = rehearse(drill)
    told = Counter(
        (event.pv, event.kind)
        for event in archive.events(world.archive_url, large(world).names)
        if event.time >= began
    )
    expected = {(name, kind): times for name in large(world).names for kind in ("disconnected", "connected")}
    assert {key: told[key] for key in expected} == expected


def test_a_full_disk_costs_nothing_and_fills_no_log(stage: Stage, rehearse: Rehearse) -> None:
    if not stage.world().has_small_disk:
        pytest.skip("nobody may mount a tmpfs here")
    before = len(stage.world().stack.manager.output().splitlines())
    world = rehearse(DISK_FULL)
    lines = world.stack.manager.output().splitlines()[before:]
    assert len(lines) < MOST_LINES, lines[:100]
