"""What one look at a part says of it. Pure: an answer in, a verdict out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from caflux_contracts.engine import EngineStatus, ThreadStatus
from caflux_contracts.health import Health

# Asked for by the PV's own settings, so no loss.
_WANTED_DROPS = frozenset({"deadband", "rate"})

_SETTLE_S = 30.0
"""Seconds that an engine has to find its PVs after its start."""
_BEAT_S = 30.0
"""The engine itself replaces a thread that stands still, after 15 s."""
_REPLACED_S = 600.0
_WRITE_S = 60.0
_SPOOL_S = 900.0
_RING_FILL = 0.5


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at one moment.

    Attributes:
        health: As it looked then.
        detail: What is wrong and what to do, in a sentence; empty when well.
        stuck: A restart of the engine could help, and nothing else will.
        blames: Parts whose trouble, if they are in any, is the cause of this one's.
    """

    health: Health
    detail: str = ""
    stuck: bool = False
    blames: tuple[str, ...] = ()


WELL = Look(Health.OK)
UNSEEN = Look(Health.UNKNOWN, "it can't be seen now: who knows it does not answer")
NO_COLLECTOR = Look(Health.DOWN, "no collector has registered, so nothing is archived: start one")


def at_service(status: int | None, detail: str, blames: tuple[str, ...] = ()) -> Look:
    """Judge a service by its /readyz: HTTP status (None: no answer) and what it said."""
    if status is None:
        return Look(Health.DOWN, f"it does not answer ({detail}): is its process running?")
    if 200 <= status < 300:
        return WELL
    return Look(Health.DOWN, f"it runs but can't serve: {detail}", blames=blames)


def at_database(status: int | None, detail: str) -> Look:
    """Judge the database by what config-api's /readyz says of it."""
    if status is None:
        return UNSEEN
    if status == 503 and "database" in detail:
        return Look(Health.DOWN, f"config-api can't work with it: {detail}")
    return WELL


def at_influxdb(status: int | None, detail: str) -> Look:
    """Judge InfluxDB by its /ping."""
    if status is None:
        return Look(Health.DOWN, f"it does not answer ({detail}): samples wait on the collectors' disks")
    if status >= 500:
        return Look(Health.DOWN, f"it answers {status}: samples wait on the collectors' disks")
    return WELL


def at_lease(alive: bool, seen_at: datetime) -> Look:
    """Judge a collector's lease, which it renews with config-api every few seconds."""
    if alive:
        return WELL
    return Look(
        Health.DOWN,
        f"it has not been renewed since {seen_at:%Y-%m-%d %H:%M:%S} UTC: the collector's PVs go to others",
    )


def at_manager(status: Mapping[str, object] | None, detail: str) -> Look:
    """Judge a manager by its /status (None: no answer, because of `detail`)."""
    if status is None:
        return Look(Health.DOWN, f"the manager does not answer ({detail}): start the collector again")
    return WELL


def at_silent_engine(detail: str, manager: Mapping[str, object] | None) -> Look:
    """Judge an engine that does not answer, by what its manager says of it."""
    status = manager or {}
    state, words = status.get("state"), status.get("last_words")
    if isinstance(words, list) and words:
        said = "\n".join(map(str, words))
        return Look(Health.DOWN, f"the engine fails at its start again and again. It says:\n{said}")
    if state == "running" and status.get("engine_pid") is not None:
        return Look(Health.DOWN, f"the engine runs but does not answer ({detail})", stuck=True)
    if state == "starting":
        return Look(Health.DEGRADED, "the engine is starting: what comes in the meantime is not archived")
    if state == "stopped":
        return Look(Health.DEGRADED, "somebody stopped the engine: nothing is archived until it is started")
    if state == "backoff":
        last = status.get("last_exit") or "unknown"
        return Look(
            Health.DEGRADED, f"the engine does not stay up (last exit: {last}): see the collector's log"
        )
    return Look(Health.DOWN, f"the engine does not answer ({detail}): nothing is archived")


def at_engine(now: EngineStatus, before: EngineStatus | None) -> Look:
    """Judge an engine by its status, and by the one before where that was the same process."""
    same = before if before is not None and before.pid == now.pid else None
    looks = [
        *(_at_thread(thread) for thread in now.threads),
        _at_replacements(now),
        _at_drops(now, same),
        _at_config(now),
    ]
    return worst(looks)


def worst(looks: list[Look]) -> Look:
    """Give the worst of several looks, with the details of all that are as bad."""
    health = max((look.health for look in looks), key=RANK.__getitem__, default=Health.OK)
    same = [look for look in looks if look.health is health]
    details = dict.fromkeys(look.detail for look in same if look.detail)
    # One that blames nobody is this part's own.
    own = any(look.detail and not look.blames for look in same)
    blames = () if own else tuple(dict.fromkeys(name for look in same for name in look.blames))
    return Look(health, "; ".join(details), any(look.stuck for look in same), blames)


RANK = {Health.OK: 0, Health.UNKNOWN: 1, Health.DEGRADED: 2, Health.DOWN: 3}


def _at_thread(thread: ThreadStatus) -> Look:
    if not thread.alive:
        return Look(
            Health.DOWN,
            f"work thread {thread.name} has died ({thread.error or 'no reason given'})",
            stuck=True,
        )
    if thread.beat_age_s > _BEAT_S:
        return Look(
            Health.DOWN, f"work thread {thread.name} has been stuck for {thread.beat_age_s:.0f} s", stuck=True
        )
    if thread.error:
        return Look(
            Health.DEGRADED,
            f"the archive takes no samples, so they wait on disk; mend the archive: {thread.error}",
            blames=("influxdb",),
        )
    if thread.ring_fill > _RING_FILL:
        return Look(
            Health.DEGRADED,
            f"the ring of {thread.name} is {thread.ring_fill:.0%} full, and what does not fit is lost: "
            "add threads or collectors",
        )
    if thread.spool_age_s is not None and thread.spool_age_s > _SPOOL_S:
        return Look(
            Health.DEGRADED,
            f"{thread.spool_bytes / 1e6:.0f} MB of {thread.name} have waited on disk for "
            f"{thread.spool_age_s / 60:.0f} min: the archive takes them more slowly than they come",
            blames=("influxdb",),
        )
    if thread.queue_bytes and thread.write_age_s is not None and thread.write_age_s > _WRITE_S:
        return Look(
            Health.DEGRADED,
            f"the archive has taken nothing of {thread.name} for {thread.write_age_s:.0f} s: mend it",
            blames=("influxdb",),
        )
    return WELL


def _at_replacements(now: EngineStatus) -> Look:
    if not now.thread_error or now.now_ns - now.thread_replaced_ns > _REPLACED_S * 1e9:
        return WELL
    return Look(Health.DEGRADED, f"a work thread failed, and archiving goes on: {now.thread_error}")


def _at_drops(now: EngineStatus, before: EngineStatus | None) -> Look:
    if before is None:
        return WELL
    grown = {
        cause: count - before.counts.dropped.get(cause, 0)
        for cause, count in now.counts.dropped.items()
        if cause not in _WANTED_DROPS and count > before.counts.dropped.get(cause, 0)
    }
    if not grown:
        return WELL
    causes = ", ".join(f"{count} {cause}" for cause, count in sorted(grown.items()))
    return Look(
        Health.DEGRADED, f"events are being lost ({causes} since the last look): add threads or collectors"
    )


def _at_config(now: EngineStatus) -> Look:
    if now.config_error is None or settling(now):
        return WELL
    source = "the last good PV list" if now.config_source != "none" else "no PV list"
    said = f"the engine works from {source}: {now.config_error}"
    return Look(Health.DEGRADED, said, blames=("config-api", "database"))


def settling(now: EngineStatus) -> bool:
    """Tell whether an engine may still be finding its PVs."""
    return now.now_ns - now.started_ns < _SETTLE_S * 1e9
