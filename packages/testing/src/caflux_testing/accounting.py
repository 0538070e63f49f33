"""That an engine's figures add up: received = archived + pending + dropped, in total and of every PV."""

from typing import Any

import httpx

from caflux_testing.plain_http import PLAIN_HTTP
from caflux_testing.wait import until

Counts = dict[str, Any]
_FIGURES = ("received", "archived", "pending", "spooled", "held")


def settled(
    engine_url: str, received: int | None = None, *, spooled: bool = False, timeout: float = 120.0
) -> Counts:
    """Wait until all that an engine received is accounted for, and give its total counts.

    No event may arrive any more. What stays pending is held back by scan mode, a maximum rate or a
    suspension. It is an error where a figure is negative, where a sum does not close, and where samples stay
    pending for no reason: such a sample was lost, or counted twice.

    Args:
        engine_url: of the engine's own HTTP server.
        received: how many events have to have arrived, where that is known.
        spooled: whether samples may stay in the spool, as where the archive is away.
        timeout: in seconds.

    Raises:
        Expired: samples stay pending; the message has the PVs.
        AssertionError: a sum does not close.
    """

    def rest() -> Counts:
        table = _get(f"{engine_url}/status/pvs")
        counts: Counts = _get(f"{engine_url}/status")["counts"]
        _check_total(counts)
        left = {name: figures for name, figures in pv_counts(table).items() if _waits(figures, spooled)}
        arriving = received is not None and counts["received"] < received
        return {**left, "total": counts} if left or arriving or _waits(counts, spooled) else {}

    until(lambda: not rest(), timeout, "all that the engine received to be accounted for", seen=rest)
    return check(engine_url)


def check(engine_url: str) -> Counts:
    """Check that the figures of an engine add up at this moment, and give its total counts.

    Raises:
        AssertionError: they don't; the message says where.
    """
    status, table = _get(f"{engine_url}/status"), _get(f"{engine_url}/status/pvs")
    counts: Counts = status["counts"]
    _check_total(counts)
    for figure in _FIGURES:
        parts = [thread["counts"][figure] for thread in status["threads"]]
        replaced = bool(status["threads_replaced"])  # their counts are in the total only
        closes = counts[figure] >= sum(parts) if replaced else counts[figure] == sum(parts)
        assert closes, f"{figure}: {counts[figure]} in total, {parts} in the threads"
    for pv, figures in pv_counts(table).items():
        assert min(figures[name] for name in _FIGURES) >= 0, f"{pv}: {figures}"
        assert min(figures["dropped"].values(), default=0) >= 0, f"{pv}: {figures}"
        assert figures["received"] == _sum(figures), f"{pv}: {figures}"
    return counts


def pv_counts(table: dict[str, Any]) -> dict[str, Counts]:
    """Turn the columns of /status/pvs into the counts of each PV."""
    columns = [table[name] for name in _FIGURES]
    return {
        pv: {
            **dict(zip(_FIGURES, figures, strict=True)),
            "dropped": {cause: column[row] for cause, column in table["dropped"].items() if column[row]},
        }
        for row, (pv, *figures) in enumerate(zip(table["name"], *columns, strict=True))
    }


def _waits(figures: Counts, spooled: bool) -> bool:
    """Tell whether samples wait that should not."""
    expected = figures["spooled"] + figures["held"]
    return bool(figures["pending"] != expected or (figures["spooled"] and not spooled))


def _check_total(counts: Counts) -> None:
    assert counts["received"] == _sum(counts), counts
    assert min(counts["pending"], counts["spooled"], *counts["dropped"].values()) >= 0, counts


def _sum(figures: Counts) -> int:
    return int(figures["archived"] + figures["pending"] + sum(figures["dropped"].values()))


def _get(url: str) -> Any:
    answer = httpx.get(url, timeout=60, verify=PLAIN_HTTP)
    answer.raise_for_status()
    return answer.json()
