"""PVs that disconnect together: when that is an incident, and what its cause is likely to be. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from caflux_contracts.engine import AwayHost, EngineStatus
from caflux_contracts.health import Health

from caflux_supervisor.looks import UNSEEN, WELL, Look, settling

_SHARE = 0.2
"""Of all PVs; beyond, something is wrong however slowly it came."""
_MOST = 0.8
"""Of those that are away; the hosts or the prefix that make up so many are named."""
_NAMED = 3
_USUAL_NS = 600 * 10**9
_PART = re.compile(r"[:.{}\-_/]")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an engine's connections look like; `away`: PVs that the trouble affects."""

    look: Look
    away: int = 0


class Connections:
    """Knows how many PVs of an engine are usually away, so that many at once are told from those.

    Args:
        together: So many more than usual are an incident.
        away: PVs that are known to be away more than usual, from before a restart of ours.
    """

    def __init__(self, together: int, away: int = 0) -> None:
        self._together = together
        self._away = away
        self._bad = away > 0
        self._usual: int | None = None
        self._more_since_ns = 0

    def trouble(self, now: EngineStatus) -> Trouble:
        """Judge a status."""
        away = now.pvs - now.connected
        if settling(now):
            return Trouble(UNSEEN if self._bad else WELL)
        if self._usual is None:
            self._usual = away - self._away
        self._usual = max(0, min(self._usual, away))
        more = away - self._usual
        self._bad = more >= self._together or (now.pvs > 0 and away / now.pvs > _SHARE)
        if self._bad:
            return Trouble(Look(Health.DEGRADED, f"{away:,} of {now.pvs:,} PVs are not connected"), away)
        if more == 0:
            self._more_since_ns = now.now_ns
        elif now.now_ns - self._more_since_ns > _USUAL_NS:
            self._usual = away  # a few at a time are no incident, and in the end what is usual
        return Trouble(WELL)


def likely_cause(hosts: Sequence[AwayHost]) -> tuple[str, list[str]]:
    """Say what PVs that are away have in common, and give their names."""
    names = sorted(pv for host in hosts for pv in host.pvs)
    lost = _by_machine([host for host in hosts if host.host])
    total = sum(host.away for host in hosts)
    never = next((host.away for host in hosts if not host.host), 0)
    if never > _MOST * total:
        said = f"{never:,} of them have never been found: do their IOCs run, and is EPICS_CA_ADDR_LIST right?"
        return said + _begin(names, said), names
    said = "; ".join(part for part in (_machines(lost), _never(never)) if part)
    lost_names = [pv for host in hosts if host.host for pv in host.pvs]
    return said + _begin(lost_names, said), names


def _by_machine(hosts: Sequence[AwayHost]) -> list[AwayHost]:
    """Add up the IOCs of one machine, most first."""
    found: dict[str, list[AwayHost]] = {}
    for host in hosts:
        found.setdefault(host.host.rpartition(":")[0] or host.host, []).append(host)
    added = [
        AwayHost(
            host=iocs[0].host if len(iocs) == 1 else machine,
            away=sum(ioc.away for ioc in iocs),
            connected=sum(ioc.connected for ioc in iocs),
            pvs=[],
        )
        for machine, iocs in found.items()
    ]
    return sorted(added, key=lambda host: -host.away)


def _machines(lost: Sequence[AwayHost]) -> str:
    if not lost:
        return ""
    if len(lost) == 1 or lost[0].away > _MOST * sum(host.away for host in lost):
        host = lost[0]
        if host.connected:
            whole = host.away + host.connected
            return f"{host.away:,} of the {whole:,} PVs of {host.host}: is that IOC restarting?"
        return f"all {host.away:,} PVs of {host.host}: does it run, and can it be reached?"
    named = ", ".join(f"{host.host} ({host.away:,})" for host in lost[:_NAMED])
    rest = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
    whole = all(not host.connected for host in lost)
    ask = "is a switch or a gateway between them dead?" if whole else "do these IOCs run?"
    return f"of {len(lost)} hosts, {named}{rest}: {ask}"


def _never(count: int) -> str:
    return f"{count:,} were never found" if count else ""


def _begin(names: Sequence[str], after: str) -> str:
    first, last = min(names, default=""), max(names, default="")
    size = next((at for at, pair in enumerate(zip(first, last, strict=False)) if len({*pair}) > 1), 0)
    prefix = first[:size]
    ends = [match.end() for match in _PART.finditer(prefix)]
    stop = "" if after.endswith("?") else "."
    return f"{stop} Their names begin with {prefix[: ends[-1]]}" if ends else ""
