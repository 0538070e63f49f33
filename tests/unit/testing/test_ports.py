"""Ports are free, and nobody gets one twice."""

import socket
import subprocess
import sys

from caflux_testing.ports import LOOPBACK, free_port, free_udp_tcp_port

ASK = "from caflux_testing.ports import free_port; print([free_port() for _ in range(50)])"


def test_a_port_can_be_bound_for_tcp_and_udp() -> None:
    port = free_udp_tcp_port()
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as it:
            it.bind((LOOPBACK, port))


def test_no_port_is_given_twice() -> None:
    ports = [free_port() for _ in range(200)]
    assert len(set(ports)) == len(ports)


def test_no_two_processes_get_the_same_port() -> None:
    mine = {free_port() for _ in range(50)}
    other = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True).stdout
    assert mine.isdisjoint(map(int, other.strip("[]\n").split(", ")))
