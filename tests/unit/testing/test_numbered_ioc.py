"""The IOC of numbered posts posts what it says, and the comparison finds what differs."""

from pathlib import Path

import numpy as np
import pytest
from caflux_testing.ca_client import CaClient
from caflux_testing.numbered_compare import differences, missing
from caflux_testing.numbered_ioc import Numbered, NumberedIoc
from caflux_testing.replaced import replaced
from caflux_testing.running import running
from caflux_testing.wait import until

STORM = 2_000


@pytest.mark.parametrize("kind", ["ai", "longin"])
def test_a_client_sees_each_post_that_the_ioc_does_not_replace(tmp_path: Path, kind: str) -> None:
    ioc = NumberedIoc(tmp_path, 3, kind=kind, first=7)
    with running(ioc), running(CaClient(tmp_path / "client.log", ioc.environment, ioc.names)) as client:
        ioc.go()
        until(lambda: ioc.posted_numbers().min() > 12, what="some posts")
        ioc.jump(-3_600_000_000_007)
        until(lambda: ioc.posted_numbers().min() > 17, what="some posts after a jump")
        ioc.halt()
        ioc.storm(1, STORM)
        posted, by_ioc = ioc.posted(), replaced(ioc, ioc.names)
        total = sum(len(each.number) for each in posted.values()) - sum(by_ioc.values())
        until(lambda: len(client.events()) == total, 60, f"{total} events", seen=lambda: len(client.events()))
        seen = {name: numbered(client, name) for name in ioc.names}
    assert differences(posted, seen, by_ioc) == []
    assert len(posted[ioc.names[1]].number) > STORM
    assert np.diff(posted[ioc.names[0]].time).min() < 0


def test_of_strings_a_client_may_miss_some_but_not_the_last(tmp_path: Path) -> None:
    ioc = NumberedIoc(tmp_path, 3, kind="stringin")
    with running(ioc), running(CaClient(tmp_path / "client.log", ioc.environment, ioc.names)) as client:
        ioc.go()
        until(lambda: ioc.posted_numbers().min() > 5, what="some posts")
        ioc.halt()
        posted = ioc.posted()

        def newest() -> list[int]:
            return [int(max(numbered(client, name).number, default=-1)) for name in ioc.names]

        until(lambda: newest() == [each.number[-1] for each in posted.values()], what="the last of each PV")
        seen = {name: numbered(client, name) for name in ioc.names}
    missed = {name: len(missing(posted[name], seen[name])) for name in ioc.names}
    assert differences(posted, seen, missed) == []


def numbered(client: CaClient, name: str) -> Numbered:
    """Give what a client saw of a PV."""
    events = client.events(name)
    numbers = [int(float(event.value)) for event in events]
    return Numbered(np.array(numbers, np.int64), np.array([event.time for event in events], np.int64))


def posts(*numbers: int, late: int = 0) -> dict[str, Numbered]:
    """Give posts of one PV; the last may be late."""
    times = [1_000 * number for number in numbers]
    times[-1] += late
    return {"A": Numbered(np.array(numbers, np.int64), np.array(times, np.int64))}


def test_the_comparison_finds_what_is_missing() -> None:
    assert differences(posts(1, 2, 3), posts(1, 2, 3)) == []
    assert differences(posts(1, 2, 3), posts(1, 3)) == ["A: 1 of 3 are missing, not 0: [2]"]
    assert differences(posts(1, 2, 3), posts(1, 3), {"A": 1}) == []
    assert differences(posts(1, 2, 3), posts(1, 2, 3), {"A": 1}) == ["A: 0 of 3 are missing, not 1: []"]
    assert missing(posts(1, 2, 3)["A"], posts(3)["A"]).tolist() == [1, 2]


def test_the_comparison_finds_what_was_not_posted() -> None:
    assert differences(posts(1, 2), posts(1, 2, 3)) == ["A: [3] were never posted"]
    assert differences(posts(1, 2), posts(1, 1, 2)) == ["A: 1 stand there more than once"]
    assert differences(posts(1, 2), posts(1, 2, late=1)) == [
        "A: 1 have a wrong time, as 2: posted at 2000, archived at 2001"
    ]
