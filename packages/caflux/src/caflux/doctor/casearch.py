"""Who serves a PV: a search of Channel Access over UDP, without libca, so that every answer is seen.

libca takes the first answer; two IOCs that serve one name are found only by listening to all of them.
Protocol: Channel Access Protocol Specification, messages CA_PROTO_VERSION (0) and CA_PROTO_SEARCH (6).
"""

import fcntl
import ipaddress
import select
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass

_HEADER = struct.Struct(">HHHHII")
_VERSION, _SEARCH = 0, 6
_MINOR = 13
_DO_NOT_REPLY = 5
_ANY_ADDRESS = 0xFFFF_FFFF
_SIOCGIFBRDADDR = 0x8919
"""Linux's ioctl for an interface's broadcast address."""
PORTS = {"EPICS_CA_SERVER_PORT": 5064, "EPICS_CA_REPEATER_PORT": 5065}
"""What libca uses where these variables are not set."""
LOWEST_PORT, HIGHEST_PORT = 5_001, 65_535
"""Others libca does not take."""
_LONGEST_NAME = 255
_AGAIN_S = 0.3


@dataclass(frozen=True, slots=True)
class Address:
    """Where searches are sent to."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def port_of(environment: Mapping[str, str], variable: str) -> int | None:
    """Give the port that one of `PORTS` says; None where libca takes it for none, and uses the usual one."""
    given = environment.get(variable, "").strip()
    if not given:
        return PORTS[variable]
    port = int(given) if given.isascii() and given.isdecimal() else 0
    return port if LOWEST_PORT <= port <= HIGHEST_PORT else None


def addresses(environment: Mapping[str, str]) -> list[Address]:
    """Give where libca would search with these EPICS_CA_ variables.

    Raises:
        ValueError: an entry of EPICS_CA_ADDR_LIST makes no sense; the message names it.
    """
    variable = "EPICS_CA_SERVER_PORT"
    port = port_of(environment, variable) or PORTS[variable]
    found = [_address(entry, port) for entry in environment.get("EPICS_CA_ADDR_LIST", "").split()]
    if environment.get("EPICS_CA_AUTO_ADDR_LIST", "YES").strip().upper() != "NO":
        found += [Address(host, port) for host in _broadcasts()]
    return list(dict.fromkeys(found))


def _address(entry: str, port: int) -> Address:
    host, _, own = entry.partition(":")
    try:
        return Address(socket.gethostbyname(host), int(own or port))
    except (OSError, ValueError) as error:
        raise ValueError(f"{entry!r}: {error}") from error


def _broadcasts() -> list[str]:
    """Give the broadcast address of every interface that has one, as libca uses them."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe, _SIOCGIFBRDADDR, request)
            except OSError:
                continue  # it has no IPv4 address
            address = socket.inet_ntoa(answer[20:24])
            if ipaddress.ip_address(address) != ipaddress.ip_address(0):
                found.append(address)
    return found


def search(pv: str, where: list[Address], seconds: float = 1.5) -> list[Address]:
    """Give every server that says it has a PV, by its TCP address.

    Raises:
        ValueError: the name is no name of a PV.
    """
    name = pv.encode() + b"\0"
    if not 1 < len(name) <= _LONGEST_NAME:
        raise ValueError(f"a PV's name has 1 to {_LONGEST_NAME - 1} bytes")
    name += b"\0" * (-len(name) % 8)
    datagram = _HEADER.pack(_VERSION, 0, 0, _MINOR, 0, 0)
    datagram += _HEADER.pack(_SEARCH, len(name), _DO_NOT_REPLY, _MINOR, 1, 1) + name
    found: dict[Address, None] = {}
    end = time.monotonic() + seconds
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mine:
        mine.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        while (left := end - time.monotonic()) > 0:
            _send(mine, datagram, where)
            until = time.monotonic() + min(_AGAIN_S, left)
            while (rest := until - time.monotonic()) > 0 and select.select([mine], [], [], rest)[0]:
                found |= dict.fromkeys(_answers(mine))
    return list(found)


def _send(mine: socket.socket, datagram: bytes, where: list[Address]) -> None:
    for address in where:
        try:
            mine.sendto(datagram, (address.host, address.port))
        except OSError:
            continue  # no route: its absence is seen by nobody answering


def _answers(mine: socket.socket) -> list[Address]:
    """Read one datagram."""
    try:
        data, (host, _) = mine.recvfrom(65_536)
    except OSError:
        return []  # the refusal of an earlier datagram
    found = []
    while len(data) >= _HEADER.size:
        command, size, port, _, server, _ = _HEADER.unpack_from(data)
        if command == _SEARCH:
            own = host if server in (0, _ANY_ADDRESS) else socket.inet_ntoa(struct.pack(">I", server))
            found.append(Address(own, port))
        data = data[_HEADER.size + size :]
    return found
