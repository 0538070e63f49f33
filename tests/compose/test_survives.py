"""Containers are killed at random, under load; then all is well again, with no hand laid on anything."""

import os
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from caflux import monitor
from caflux_testing.compose import ComposeStack
from caflux_testing.running import running
from caflux_testing.smtp import SmtpServer
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.wait import until

SECONDS = float(os.environ.get("CAFLUX_TEST_KILL_S", "300"))
SEED = int(os.environ.get("CAFLUX_TEST_SEED", secrets.randbits(32)))
ONE_SHOT = ("init", "migrate", "demo-pvs")
PATIENCE_S = 900.0
CRON_S = 20.0
"""Between two rounds of the monitor; ten minutes would be too few of them."""
IN_A_ROW = 20
CRON = "cron@lab.example"

pytestmark = pytest.mark.timeout(SECONDS + 3 * PATIENCE_S)


class Cron:
    """Runs the monitor again and again, with as little around it as cron gives."""

    def __init__(self, stack: ComposeStack, server: SmtpServer, folder: Path) -> None:
        installed = stack.as_installed(folder)
        mail = [f"--mail-to={CRON}", f"--smtp={server.host}:{server.port}"]
        where = [f"--compose={installed}", f"--state={folder / 'state'}", "--between=2"]
        self._command = [sys.executable, "-I", monitor.__file__, *where, *mail]
        docker = {name: value for name, value in os.environ.items() if name.startswith("DOCKER_")}
        self._environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), **docker}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.said: list[str] = []

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the round that runs."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending.wait(CRON_S):
            with self.round() as process:
                said, _ = process.communicate()
            self.said.append(f"{process.returncode} {said}".strip())

    def round(self) -> subprocess.Popen[str]:
        """Begin one round."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self._command, env=self._environment, stdout=pipe, stderr=subprocess.STDOUT, text=True
        )


@pytest.fixture
def cron(stack: ComposeStack, mail_server: SmtpServer, tmp_path: Path) -> Iterator[Cron]:
    with running(Cron(stack, mail_server, tmp_path)) as cron:
        yield cron


def test_a_part_that_can_t_be_started_keeps_no_other_from_it(
    stack: ComposeStack, mail_server: SmtpServer, tmp_path: Path
) -> None:
    until(lambda: not ill(stack), PATIENCE_S, "all containers to be well", seen=lambda: ill(stack))
    stack.compose("pause", "influxdb")
    stack.kill("collector")
    stack.kill("frontend")
    with Cron(stack, mail_server, tmp_path).round():
        until(
            lambda: {"collector", "frontend"}.isdisjoint(ill(stack)),
            PATIENCE_S,
            "what can be started to be well",
            seen=lambda: ill(stack),
        )
        assert "influxdb" in ill(stack)
        stack.compose("unpause", "influxdb")
    until(lambda: not ill(stack), PATIENCE_S, "all containers to be well", seen=lambda: ill(stack))


@pytest.fixture
def admin(stack: ComposeStack, admin_password: str) -> Iterator[httpx.Client]:
    """Give a client that may do everything."""
    with httpx.Client(base_url=stack.url, timeout=30, trust_env=False) as client:
        asked = client.post("/api/config/v1/tokens", auth=("admin", admin_password)).raise_for_status()
        client.headers["Authorization"] = f"Bearer {asked.json()['token']}"
        yield client


def ill(stack: ComposeStack) -> dict[str, str]:
    """Give the containers that are not as they should be."""
    wanted = {name: "exited 0" if name in ONE_SHOT else "running healthy" for name in stack.states()}
    return {name: state for name, state in stack.states().items() if state != wanted[name]}


def unwell(web: httpx.Client) -> list[Any]:
    """Give what the supervisor says is not well, and incidents that last or that nobody was told of."""
    report = web.get("/api/supervisor/v1/health").raise_for_status().json()
    parts = [f"{part['name']}: {part['detail']}" for part in report["components"] if part["health"] != "ok"]
    return [*parts, *(each for each in incidents(web) if each["ended_at"] is None or not each["mailed"])]


def incidents(web: httpx.Client) -> list[dict[str, Any]]:
    answer = web.get("/api/supervisor/v1/incidents", params={"limit": 1_000}).raise_for_status()
    return list(answer.json())


def series(web: httpx.Client, pv: str, start: int) -> dict[str, Any]:
    """Give all samples and gaps of a PV since then."""
    query: dict[str, str | int] = {"pv": pv, "from": start, "to": "now", "points": 20_000}
    answer = web.get("/api/query/v1/data", params=query).raise_for_status()
    (found,) = answer.json()["series"]
    assert found["kind"] == "raw"
    return dict(found)


def rage(stack: ComposeStack, randomness: Random, say: Callable[[str], None]) -> None:
    """Kill this and that until the time is over, in each way at least once."""
    began = time.monotonic()
    services = sorted(set(stack.services()) - set(ONE_SHOT))
    first = [stack.kill, stack.crash, stack.hang]
    while first or time.monotonic() - began < SECONDS:
        way = first.pop() if first else randomness.choice([stack.crash] * 5 + [stack.kill] * 4 + [stack.hang])
        service = randomness.choice(services)
        say(f"{time.monotonic() - began:6.1f} s  {way.__name__:5} {service}")
        way(service)
        threading.Event().wait(randomness.uniform(1, 10))  # how often is what the test is about


def test_containers_killed_at_random_come_back_and_lose_nothing_untold(
    stack: ComposeStack,
    web: httpx.Client,
    admin: httpx.Client,
    cron: Cron,
    mail_server: SmtpServer,
    counters: SoftIoc,
    load: SoftIoc,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def say(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    names = [f"{counters.prefix}EXACT{number:02}" for number in range(20)]
    loads = [f"{load.prefix}LOAD{number:03}" for number in range(200)]
    rows = [{"name": name} for name in [*names, *loads]]
    admin.post("/api/config/v1/pvs/import", json=rows).raise_for_status()
    # A site has no such day: here no mail is to wait for the next hour.
    routes = {"routes": [{"name": "everybody", "to": ["operator@lab.example"]}], "most_per_hour": 1_000}
    admin.put("/api/supervisor/v1/mail/routes", json=routes).raise_for_status()
    began = time.time_ns()
    until(lambda: all_flow(web, names, began), PATIENCE_S, "the counters to be archived", ignoring=AWAY)
    until(lambda: not unwell(web), PATIENCE_S, "all to be well", seen=lambda: unwell(web), ignoring=AWAY)
    before = {each["id"] for each in incidents(web)}

    # One that the supervisor sees for certain: chance may keep it down itself all the time.
    stack.compose("pause", "query-api")
    until(lambda: {each["id"] for each in incidents(web)} - before, PATIENCE_S, "an incident", ignoring=AWAY)
    stack.compose("unpause", "query-api")

    say(f"\nCAFLUX_TEST_SEED={SEED}: containers are killed for {SECONDS:g} s")
    rage(stack, Random(SEED), say)

    calm = time.monotonic()
    until(
        lambda: not ill(stack), PATIENCE_S, "all containers to be back", seen=lambda: (ill(stack), cron.said)
    )
    back = time.monotonic() - calm
    last: list[str] = []

    def well_again() -> bool:
        nonlocal last
        named = [each if isinstance(each, str) else each["component"] for each in unwell(web)]
        now = sorted({each.partition(":")[0] for each in named})
        if now and now != last:
            last = now
            say(f"{time.monotonic() - calm:6.1f} s  not well: {', '.join(now)}")
        return not now

    until(well_again, PATIENCE_S, "all to be well", seen=lambda: unwell(web), ignoring=AWAY)
    well = time.monotonic() - calm

    recovered = time.time_ns()
    until(lambda: all_flow(web, names, recovered), PATIENCE_S, "what is posted now to be archived")
    causes = Counter[str]()
    for name in names:
        found = series(web, name, began)
        causes.update(causes_of_jumps(found))
        later = [value for at, value in zip(found["time"], found["value"], strict=True) if at >= recovered]
        assert later == list(range(int(later[0]), int(later[0]) + len(later))), f"{name} lacks events"
    during = [each for each in incidents(web) if each["id"] not in before]
    assert during
    until(
        lambda: not untold(mail_server, during),
        PATIENCE_S,
        "all to be mailed",
        seen=lambda: untold(mail_server, during),
    )
    say(
        f"all containers back after {back:.0f} s, all well after {well:.0f} s; {len(during)} incidents, "
        f"{len(mail_server.messages)} mails, {len(cron.said)} rounds of the monitor; gaps by {dict(causes)}"
    )


AWAY = (httpx.HTTPError,)


def all_flow(web: httpx.Client, names: list[str], since: int) -> bool:
    """Tell whether every PV has enough samples of that time or later."""
    return all(sum(at >= since for at in series(web, name, since)["time"]) >= IN_A_ROW for name in names)


def causes_of_jumps(found: dict[str, Any]) -> list[str]:
    """Give of each jump of a counter the cause of the gap that it is in."""
    causes = []
    samples = zip(found["time"], found["value"], strict=True)
    for (left, low), (right, high) in pairwise(samples):
        if high == low + 1:
            continue
        causes += [
            gap["cause"]
            for gap in found["gaps"]
            if gap["start"] <= right and (gap["stop"] is None or gap["stop"] >= left)
        ][:1] or [pytest.fail(f"{found['pv']}: {low} to {high}, {left} to {right}: no gap says why")]
    return causes


def untold(server: SmtpServer, during: list[dict[str, Any]]) -> list[str]:
    """Say which mails are still to come: the end of every incident, and what the monitor did.

    The supervisor waits a while for more news before it mails, and the monitor goes round by itself.
    """
    by_whom: dict[bool, list[str]] = {True: [], False: []}
    for message, to in zip(list(server.messages), server.inbox.recipients, strict=False):
        body = message.get_body(("plain",))
        assert body is not None
        by_whom[to == [CRON]].append(body.get_content())
    ends = [f"{incident['component']} is well again" for incident in during]
    missing = [told for told in ends if not any(told in text for text in by_whom[False])]
    if not any("- docker compose " in text for text in by_whom[True]):
        missing.append("what the monitor did")
    return missing
