"""What the engine learns from channels: metadata, access rights, types that change; on either callback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from caflux_testing import archive
from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.stack import Stack
from caflux_testing.wait import until

DATABASE = """\
record(ao, "$(P)GAP") {
  field(DESC, "Gap of the undulator") field(EGU, "mm") field(PREC, "3") field(HOPR, "40") field(LOPR, "-1")
  field(HIHI, "35") field(HHSV, "MAJOR") field(PINI, "YES")
}
record(mbbo, "$(P)MODE") { field(ZRST, "Off") field(ONST, "On") field(DESC, "Mode") }
record(calc, "$(P)SECRET") { field(ASG, "SECRET") field(SCAN, ".1 second") field(CALC, "VAL+1") }
record(calc, "$(P)OPEN") { field(SCAN, ".1 second") field(CALC, "VAL+1") }
"""
TOO_LONG = "\N{MUSICAL SYMBOL G CLEF}" * 255
"""More bytes than a search takes, though not more characters than a name may have."""
OPEN = "ASG(DEFAULT) { RULE(1, READ) }\nASG(SECRET) { RULE(1, READ) }\n"
SHUT = "ASG(DEFAULT) { RULE(1, READ) }\nASG(SECRET) { RULE(0, NONE) }\n"
NO_COMPILED = """\
import sys
from importlib.machinery import ModuleSpec


class NotCompiled:
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, None) if name == "caflux_collector._ring" else None


sys.meta_path.insert(0, NotCompiled())
"""
"""As on a machine where the callback could not be compiled."""


@pytest.fixture
def ioc(soft_ioc: SoftIocFactory) -> SoftIoc:
    return soft_ioc(DATABASE, access=SHUT)


@pytest.fixture(params=["compiled", "python"])
def stack(request: pytest.FixtureRequest, ioc: SoftIoc, tmp_path: Path) -> Iterator[Stack]:
    """Give a stack whose engine has either callback."""
    settings = {}
    if request.param == "python":
        (tmp_path / "sitecustomize.py").write_text(NO_COMPILED, encoding="utf-8")
        settings["PYTHONPATH"] = str(tmp_path)
    with running(Stack(tmp_path / "stack", ioc.environment, settings=settings)) as stack:
        assert stack.engine_status()["callback"] == request.param
        yield stack


def metadata(stack: Stack, pv: str) -> dict[str, Any]:
    answer = httpx.get(
        f"{stack.config_url}/v1/metadata", params={"pv": pv}, timeout=30, verify=PLAIN_HTTP
    ).raise_for_status()
    return next(iter(answer.json()), {})


def versions(stack: Stack, pv: str) -> list[dict[str, Any]]:
    url = f"{stack.config_url}/v1/metadata/versions"
    found: list[dict[str, Any]] = (
        httpx.get(url, params={"pv": pv}, timeout=30, verify=PLAIN_HTTP).raise_for_status().json()
    )
    return found


def reasons(stack: Stack) -> dict[str, str]:
    table = (
        httpx.get(f"{stack.engine_url}/status/pvs", timeout=30, verify=PLAIN_HTTP).raise_for_status().json()
    )
    return dict(zip(table["name"], table["reason"], strict=True))


@pytest.mark.timeout(400)
def test_metadata_access_and_type(stack: Stack, ioc: SoftIoc, soft_ioc: SoftIocFactory) -> None:
    gap, mode, limit, secret, free = (ioc.prefix + x for x in ("GAP", "MODE", "GAP.HIHI", "SECRET", "OPEN"))
    stack.archive_pvs([TOO_LONG, gap, mode, limit, secret, free])
    (reason,) = until(lambda: stack.engine_status()["refused"].values(), what="the reason of a refusal")
    assert TOO_LONG in reason
    assert archive.kinds(stack.archive_url, TOO_LONG) == []
    check_metadata(stack, ioc)
    check_access(stack, ioc, secret, free)
    check_new_version(stack, ioc, soft_ioc)


def check_metadata(stack: Stack, ioc: SoftIoc) -> None:
    gap, mode, limit = (ioc.prefix + name for name in ("GAP", "MODE", "GAP.HIHI"))
    for pv in (gap, mode, limit):
        wait_for_description(stack, pv)
    known = metadata(stack, gap)
    assert (known["description"], known["egu"], known["precision"]) == ("Gap of the undulator", "mm", 3)
    assert (known["display_low"], known["display_high"], known["alarm_high"]) == (-1, 40, 35)
    assert (known["native_type"], known["element_count"]) == ("double", 1)
    assert known["ioc_host"].endswith(f":{ioc.ca_port}")
    assert (metadata(stack, mode)["enum_strings"], metadata(stack, mode)["description"]) == (
        ["Off", "On"],
        "Mode",
    )
    assert metadata(stack, limit)["description"] == "Gap of the undulator"
    (connected,) = [event for event in archive.events(stack.archive_url, [gap]) if event.kind == "connected"]
    assert [version["valid_from_ns"] for version in versions(stack, gap)] == [connected.time]


def wait_for_description(stack: Stack, pv: str) -> None:
    until(lambda: metadata(stack, pv).get("description"), what=f"the description of {pv}")


def check_access(stack: Stack, ioc: SoftIoc, secret: str, free: str) -> None:
    until(lambda: reasons(stack)[secret] == "no read access", what="the reason", seen=lambda: reasons(stack))
    assert reasons(stack)[free] == ""
    wait_for_kinds(stack, secret, "started", "connected", "noaccess")
    assert len(archive.samples(stack.archive_url, secret)) == 0
    ioc.set_access(OPEN)
    wait_for_kinds(stack, secret, "access")
    until(lambda: len(archive.samples(stack.archive_url, secret)) > 5, what="samples")
    until(lambda: metadata(stack, secret).get("native_type") == "double", what="metadata")
    assert reasons(stack)[secret] == ""

    ioc.set_access(SHUT)
    wait_for_kinds(stack, secret, "access", "noaccess")
    ioc.set_access(OPEN)
    wait_for_kinds(stack, secret, "noaccess", "access")
    until(lambda: not reasons(stack)[secret], what="no reason")
    assert archive.kinds(stack.archive_url, free) == ["started", "connected"]
    answer = httpx.get(
        f"{stack.query_url}/v1/data", params={"pv": secret, "from": "now-1h"}, timeout=30, verify=PLAIN_HTTP
    )
    gaps = answer.raise_for_status().json()["series"][0]["gaps"]
    assert [gap["cause"] for gap in gaps][-1] == "noaccess"
    assert all(gap["stop"] for gap in gaps)


def check_new_version(stack: Stack, ioc: SoftIoc, soft_ioc: SoftIocFactory) -> None:
    gap = f"{ioc.prefix}GAP"
    before = versions(stack, gap)
    changed = DATABASE.replace("record(ao,", "record(longout,").replace('field(PREC, "3")', "")
    ioc.kill()
    wait_for_kinds(stack, gap, "disconnected")
    assert reasons(stack)[gap] == "not connected"
    soft_ioc(changed, prefix=ioc.prefix, port=ioc.ca_port)
    until(lambda: metadata(stack, gap).get("native_type") == "long", what="the new type")
    first, second = versions(stack, gap)
    assert [first] == before
    assert second["valid_from_ns"] > first["valid_from_ns"]
    assert (second["description"], second["precision"]) == ("Gap of the undulator", None)
    wait_for_kinds(stack, gap, "disconnected", "connected", "typechange")


def wait_for_kinds(stack: Stack, pv: str, *kinds: str) -> None:
    """Wait until the last events of a PV are of these kinds."""
    until(
        lambda: archive.kinds(stack.archive_url, pv)[-len(kinds) :] == list(kinds),
        what=f"events {kinds} of {pv}",
        seen=lambda: archive.kinds(stack.archive_url, pv),
    )
