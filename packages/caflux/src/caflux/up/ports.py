"""Ports of the processes that `caflux up` starts."""

import random
import socket
from contextlib import ExitStack
from dataclasses import dataclass

from caflux.errors import CannotStart

_LOOPBACK = "127.0.0.1"

# Below what Linux and macOS give to outgoing connections: one of those could take the port of a process
# while that is being restarted.
_RANGE = range(15_000, 32_768)
_ATTEMPTS = 1_000


@dataclass(frozen=True, slots=True)
class Ports:
    """Port numbers; all but the first are on the loopback interface."""

    web: int
    engine: int
    manager: int
    demo_ca: int
    demo_flaky_ca: int
    ca_repeater: int


def choose_ports(host: str, web: int) -> Ports:
    """Check that `web` can be listened on (0: choose one), and find free ports for the rest.

    Raises:
        CannotStart: the port is in use, or there is no such host.
    """
    with ExitStack() as held:
        if web:
            _listen(held, host, web)
        return Ports(
            web=web or _free(held, host),
            engine=_free(held),
            manager=_free(held),
            demo_ca=_free(held),
            demo_flaky_ca=_free(held),
            ca_repeater=_free(held),
        )


def _listen(held: ExitStack, host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = held.enter_context(socket.socket(family, kind, protocol))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # SO_REUSEADDR lets two sockets bind until one of them listens.
        listener.listen(1)
    except socket.gaierror as error:
        raise CannotStart(f"there is no address {host} to listen on; choose another with --host") from error
    except PermissionError as error:
        raise CannotStart(f"port {port} needs more rights; choose one from 1024 on with --port") from error
    except OSError as error:
        raise CannotStart(
            f"port {port} of {host} can't be listened on: {(error.strerror or str(error)).lower()}; "
            "stop what uses it, or choose another with --port"
        ) from error


def _free(held: ExitStack, host: str = _LOOPBACK) -> int:
    """Find a port free for TCP and UDP: a CA server serves on the one and answers searches on the other."""
    for port in random.SystemRandom().sample(_RANGE, k=_ATTEMPTS):
        datagrams = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        try:
            datagrams.bind((_LOOPBACK, port))
            _listen(held, host, port)
        except (OSError, CannotStart):
            continue
        return port
    raise CannotStart(f"no port between {_RANGE.start} and {_RANGE.stop - 1} is free on {host}")
