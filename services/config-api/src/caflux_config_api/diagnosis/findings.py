"""What keeps a PV from the archive, from what is configured and what its collectors say: pure.

Findings that keep all of it away come first. Each says what it is, since when, and what to do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from caflux_contracts.collectors import Collector
from caflux_contracts.diagnosis import Cause, EngineDetails, Finding, PvDetail
from caflux_contracts.pvs import Pv, PvState

QUIET = timedelta(hours=1)
LEFT_OUT = ("deadband", "rate", "scan")
"""Causes for which samples are dropped since the PV's settings say so."""
_SETTING = {"deadband": "deadband", "rate": "maximum rate", "scan": "scan period"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known.

    Attributes:
        pv: as it is configured.
        changed_by: who changed that last.
        collectors: all of them.
        owners: the ids of those that are to archive it.
        said: what each of them said, by id; or why it said nothing.
        now: the clock.
    """

    pv: Pv
    changed_by: str
    collectors: Sequence[Collector]
    owners: Sequence[str]
    said: dict[str, EngineDetails | str]
    now: datetime


def findings(facts: Facts) -> list[Finding]:
    """Give what was found, what keeps all of it away first."""
    found = [*_configured(facts)]
    if facts.pv.state is PvState.ACTIVE:
        for collector in facts.owners:
            several = collector if len(facts.owners) > 1 else None
            found += [
                one.model_copy(update={"collector": several}) for one in _of_collector(facts, collector)
            ]
    return sorted(found, key=lambda one: not one.blocks)


def is_archived(facts: Facts, found: Sequence[Finding]) -> bool:
    """Tell whether at least one collector archives it, as far as anybody knows."""
    if any(one.blocks and one.collector is None for one in found):
        return False
    return bool(set(facts.owners) - {one.collector for one in found if one.blocks})


def summary(facts: Facts, found: Sequence[Finding], archived: bool) -> str:
    """Say all in one sentence."""
    if found and (found[0].blocks or not archived):
        return found[0].sentence
    last = max((pv.last_event_ns for pv in _details(facts)), default=0)
    said = f"It is archived; its last event is of {_when(last)}." if last else "It is archived."
    return f"{said} {found[0].sentence}" if found else said


def _details(facts: Facts) -> Iterator[PvDetail]:
    for said in facts.said.values():
        if not isinstance(said, str):
            yield said.pvs[0]


def _configured(facts: Facts) -> Iterator[Finding]:
    pv = facts.pv
    if pv.state is PvState.PAUSED:
        yield Finding(
            cause=Cause.PAUSED,
            blocks=True,
            sentence=f"It is paused; {facts.changed_by} changed it last, on {_at(pv.changed_at)}.",
            advice="Resume it when it is to be archived again.",
            since=pv.changed_at,
        )
    elif not facts.owners:
        yield _without_collector(facts.collectors)


def _without_collector(collectors: Sequence[Collector]) -> Finding:
    if not collectors:
        sentence = "No collector has ever registered."
        advice = "Start one, and see that it reaches config-api with the right service token."
    else:
        sentence = f"No collector has room for it: {len(collectors)} are known, and those that live are full."
        advice = "Start another collector, or raise CAFLUX_CAPACITY of one."
    return Finding(cause=Cause.NO_COLLECTOR, blocks=True, sentence=sentence, advice=advice)


def _of_collector(facts: Facts, collector: str) -> Iterator[Finding]:
    known = {each.id: each for each in facts.collectors}[collector]
    said = facts.said.get(collector, "it was not asked")
    if isinstance(said, str):
        alive = "" if known.alive else f", and its lease ran out: it was last seen on {_at(known.seen_at)}"
        yield Finding(
            cause=Cause.COLLECTOR_DOWN,
            blocks=True,
            sentence=f"Its collector {collector} at {known.engine_url} does not answer ({said}){alive}.",
            advice="Look at the Health page and that collector's log; its manager restarts a dead engine.",
            since=known.seen_at,
        )
        return
    pv = said.pvs[0]
    if not pv.known:
        yield Finding(
            cause=Cause.COLLECTOR_BEHIND,
            blocks=True,
            sentence=f"Collector {collector} does not know of it yet: it follows revision {said.revision}.",
            advice="This takes seconds. If it stays so, its log says why it does not take the list.",
        )
        return
    yield from _channel(facts, said, pv)
    yield from _recording(facts, said, pv)


def _channel(facts: Facts, said: EngineDetails, pv: PvDetail) -> Iterator[Finding]:
    since = _time(pv.since_ns)
    if pv.refused:
        yield Finding(
            cause=Cause.REFUSED,
            blocks=True,
            sentence=f"The engine can't archive it: {pv.refused}.",
            advice="Mend the name, or what the message says; it is tried again every half minute.",
        )
    elif not pv.connected and pv.ever_connected:
        yield Finding(
            cause=Cause.DISCONNECTED,
            blocks=True,
            sentence=f"It is disconnected since {_at(since)}; {pv.host or 'an IOC'} served it until then.",
            advice="See whether that IOC runs and can be reached; archiving goes on by itself.",
            since=since,
        )
    elif not pv.connected:
        before = facts.pv.metadata
        known = f" Before that {before.ioc_host} served it." if before and before.ioc_host else ""
        yield Finding(
            cause=Cause.NOT_FOUND,
            blocks=True,
            sentence=f"No IOC has answered for it since {_at(since)}. Asked were {said.searched}.{known}",
            advice="Compare the name with the IOC's (upper and lower case matter), see whether it runs, and "
            "whether EPICS_CA_ADDR_LIST of the collector leads to it: `caget` beside the collector tells.",
            since=since,
        )
    elif not pv.readable:
        yield Finding(
            cause=Cause.NO_ACCESS,
            blocks=True,
            sentence=f"{pv.host} does not let the collector read it.",
            advice="Give the collector's host and user READ in the IOC's access security file.",
        )


def _recording(facts: Facts, said: EngineDetails, pv: PvDetail) -> Iterator[Finding]:
    if pv.suspended_by:
        yield Finding(
            cause=Cause.SUSPENDED,
            blocks=True,
            sentence=f"Its controlling PV {pv.suspended_by} is zero, so archiving is suspended.",
            advice="It goes on when that one is not zero; clear controlling_pv if that is not wanted.",
        )
    if said.archive_error:
        yield Finding(
            cause=Cause.ARCHIVE_AWAY,
            blocks=False,
            sentence=f"The archive takes nothing now ({said.archive_error}); samples wait on disk.",
            advice="Mend the archive; what waits is written by itself, unless the spool fills up.",
        )
    if pv.also_served_by:
        yield Finding(
            cause=Cause.TWO_IOCS,
            blocks=False,
            sentence=f"Two IOCs serve the name: {pv.host} is archived, {pv.also_served_by} is not.",
            advice="Stop one of them, or rename its record; after a reconnection the other may be archived.",
        )
    if pv.clock_wrong:
        yield Finding(
            cause=Cause.BAD_CLOCK,
            blocks=False,
            sentence=f"The clock of {pv.host} is wrong; samples have the time when they were received.",
            advice="Mend NTP on that IOC.",
        )
    yield from _dropped(facts, pv)


def _dropped(facts: Facts, pv: PvDetail) -> Iterator[Finding]:
    left_out = {cause: count for cause, count in pv.dropped.items() if cause in LEFT_OUT}
    lost = {cause: count for cause, count in pv.dropped.items() if cause not in LEFT_OUT}
    if lost:
        causes = ", ".join(f"{count} by {cause}" for cause, count in sorted(lost.items()))
        yield Finding(
            cause=Cause.LOST,
            blocks=False,
            sentence=f"Of {pv.received} events since the engine's start some were lost: {causes}.",
            advice="The causes are explained in the reference of events; its gaps are shown in charts.",
        )
    if sum(left_out.values()) > pv.received / 2:
        cause = max(left_out, key=left_out.__getitem__)
        yield Finding(
            cause=Cause.LEFT_OUT,
            blocks=False,
            sentence=f"Its {_SETTING[cause]} left out {left_out[cause]} of {pv.received} events.",
            advice="Change that setting if more of them are wanted.",
        )
    last = _time(pv.last_event_ns) if pv.last_event_ns else None
    if pv.connected and pv.readable and (last is None or facts.now - last > QUIET):
        yield Finding(
            cause=Cause.QUIET,
            blocks=False,
            sentence=f"It is connected, but its last archived event is of {_when(pv.last_event_ns)}."
            if last
            else "It is connected, but nothing of it was archived yet since the engine's start.",
            advice="A PV that does not change posts nothing; see whether its record is processed.",
            since=last,
        )


def _time(ns: int) -> datetime:
    return datetime.fromtimestamp(ns / 1e9, UTC)


def _when(ns: int) -> str:
    return _at(_time(ns))


def _at(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
