"""Why does this PV not archive? Asked of the real stack, as things go wrong one after the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc, client_environment
from caflux_testing.stack import Stack
from caflux_testing.wait import until

RECORDS = """
record(ai, "$(P)one") { field(VAL, "1") field(PINI, "YES") }
record(ai, "$(P)gate") { field(VAL, "1") field(PINI, "YES") }
record(ai, "$(P)gated") { field(VAL, "1") field(PINI, "YES") }
"""


@pytest.fixture
def ioc(tmp_path: Path) -> Iterator[SoftIoc]:
    with running(SoftIoc(tmp_path, RECORDS)) as ioc:
        yield ioc


@pytest.fixture
def stack(ioc: SoftIoc, tmp_path: Path) -> Iterator[Stack]:
    with running(Stack(tmp_path / "stack", client_environment(ioc.ca_port))) as stack:
        yield stack


def causes(stack: Stack, name: str) -> list[str]:
    told = diagnosis(stack, name)
    assert told["archived"] is not any(one["blocks"] for one in told["findings"])
    return [one["cause"] for one in told["findings"]]


def diagnosis(stack: Stack, name: str) -> dict[str, Any]:
    url = f"{stack.config_url}/v1/pvs/{quote(name, safe='')}/diagnosis"
    told: dict[str, Any] = httpx.get(url, timeout=30, verify=PLAIN_HTTP).raise_for_status().json()
    return told


def wait_for(stack: Stack, name: str, cause: list[str]) -> None:
    until(
        lambda: causes(stack, name) == cause,
        what=f"{name} to be {cause}",
        seen=lambda: diagnosis(stack, name),
    )


def test_the_cause_is_told_and_follows_what_happens(ioc: SoftIoc, stack: Stack) -> None:
    one, gated, missing = f"{ioc.prefix}one", f"{ioc.prefix}gated", f"{ioc.prefix}missing"
    with stack.api() as api:
        rows = [{"name": one}, {"name": gated, "controlling_pv": f"{ioc.prefix}gate"}, {"name": missing}]
        api.post("/v1/pvs/import", json=rows).raise_for_status()
        wait_for(stack, one, [])
        assert diagnosis(stack, one)["sentence"].startswith("It is archived; its last event is of")
        wait_for(stack, missing, ["not_found"])
        assert "127." in diagnosis(stack, missing)["sentence"]

        ioc.put("gate", 0)
        wait_for(stack, gated, ["suspended"])
        api.post(f"/v1/pvs/{quote(missing, safe='')}/pause").raise_for_status()
        wait_for(stack, missing, ["paused"])
        ioc.stop()
        wait_for(stack, one, ["disconnected"])
        stack.manager.stop()
        wait_for(stack, one, ["collector_down"])
