"""The measurements; each gives medians in ms, and how query-api's compare with influxd's own."""

import asyncio
import http.client
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from rig import DAY, FAST, NS, START, Rig

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "Pandas/Numpy is not available", UserWarning)
    from aioinflux import InfluxDBClient

Result = dict[str, Any]
HOUR = 3_600 * NS
_MSGPACK = {"Accept": "application/x-msgpack"}
_ARROW = {"Accept": "application/vnd.apache.arrow.stream"}


def raw(rig: Rig, repeat: int, hours: int, form: str) -> Result:
    """Read hours of one PV at 10 Hz as they were archived, cold: each repetition another span."""
    samples = hours * 36_000
    starts = [START + (k % (25 - hours)) * HOUR for k in range(repeat)]
    spans = [(start, start + hours * HOUR) for start in starts]
    asked = [data(rig.cold, [FAST], *span, samples, form) for span in spans]
    ours = [timed(call) for call in asked]
    own = [timed(_influx(rig, FAST, *span)) for span in spans]
    plain = [asyncio.run(_aioinflux(rig, FAST, *span)) for span in spans]
    size = len(asked[-1]())
    result = compared(ours, own)
    result |= {"aioinflux_ms": _median(plain), "times_faster": round(_median(plain) / _median(ours), 1)}
    return {"samples": samples, "bytes": size, **result}


def again(rig: Rig, repeat: int) -> Result:
    """Read the same hour again and again."""
    call = data(rig.query, [FAST], START + HOUR, START + 2 * HOUR, 36_000, "json")
    call()
    return {"samples": 36_000, "ms": _median([timed(call) for _ in range(repeat)])}


def bins(rig: Rig, repeat: int, pvs: Sequence[str], points: int) -> Result:
    """Read a day of PVs as bins."""
    calls = [data(rig.cold, pvs, START + k, START + DAY, points, "json") for k in range(repeat)]
    ours = [timed(call) for call in calls]
    own = [timed(_influx_mean(rig, pvs, points)) for _ in range(min(3, repeat))]
    return {"pvs": len(pvs), "points": points, "bytes": len(calls[0]()), **compared(ours, own)}


def compared(ours: list[float], own: list[float]) -> Result:
    return {
        "ms": _median(ours),
        "worst_ms": round(max(ours), 1),
        "influxd_ms": _median(own),
        "ratio": round(_median(ours) / _median(own), 2),
    }


def _median(times: list[float]) -> float:
    return round(statistics.median(times), 1)


def timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1_000


def data(base: str, pvs: Sequence[str], start: int, stop: int, points: int, form: str) -> Callable[[], bytes]:
    query = urlencode([("pv", pv) for pv in pvs] + [("from", start), ("to", stop), ("points", points)])
    headers = _ARROW if form == "arrow" else {}
    return _call(base, f"/v1/data?{query}", headers)


def _influx(rig: Rig, pv: str, start: int, stop: int) -> Callable[[], bytes]:
    return select(
        rig, f"SELECT value FROM sample WHERE pv = '{pv}' AND time >= {start} AND time < {stop}"
    )  # fmt: skip


def _influx_mean(rig: Rig, pvs: Sequence[str], points: int) -> Callable[[], bytes]:
    names = " OR ".join(f"pv = '{pv}'" for pv in pvs)
    return select(
        rig,
        f"SELECT mean(value), min(value), max(value), count(value) FROM sample WHERE ({names}) "
        f"AND time >= {START} AND time < {START + DAY} GROUP BY pv, time({DAY // points // NS}s)",
    )


def select(rig: Rig, statement: str) -> Callable[[], bytes]:
    query = urlencode(
        {"q": statement, "db": rig.database, "epoch": "ns", "chunked": "true", "chunk_size": 100_000}
    )
    return _call(rig.influx, f"/query?{query}", _MSGPACK)


def _call(base: str, path: str, headers: dict[str, str]) -> Callable[[], bytes]:
    """Give a call over a connection of its own, which is opened anew: servers close idle ones."""
    place = urlsplit(base)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)

    def call() -> bytes:
        connection.close()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}: {body[:500]!r}")
        return body

    return call


async def _aioinflux(rig: Rig, pv: str, start: int, stop: int) -> float:
    """Read with aioinflux as its documentation says; give ms."""
    place = urlsplit(rig.influx)
    async with InfluxDBClient(host=place.hostname, port=place.port, db=rig.database) as client:
        await client.ping()
        begin = time.perf_counter()
        answer = await client.query(
            f"SELECT value FROM sample WHERE pv = '{pv}' AND time >= {start} AND time < {stop}", epoch="ns"
        )
        rows = answer["results"][0]["series"][0]["values"]
        if not rows:
            raise SystemExit("aioinflux gives nothing")
        return (time.perf_counter() - begin) * 1_000
