"""IOCs die, come back as something else, or are two of a name."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from caflux_testing import accounting, archive
from caflux_testing.collecting import PATIENCE_S, Collecting
from caflux_testing.influxd import InfluxServer
from caflux_testing.numbered_compare import archived, differences, missing
from caflux_testing.numbered_ioc import Numbered, NumberedIoc
from caflux_testing.replaced import replaced
from caflux_testing.running import running
from caflux_testing.wait import until

EVENTS = 10_000
COME_AND_GONE = ["connected", "disconnected", "connected"]
SECOND = 1_000_000
"""The first number of a second IOC: it tells which of the two posted what is archived."""

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def collecting(tmp_path: Path, influxd: InfluxServer) -> Iterator[Collecting]:
    with running(Collecting(tmp_path, influxd.new_database())) as collecting:
        collecting.wait_archived(EVENTS)
        yield collecting


def split(found: Mapping[str, Numbered]) -> tuple[dict[str, Numbered], dict[str, Numbered]]:
    """Tell apart what two IOCs posted."""
    first, second = {}, {}
    for name, each in found.items():
        later = each.number >= SECOND
        first[name] = Numbered(each.number[~later], each.time[~later])
        second[name] = Numbered(each.number[later], each.time[later])
    return first, second


def wait_for_last(collecting: Collecting, ioc: NumberedIoc) -> None:
    """Wait until the last post of each PV of an IOC is received, and all that was received is written."""
    newest = {name: int(each.time[-1]) for name, each in ioc.posted().items()}
    until(lambda: collecting.engine.table("last_event_ns") == newest, PATIENCE_S, "the last post of each PV")
    assert accounting.settled(collecting.engine.url, timeout=PATIENCE_S)["dropped"] == {}


def wait_for_second(collecting: Collecting) -> None:
    """Wait until each PV has a value of the second IOC; it has the time of that IOC's beginning, or later."""
    begun = {name: int(each.time[0]) for name, each in collecting.iocs[-1].posted().items()}

    def has_come() -> bool:
        last = collecting.engine.table("last_event_ns")
        return all(last[name] >= begun[name] for name in begun)

    until(has_come, PATIENCE_S, "each PV to be of the second IOC")


def kinds(collecting: Collecting, *kinds: str) -> dict[str, list[str]]:
    """Give each PV's events of these kinds, in order."""
    found: dict[str, list[str]] = {name: [] for name in collecting.names}
    for event in archive.events(collecting.url, collecting.names):
        if event.kind in kinds:
            found[event.pv].append(event.kind)
    return found


def test_killed_and_restarted(collecting: Collecting, tmp_path: Path) -> None:
    killed = collecting.ioc
    collecting.settle()
    sure, by_ioc = killed.posted(), replaced(killed, collecting.names)
    killed.go()
    collecting.wait_received(EVENTS)
    killed.kill()
    until(lambda: collecting.engine.status()["connected"] == 0, PATIENCE_S, "no PV to be connected")
    ioc = NumberedIoc(tmp_path, like=killed, first=SECOND)
    collecting.iocs.append(ioc)
    ioc.start()
    wait_for_second(collecting)
    ioc.go()
    collecting.wait_received(EVENTS)
    ioc.halt()
    wait_for_last(collecting, ioc)

    before, after = split(archived(collecting.url, collecting.names))
    assert differences(ioc.posted(), after, replaced(ioc, collecting.names)) == []
    # What the IOC had not sent when it was killed is gone with it; nothing else of it is missing.
    posted = killed.posted()
    lost = {name: len(missing(posted[name], before[name])) for name in posted}
    assert differences(posted, before, lost) == []
    early = {
        name: Numbered(each.number[: len(sure[name].number)], each.time) for name, each in before.items()
    }
    assert [n for n in sure if len(missing(sure[n], early[n])) != by_ioc.get(n, 0)] == []
    total = sum(len(each.number) for each in [*before.values(), *after.values()])
    assert accounting.check(collecting.engine.url)["archived"] == total
    told = kinds(collecting, "connected", "disconnected")
    assert told == dict.fromkeys(collecting.names, COME_AND_GONE)


@pytest.mark.parametrize("kind", ["longin", "stringin"])
def test_restarted_with_another_type(collecting: Collecting, tmp_path: Path, kind: str) -> None:
    collecting.finish()
    posted = collecting.ioc.posted()
    by_ioc = replaced(collecting.ioc, collecting.names)
    collecting.ioc.stop()
    until(lambda: collecting.engine.status()["connected"] == 0, PATIENCE_S, "no PV to be connected")
    ioc = NumberedIoc(tmp_path, like=collecting.ioc, first=SECOND, kind=kind)
    collecting.iocs.append(ioc)
    ioc.start()
    wait_for_second(collecting)
    ioc.go()
    collecting.wait_received(EVENTS)
    ioc.halt()
    wait_for_last(collecting, ioc)

    before, after = split(archived(collecting.url, collecting.names))
    assert differences(posted, before, by_ioc) == []
    lost = replaced(ioc, collecting.names)
    if kind == "stringin":
        texts = archive.samples(collecting.url, collecting.names[0]).other
        assert texts is not None
        assert texts[-1] is not None
        after = {name: as_posted(ioc.posted()[name], each) for name, each in after.items()}
        # The CA server does not queue strings: it may let any go but the last.
        lost = {name: len(missing(each, after[name])) for name, each in ioc.posted().items()}
        assert sum(lost.values()) < EVENTS / 2
    assert differences(ioc.posted(), after, lost) == []
    assert kinds(collecting, "typechange") == {name: ["typechange"] for name in collecting.names}


def as_posted(posted: Numbered, found: Numbered) -> Numbered:
    """Leave out what came as a number before the type was known: libca subscribes again as it was at first.

    The text of the same time is archived 1 ns later.
    """
    text = np.append(np.diff(found.number) != 0, True)
    number, time = found.number[text], found.time[text]
    return Numbered(number, np.where(np.isin(time, posted.time), time, time - 1))


def test_two_serve_one_name(tmp_path: Path, influxd: InfluxServer) -> None:
    one = NumberedIoc(tmp_path)
    two = NumberedIoc(tmp_path, like=one, beside=True, first=SECOND)
    collecting = Collecting(tmp_path, influxd.new_database(), iocs=[one, two])
    with running(two), running(collecting):
        two.go()
        collecting.wait_archived(EVENTS)
        for ioc in (one, two):
            ioc.halt()
        by_ioc = {**replaced(one, collecting.names), **replaced(two, collecting.names)}
        halted = accounting.settled(collecting.engine.url, timeout=PATIENCE_S)
        assert halted["dropped"] == {}
        # Each PV is archived from one of them, wholly.
        of_one, of_two = split(archived(collecting.url, collecting.names))
        served = {name: one if len(of_one[name].number) else two for name in collecting.names}
        assert all(not len(of_one[name].number) or not len(of_two[name].number) for name in served)
        found = {name: (of_one if served[name] is one else of_two)[name] for name in served}
        posted = {name: served[name].posted()[name] for name in served}
        assert all(collecting.engine.table("also_served_by").values())
        assert differences(posted, found, by_ioc) == []
        one.kill()
        wait_for_second(collecting)
        two.go()
        collecting.wait_received(EVENTS)
        two.halt()
        wait_for_last(collecting, two)
        after = split(archived(collecting.url, collecting.names))[1]
        by_ioc = replaced(two, collecting.names)
        # Of those that were the other one's, what this one holds when they come is the first.
        sent = {name: since(each, int(after[name].number.min())) for name, each in two.posted().items()}
        assert differences(sent, after, by_ioc) == []
        moved = [name for name in served if served[name] is one]
        told = kinds(collecting, "connected", "disconnected")
        assert all(told[name] == COME_AND_GONE for name in moved)
        assert kinds(collecting, "double") == {name: ["double"] for name in collecting.names}


def since(posted: Numbered, first: int) -> Numbered:
    """Give the posts from a number on."""
    later = posted.number >= first
    return Numbered(posted.number[later], posted.time[later])
