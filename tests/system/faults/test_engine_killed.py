"""The engine is killed again and again: what had arrived in its rings is archived by the next one."""

import os
import secrets
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
from caflux_collector.layout import RECORD, load
from caflux_collector.names import read_names
from caflux_collector.ring import Memory
from caflux_collector.settings import CollectorSettings
from caflux_testing import archive
from caflux_testing.collecting import PATIENCE_S, Collecting
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, differences, missing
from caflux_testing.numbered_ioc import Numbered
from caflux_testing.running import running
from caflux_testing.wait import until

KILLS = 10
MOST_EVENTS = 7_500
RINGS: int = CollectorSettings.model_fields["threads"].default
SEED = int(os.environ.get("CAFLUX_TEST_SEED", secrets.randbits(32)))

pytestmark = pytest.mark.timeout(900)

Arrived = dict[str, tuple[int, int]]
"""By PV: how many events an engine received, and the number that arrived last."""


@pytest.fixture
def collecting(tmp_path: Path, influxd: InfluxServer) -> Iterator[Collecting]:
    with running(Collecting(tmp_path, influxd.new_database())) as collecting:
        yield collecting


def rings(folder: Path) -> Arrived:
    """Read what has arrived in rings that nobody writes to now."""
    found: Arrived = {}
    for path in folder.glob("ring-*.bin"):
        memory, where = load(path)
        cache = np.frombuffer(memory, RECORD, where.size.slots, where.at["at_cache"])
        received = Memory(memory, where).received
        for slot, name in enumerate(read_names(path.with_suffix(".names"))):
            found[name] = int(received[slot]), int(cache["value"][slot])
    return found


def kill(collecting: Collecting) -> Arrived:
    """Kill the engine; what has arrived is read between its last instruction and its end."""
    process = collecting.engine.process
    process.signal(signal.SIGSTOP)
    until(lambda: state(process.pid) == "T", what="the engine to stand still")
    arrived = rings(collecting.engine.data / "rings")
    process.kill()
    return arrived


def state(pid: int) -> str:
    """Give the state of a process, as ps shows it."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]


def test_what_arrived_is_archived(collecting: Collecting) -> None:
    randomness = Random(SEED)
    sessions: list[Arrived] = []
    for _ in range(KILLS):
        collecting.wait_received(randomness.randint(1, MOST_EVENTS))
        sessions.append(kill(collecting))
        until(lambda: ioc_went_on(collecting, sessions[-1]), PATIENCE_S, "the IOC to go on")
        collecting.engine.start()
        collecting.engine.wait_connected(len(collecting.names))
    collecting.wait_archived(MOST_EVENTS)
    counts, posted, by_ioc = collecting.settle(exact=False)
    found = archived(collecting.url, collecting.names)
    assert counts["dropped"] == {}
    said = strange(posted, found)
    for number, (before, last) in enumerate(zip([{}, *sessions[:-1]], sessions, strict=True)):
        said += [f"engine {number}: {line}" for line in not_archived(before, last, found)]
    said += lacking_of_last(sessions[-1], posted, found, by_ioc)
    assert not said, f"CAFLUX_TEST_SEED={SEED}: {len(said)} differences: {said[:10]}"
    check_gaps_are_told(collecting, sessions, posted)


def ioc_went_on(collecting: Collecting, last: Arrived) -> bool:
    """Tell whether each PV has posted a number after the one that arrived last."""
    numbers = zip(collecting.names, collecting.ioc.posted_numbers().tolist(), strict=True)
    return all(number > last[name][1] + 1 for name, number in numbers)


def strange(posted: dict[str, Numbered], found: dict[str, Numbered]) -> list[str]:
    """Say what is archived that was not posted so; what is missing is looked at engine by engine."""
    lost = {name: len(missing(posted[name], found[name])) for name in posted}
    return differences(posted, found, lost)


def not_archived(before: Arrived, last: Arrived, found: dict[str, Numbered]) -> list[str]:
    """Say of which PVs not as many are archived as one engine received.

    An engine may stand still within its callback: then each ring has at most one event that is half there.
    """
    said, half = [], 0
    for name, (received, newest) in last.items():
        numbers = found[name].number
        oldest = before.get(name, (0, -1))[1]
        count = int(np.count_nonzero((numbers > oldest) & (numbers <= newest)))
        half += count == received + 1
        if count not in (received, received + 1):
            said.append(f"{name}: {received} had arrived, {count} are archived")
    return [*said, f"{half} events half there"] if half > RINGS else said


def lacking_of_last(
    before: Arrived, posted: dict[str, Numbered], found: dict[str, Numbered], by_ioc: dict[str, int]
) -> list[str]:
    """Say what the archive lacks of the last engine, which was not killed."""
    sent, kept = {}, {}
    for name, (_, newest) in before.items():
        first = int(found[name].number[found[name].number > newest].min())
        sent[name], kept[name] = (_from(each[name], first) for each in (posted, found))
    return differences(sent, kept, by_ioc)


def _from(numbered: Numbered, first: int) -> Numbered:
    later = numbered.number >= first
    return Numbered(numbered.number[later], numbered.time[later])


def check_gaps_are_told(collecting: Collecting, sessions: list[Arrived], posted: dict[str, Numbered]) -> None:
    """Find for each kill the event of each PV from when on nothing was recorded."""
    stopped: dict[str, list[int]] = {name: [] for name in collecting.names}
    for event in archive.events(collecting.url, collecting.names):
        if event.kind == "stopped":
            stopped[event.pv].append(event.time)
    for name, times in stopped.items():
        newest = [posted[name].time[last[name][1] - collecting.ioc.first] for last in sessions]
        assert len(times) == KILLS
        assert all(at <= time for at, time in zip(newest, times, strict=True))
