"""The exact IOC's log is the truth: another Channel Access client sees just what is in it."""

import json
import math
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from caflux_testing.ca_client import CaClient
from caflux_testing.exact_ioc import ExactIoc, Posts
from caflux_testing.ioc.kinds import (
    ARRAY_PERIOD_S,
    KINDS,
    PERIODS_S,
    STRING_BYTES,
    alarm,
    double,
    exact_pvs,
    text,
)
from caflux_testing.running import running
from caflux_testing.wait import until


def test_the_pvs_have_every_kind_at_every_rate() -> None:
    pvs = exact_pvs("P:", 200)
    assert len({pv.name for pv in pvs}) == 200
    assert {(pv.kind, pv.period_s) for pv in pvs} == {
        (kind, max(period, ARRAY_PERIOD_S) if of_kind.is_array else period)
        for kind, of_kind in KINDS.items()
        for period in PERIODS_S
    }


def same(kind: str, logged: Any, seen: Any) -> bool:
    if isinstance(logged, float):
        return (math.isnan(logged) and math.isnan(seen)) or logged == seen
    if isinstance(logged, str):
        texts = json.loads(logged) if kind == "strings" else [logged]
        # pyepics cuts white space off the end.
        return [one.rstrip() for one in texts] == [one.rstrip() for one in np.atleast_1d(seen)]
    return np.array_equal(logged, np.atleast_1d(seen), equal_nan=logged.dtype.kind == "f")


def test_a_client_sees_what_is_logged_and_nothing_else(tmp_path: Path) -> None:
    ioc = ExactIoc(tmp_path, 2 * len(KINDS))
    client = CaClient(tmp_path / "client.log", ioc.environment, [pv.name for pv in ioc.pvs])
    with running(ioc), running(client):
        until(
            lambda: {event.pv for event in client.events()} == {pv.name for pv in ioc.pvs},
            what="first values",
        )
        ioc.go()
        until(
            lambda: min(Counter(e.pv for e in client.events()).values()) >= 4, what="four events of every PV"
        )
        posts = ioc.halt()
        total = sum(len(of_pv) for of_pv in posts.values())
        until(
            lambda: len(client.events()) >= total,
            what="as many events as posts",
            seen=lambda: _unseen(client, posts),
        )
    for pv in ioc.pvs:
        events, of_pv = client.events(pv.name), posts[pv.name]
        logged = list(zip(of_pv.time, of_pv.severity, of_pv.status, strict=True))
        assert [(e.time, e.severity, e.status) for e in events] == logged
        values = [(e.value, value) for e, value in zip(events, of_pv.value, strict=True)]
        assert [(seen, value) for seen, value in values if not same(pv.kind, value, seen)] == []


def _unseen(client: CaClient, posts: dict[str, Posts]) -> dict[str, set[int]]:
    """Give the times of what was posted and not seen, of the PVs that have such."""
    missing = {
        pv: set(of_pv.time) - {event.time for event in client.events(pv)} for pv, of_pv in posts.items()
    }
    return {pv: times for pv, times in missing.items() if times}


def test_the_values_are_hard_on_an_archive() -> None:
    random = Random(1)
    doubles = [double(random) for _ in range(1_000)]
    assert any(map(math.isnan, doubles))
    assert {math.inf, -math.inf} < set(doubles)
    texts = [text(random, STRING_BYTES) for _ in range(1_000)]
    assert max(len(one.encode()) for one in texts) == STRING_BYTES
    assert set('"\\\n,= ') < set("".join(texts))
    assert not all(one.isascii() for one in texts)
    assert "" in texts
    assert {alarm(random)[0] for _ in range(100)} == {0, 1, 2, 3}
    assert all((severity == 0) == (status == 0) for severity, status in (alarm(random) for _ in range(100)))


def test_some_timestamps_run_backwards_and_none_repeats(tmp_path: Path) -> None:
    with running(ExactIoc(tmp_path, len(KINDS))) as ioc:
        ioc.go()
        backwards = [pv.name for pv in ioc.pvs if pv.backwards]
        until(lambda: any(_turns(ioc.posts()[name].time) for name in backwards), what="an older time")
        posts = ioc.halt()
    assert not any(_turns(posts[pv.name].time) for pv in ioc.pvs if not pv.backwards)
    assert all(len(set(of_pv.time)) == len(of_pv) for of_pv in posts.values())


def _turns(times: list[int]) -> bool:
    return times != sorted(times)
