"""InfluxDB, MariaDB and config-api killed, hung, slow, refusing, and back."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from caflux_testing.drills.drill import Drill
from caflux_testing.drills.pace import chosen
from caflux_testing.drills.world import World
from caflux_testing.fault_proxy import FaultProxy
from caflux_testing.faults import Answer, Delay, Pass
from caflux_testing.processes import Process

BY_CONFIG_API = "config-api can't work with it: "
SILENT = f"{BY_CONFIG_API}the configuration's database has not answered within"
NO_REACH = f"{BY_CONFIG_API}the configuration's database can't be reached"
READERS = ("query-api", "collector-1/engine", "collector-1/canary")
"""Of the archive: what ails them is told with InfluxDB."""

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def make_world() -> Callable[[Path], World]:
    return lambda folder: World(folder, chosen(), mariadb=True)


def late(way: Callable[[World], FaultProxy]) -> Callable[[World], None]:
    return lambda world: way(world).meet(Delay(world.pace.slow_s))


def no_more(way: Callable[[World], FaultProxy]) -> Callable[[World], None]:
    return lambda world: way(world).meet(Pass())


def stop(process: Callable[[World], Process]) -> Callable[[World], None]:
    return lambda world: process(world).signal(signal.SIGSTOP)


def go_on(process: Callable[[World], Process]) -> Callable[[World], None]:
    return lambda world: process(world).signal(signal.SIGCONT)


def influxd(world: World) -> Process:
    assert world.influxd.process is not None
    return world.influxd.process


def mariadbd(world: World) -> Process:
    assert world.mariadb.process is not None
    return world.mariadb.process


def config_api(world: World) -> Process:
    return world.stack.config_api


def to_influxd(world: World) -> FaultProxy:
    return world.to_influxd


def to_config_api(world: World) -> FaultProxy:
    return world.to_config_api


def delay_mariadb(seconds: float) -> Callable[[World], None]:
    return lambda world: setattr(world.to_mariadb, "delay_s", seconds)


def lock_out(world: World) -> None:
    """Have MariaDB refuse config-api's user, who is connected."""
    user = world.database_user
    world.mariadb.execute(f"ALTER USER '{user}'@'%' ACCOUNT LOCK", f"KILL USER '{user}'")


def let_in(world: World) -> None:
    world.mariadb.execute(f"ALTER USER '{world.database_user}'@'%' ACCOUNT UNLOCK")


DRILLS = (
    Drill(
        "InfluxDB killed",
        lambda world: influxd(world).kill(),
        "influxdb",
        "it does not answer",
        lambda world: influxd(world).start(),
        spares=READERS,
    ),
    Drill(
        "InfluxDB hung (SIGSTOP)",
        stop(influxd),
        "influxdb",
        "it does not answer (no answer within",
        go_on(influxd),
        spares=READERS,
    ),
    Drill(
        "InfluxDB slow",
        late(to_influxd),
        "influxdb",
        "it does not answer (no answer within",
        no_more(to_influxd),
        spares=READERS,
    ),
    Drill(
        "InfluxDB refuses (503)",
        lambda world: world.to_influxd.meet(Answer(503)),
        "influxdb",
        "it answers 503",
        no_more(to_influxd),
        spares=READERS,
    ),
    Drill(
        "MariaDB killed",
        lambda world: mariadbd(world).kill(),
        "database",
        NO_REACH,
        lambda world: mariadbd(world).start(),
        spares=("config-api", "collector-1/engine"),
    ),
    Drill(
        "MariaDB hung (SIGSTOP)",
        stop(mariadbd),
        "database",
        SILENT,
        go_on(mariadbd),
        spares=("config-api", "collector-1/engine"),
    ),
    Drill(
        "MariaDB slow",
        delay_mariadb(1.5),
        "database",
        SILENT,
        delay_mariadb(0),
        spares=("config-api", "collector-1/engine"),
    ),
    Drill(
        "MariaDB refuses (account locked)",
        lock_out,
        "database",
        NO_REACH,
        let_in,
        spares=("config-api", "collector-1/engine"),
    ),
    Drill(
        "config-api killed",
        lambda world: config_api(world).kill(),
        "config-api",
        "it does not answer",
        lambda world: config_api(world).start(),
        spares=("database", "collector-1/engine"),
    ),
    Drill(
        "config-api hung (SIGSTOP)",
        stop(config_api),
        "config-api",
        "it does not answer (no answer within",
        go_on(config_api),
        spares=("database", "collector-1/engine"),
    ),
    Drill(
        "config-api slow",
        late(to_config_api),
        "config-api",
        "it does not answer (no answer within",
        no_more(to_config_api),
        spares=("database", "collector-1/engine"),
    ),
    Drill(
        "config-api refuses (503)",
        lambda world: world.to_config_api.meet(Answer(503)),
        "config-api",
        "it runs but can't serve: 503",
        no_more(to_config_api),
        spares=("database", "collector-1/engine"),
    ),
)


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.name)
def test_it_is_found_told_and_back(drill: Drill, rehearse: Callable[[Drill], World]) -> None:
    rehearse(drill)
