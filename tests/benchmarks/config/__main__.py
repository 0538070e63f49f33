"""`make bench-config`: config-api with 100,000 PVs on a real MariaDB; one JSON object a measurement.

It prints how long an import, an export and a collector's share take, with the peak memory of config-api, and
the median of a page of each sort of list. `--pvs N` takes another number of PVs, `--sqlite` a SQLite file.
"""

import argparse
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from caflux_testing.mariadb import DatabaseServer
from caflux_testing.stack import Stack

PAGES: dict[str, dict[str, str]] = {
    "all": {},
    "part of the name": {"search": "bpm:77"},
    "glob": {"search": "SR:C0?-*{BPM:*7}*"},
    "regex": {"regex": "BPM:[0-9]*[13579]7.*X"},
    "group": {"group": "C07"},
    "tag": {"tag": "orbit"},
    "state": {"state": "paused"},
    "connection": {"connection": "unknown"},
    "sorted by time of change": {"sort": "-changed"},
    "all of them": {"search": "sr", "regex": "BPM", "group": "C07", "tag": "orbit", "sort": "-rate"},
}
REPEAT = 15


def table(number: int, deadband: float) -> bytes:
    """Give PVs as CSV."""
    text = io.StringIO()
    text.write("name,mode,period_s,deadband,groups,tags,state,description\r\n")
    for k in range(number):
        cell, state = f"C{k % 32:02}", "paused" if k % 50 == 0 else "active"
        scan = "scan,10" if k % 3 == 0 else "monitor,"
        tags = "orbit fast" if k % 4 == 0 else "slow"
        name = f"SR:{cell}-BI{{BPM:{k}}}Pos:X-I"
        text.write(f"{name},{scan},{deadband},{cell} ring,{tags},{state},Horizontal position {k}\r\n")
    return text.getvalue().encode()


@contextmanager
def served(folder: Path, *, sqlite: bool) -> Iterator[Stack]:
    """Give a stack of which config-api runs."""
    server = None if sqlite else DatabaseServer.own(folder)
    if server is not None:
        server.start()
    url = "" if server is None else server.new_database()
    stack = Stack(folder / "stack", database_url=url)
    try:
        stack.start_config_api()
        yield stack
    finally:
        stack.stop()
        if server is not None:
            server.stop()


def peak_mb(stack: Stack) -> float:
    """Give the most memory that config-api ever had, MB."""
    status = Path(f"/proc/{stack.config_api.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) / 1024, 1)


def cpu_s(stack: Stack) -> float:
    """Give how long config-api has had a processor, s: what says something on a machine that does more."""
    fields = Path(f"/proc/{stack.config_api.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed(work: Callable[[], httpx.Response]) -> tuple[float, httpx.Response]:
    """Give how many seconds an answer took, and the answer."""
    begin = time.perf_counter()
    answer = work()
    took = time.perf_counter() - begin
    answer.raise_for_status()
    return took, answer


def measure(stack: Stack, number: int) -> Iterator[dict[str, Any]]:
    """Give what was measured, one after the other."""
    with stack.api() as api:
        api.timeout = httpx.Timeout(600)

        def load(body: bytes, **query: str) -> dict[str, Any]:
            headers = {"Content-Type": "text/csv"}
            post, before = api.post, cpu_s(stack)
            took, answer = timed(lambda: post("/v1/pvs/import", content=body, headers=headers, params=query))
            result = answer.json()
            counts = {key: result[key] for key in ("added", "changed", "unchanged")}
            return {
                "s": round(took, 2),
                "cpu_s": round(cpu_s(stack) - before, 2),
                "peak_mb": peak_mb(stack),
                **counts,
            }

        yield {"measurement": "begin", "peak_mb": peak_mb(stack)}
        yield {"measurement": "dry run", **load(table(number, 0.1), dry_run="true")}
        yield {"measurement": "import, all new", **load(table(number, 0.1))}
        yield {"measurement": "import, all changed", **load(table(number, 0.2))}
        yield {"measurement": "import, all the same", **load(table(number, 0.2))}
        took, answer = timed(lambda: api.get("/v1/pvs/export", params={"format": "csv"}))
        yield {"measurement": "export", "s": round(took, 2), "bytes": len(answer.content)}
        yield from _shares(stack, api, number)
        yield from _pages(stack, api)
        yield {"measurement": "end", "peak_mb": peak_mb(stack)}


def _shares(stack: Stack, api: httpx.Client, number: int) -> Iterator[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {stack.service_token}"}
    body = {"host": "here", "version": "0", "engine_url": "http://127.0.0.1:1"}
    api.put("/v1/collectors/one", json=body, headers=headers).raise_for_status()
    for what in ("share, first", "share, again"):
        before = cpu_s(stack)
        took, answer = timed(lambda: api.get("/v1/collectors/one/assignment", headers=headers))
        assert len(answer.json()["pvs"]) == number
        yield {
            "measurement": what,
            "s": round(took, 2),
            "cpu_s": round(cpu_s(stack) - before, 2),
            "bytes": len(answer.content),
        }


def _pages(stack: Stack, api: httpx.Client) -> Iterator[dict[str, Any]]:
    took, _ = timed(lambda: api.get("/v1/pvs"))
    yield {"measurement": "page, first", "ms": round(took * 1e3, 1)}
    for name, query in PAGES.items():
        times, before = [], cpu_s(stack)
        for _ in range(REPEAT):
            took, answer = timed(lambda query=query: api.get("/v1/pvs", params=query))  # type: ignore[misc]
            times.append(took * 1e3)
        total = answer.json()["total"]
        cpu_ms = round((cpu_s(stack) - before) / REPEAT * 1e3, 1)
        spread = {"ms": round(statistics.median(times), 1), "worst_ms": round(max(times), 1)}
        yield {"measurement": f"page, {name}", "total": total, **spread, "cpu_ms": cpu_ms}


def main() -> None:
    """Measure, and print each figure as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pvs", type=int, default=100_000)
    parser.add_argument("--sqlite", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="caflux-bench-") as folder:
        Path(folder).chmod(0o755)  # MariaDB's own user goes in there
        with served(Path(folder), sqlite=given.sqlite) as stack:
            for result in measure(stack, given.pvs):
                print(json.dumps(result), flush=True)  # noqa: T201 - this is its result


if __name__ == "__main__":
    main()
