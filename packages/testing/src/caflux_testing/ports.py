"""Free ports on loopback."""

import random
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
_LOWEST = 15_000
_ATTEMPTS = 1_000


def _highest() -> int:
    # Ports above are handed to outgoing connections by the kernel: one of these may be gone in a moment.
    return int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()[0])


def _reserve(port: int) -> bool:
    """Reserve a port among the processes of this kit, until this process ends."""
    reservation = socket.socket(socket.AF_UNIX)
    try:
        reservation.bind(f"\0caflux-testing-port-{port}")
    except OSError:
        reservation.close()
        return False
    reservation.detach()  # left open on purpose: an abstract socket is gone with the process that holds it
    return True


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_udp_tcp_port() -> int:
    """Give a port that is free for UDP and TCP, as a Channel Access server needs it.

    No other call in any process gives it again while this process lives.
    """
    candidates = random.SystemRandom()
    for _ in range(_ATTEMPTS):
        port = candidates.randrange(_LOWEST, _highest())
        if _is_free(port, socket.SOCK_STREAM) and _is_free(port, socket.SOCK_DGRAM) and _reserve(port):
            return port
    raise RuntimeError(f"no free port on {LOOPBACK} in {_ATTEMPTS} attempts")


def free_port() -> int:
    """Give a free TCP port; see `free_udp_tcp_port`."""
    return free_udp_tcp_port()
