"""What one look at a part says of it. Pure: an answer in, a verdict out."""

from collections.abc import Mapping
from dataclasses import dataclass

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
_DISCONNECTED_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at one moment.

    Attributes:
        health: As it looked then.
        detail: What is wrong and what to do, in a sentence; empty when well.
        stuck: A restart of the engine could help, and nothing else will.
    """

    health: Health
    detail: str = ""
    stuck: bool = False


WELL = Look(Health.OK)
NO_COLLECTOR = Look(Health.DOWN, "no collector has registered, so nothing is archived: start one")


def at_service(status: int | None, detail: str) -> Look:
    """Judge a service by its /readyz: HTTP status (None: no answer) and what it said."""
    if status is None:
        return Look(Health.DOWN, f"it does not answer ({detail}): is its process running?")
    if 200 <= status < 300:
        return WELL
    return Look(Health.DOWN, f"it runs but can't serve: {detail}")


def at_manager(status: Mapping[str, object] | None, detail: str) -> Look:
    """Judge a manager by its /status (None: no answer, because of `detail`)."""
    if status is None:
        return Look(Health.DOWN, f"the manager does not answer ({detail}): start the collector again")
    state = status.get("state")
    if state == "running":
        return WELL
    if state == "failing":
        words = status.get("last_words")
        said = "\n".join(map(str, words)) if isinstance(words, list) else ""
        return Look(Health.DOWN, f"the engine fails at its start again and again. It says:\n{said}")
    if state == "stopped":
        return Look(Health.DEGRADED, "somebody stopped the engine: nothing is archived until it is started")
    if state == "backoff":
        last = status.get("last_exit") or "unknown"
        return Look(
            Health.DEGRADED, f"the engine does not stay up (last exit: {last}): see the collector's log"
        )
    return Look(Health.DEGRADED, f"the manager is {state}")


def at_silent_engine(detail: str, manager: Mapping[str, object] | None) -> Look:
    """Judge an engine that does not answer: it hangs if its manager says that it runs."""
    runs = manager is not None and manager.get("state") == "running" and manager.get("engine_pid") is not None
    if runs:
        return Look(Health.DOWN, f"the engine runs but does not answer ({detail})", stuck=True)
    return Look(Health.DOWN, f"the engine does not answer ({detail}): nothing is archived")


def at_engine(now: EngineStatus, before: EngineStatus | None) -> Look:
    """Judge an engine by its status, and by the one before where that was the same process."""
    same = before if before is not None and before.pid == now.pid else None
    looks = [
        *(_at_thread(thread) for thread in now.threads),
        _at_replacements(now),
        _at_drops(now, same),
        _at_config(now),
        _at_connections(now),
    ]
    return worst(looks)


def worst(looks: list[Look]) -> Look:
    """Give the worst of several looks, with the details of all that are as bad."""
    health = max((look.health for look in looks), key=RANK.__getitem__, default=Health.OK)
    same = [look for look in looks if look.health is health]
    details = dict.fromkeys(look.detail for look in same if look.detail)
    return Look(health, "; ".join(details), any(look.stuck for look in same))


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
        )
    if thread.queue_bytes and thread.write_age_s is not None and thread.write_age_s > _WRITE_S:
        return Look(
            Health.DEGRADED,
            f"the archive has taken nothing of {thread.name} for {thread.write_age_s:.0f} s: mend it",
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
    if now.config_error is None or _settling(now):
        return WELL
    source = "the last good PV list" if now.config_source != "none" else "no PV list"
    return Look(Health.DEGRADED, f"the engine works from {source}: {now.config_error}")


def _at_connections(now: EngineStatus) -> Look:
    away = now.pvs - now.connected
    if now.pvs == 0 or away / now.pvs <= _DISCONNECTED_SHARE or _settling(now):
        return WELL
    return Look(
        Health.DEGRADED,
        f"{away} of {now.pvs} PVs are not connected: do their IOCs run, and is EPICS_CA_ADDR_LIST right?",
    )


def _settling(now: EngineStatus) -> bool:
    return now.now_ns - now.started_ns < _SETTLE_S * 1e9
