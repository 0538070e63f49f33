"""A PV's fields beside it, and its history under a new name: from the IOC to what is read again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until

DATABASE = """\
record(ao, "$(P)OLD") { field(HIHI, "10") field(DESC, "before") field(VAL, "1") field(PINI, "YES") }
record(ao, "$(P)NEW") { field(HIHI, "10") field(DESC, "after") field(VAL, "2") field(PINI, "YES") }
"""


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    return soft_ioc(DATABASE)


@pytest.fixture
def stack(ioc: SoftIoc, tmp_path: Path) -> Iterator[Stack]:
    with running(Stack(tmp_path / "stack", ioc.environment)) as stack:
        yield stack


def values(stack: Stack, pv: str) -> list[Any]:
    """Give the values of a PV, as query-api has them."""
    answer = httpx.get(
        f"{stack.query_url}/v1/data",
        params={"pv": pv, "from": 0, "to": "now+1h"},
        timeout=30,
        verify=PLAIN_HTTP,
    )
    if answer.status_code == httpx.codes.NOT_FOUND:
        return []
    answer.raise_for_status()
    (series,) = answer.json()["series"]
    return list(series["value"])


def test_fields_are_archived_beside_their_pv(stack: Stack, ioc: SoftIoc) -> None:
    pv = f"{ioc.prefix}OLD"
    with stack.api() as api:
        api.put(f"/v1/pvs/{pv}", json={"fields": ["HIHI", "DESC"]}).raise_for_status()
    until(lambda: values(stack, f"{pv}.HIHI") == [10], what="the limit to be archived")
    ioc.put("OLD.HIHI", 20)
    until(lambda: values(stack, f"{pv}.HIHI") == [10, 20], what="the new limit to be archived")
    until(lambda: values(stack, f"{pv}.DESC") == ["before"], what="the description to be archived")
    assert values(stack, pv) == [1]


def test_a_renamed_record_is_one_pv(stack: Stack, ioc: SoftIoc) -> None:
    old, new = f"{ioc.prefix}OLD", f"{ioc.prefix}NEW"
    with stack.api() as api:
        api.put(f"/v1/pvs/{old}", json={"fields": ["DESC"]}).raise_for_status()
        until(lambda: values(stack, f"{old}.DESC") == ["before"], what="the old record to be archived")
        until(lambda: values(stack, old) == [1], what="its value to be archived")
        api.post(f"/v1/pvs/{old}/rename", json={"to": new}).raise_for_status()
    for name in (old, new):
        until(lambda name=name: values(stack, name) == [1, 2], what=f"both under {name}")  # type: ignore[misc]
        found = f"{name}.DESC"
        until(lambda name=found: values(stack, name) == ["before", "after"], what=found)  # type: ignore[misc]
    ioc.put("NEW", 3)
    until(lambda: values(stack, old) == [1, 2, 3], what="what is new under the old name")
