"""Channel Access as this machine would use it."""

import socket
from collections.abc import Iterator, Mapping, Sequence

from caflux.doctor.casearch import (
    HIGHEST_PORT,
    LOWEST_PORT,
    PORTS,
    Address,
    addresses,
    port_of,
    search,
)
from caflux.doctor.findings import Finding, ill, odd, well

_LARGE = 10_000_000
_CONNECT_S = 3.0


def look(environment: Mapping[str, str], pvs: Sequence[str]) -> Iterator[Finding]:
    """Look at the EPICS_CA_ variables, the repeater, and who serves `pvs`."""
    try:
        where = addresses(environment)
    except ValueError as error:
        yield ill("EPICS_CA_ADDR_LIST", f"{error}", "write host or host:port, separated by spaces")
        return
    yield _where(where)
    yield from _ports(environment)
    yield _arrays(environment)
    yield _repeater(environment)
    for pv in pvs:
        yield _served(pv, where)


def _where(where: Sequence[Address]) -> Finding:
    if not where:
        return ill(
            "EPICS addresses",
            "no PV can be found: EPICS_CA_ADDR_LIST is empty and EPICS_CA_AUTO_ADDR_LIST is NO",
            "set EPICS_CA_ADDR_LIST to the IOCs' hosts, or to a gateway",
        )
    return well("EPICS addresses", f"PVs are searched at {', '.join(map(str, where))}")


def _ports(environment: Mapping[str, str]) -> Iterator[Finding]:
    for variable, usual in PORTS.items():
        if port_of(environment, variable) is None:
            yield odd(
                variable,
                f"is {environment[variable]!r}, which is no port for Channel Access: {usual} is used",
                f"set it to one from {LOWEST_PORT} to {HIGHEST_PORT}, or not at all",
            )


def _arrays(environment: Mapping[str, str]) -> Finding:
    what, given = "EPICS_CA_MAX_ARRAY_BYTES", environment.get("EPICS_CA_MAX_ARRAY_BYTES", "")
    if not given:
        return well(what, "is not set; newer IOCs and clients grow as needed")
    if not given.isdigit():
        return ill(what, f"is {given!r}, which is no number", "set it to a number of bytes, or not at all")
    if int(given) < _LARGE:
        return odd(
            what, f"is {given}: larger waveforms are not received", f"set it to {_LARGE}, or not at all"
        )
    return well(what, f"is {given}")


def _repeater(environment: Mapping[str, str]) -> Finding:
    variable = "EPICS_CA_REPEATER_PORT"
    port = port_of(environment, variable) or PORTS[variable]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return well("CA repeater", f"runs at UDP port {port}")
    return well("CA repeater", f"does not run at UDP port {port}; the engine has one of its own when it runs")


def _served(pv: str, where: Sequence[Address]) -> Finding:
    what = f"PV {pv}"
    try:
        servers = search(pv, list(where))
    except ValueError as error:
        return ill(what, str(error), "check its spelling")
    if not servers:
        return ill(
            what,
            f"nobody answers for it at {', '.join(map(str, where)) or 'any address'}",
            "check its spelling, that its IOC runs, and that UDP gets there and back (firewall, subnet)",
        )
    if len(servers) > 1:
        return ill(
            what,
            f"{len(servers)} servers have it: {', '.join(map(str, servers))}",
            "one of them is wrong, or a gateway serves what is reachable directly: clients take any of them",
        )
    try:
        socket.create_connection((servers[0].host, servers[0].port), _CONNECT_S).close()
    except OSError as error:
        return ill(
            what,
            f"is served by {servers[0]}, which can't be reached by TCP: {error}",
            "open the firewall for TCP to that port",
        )
    return well(what, f"is served by {servers[0]}")
