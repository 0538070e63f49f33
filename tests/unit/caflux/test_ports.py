"""Ports of what `caflux up` starts."""

import socket
from contextlib import ExitStack
from dataclasses import astuple

import pytest
from caflux.errors import CannotStart
from caflux.up.ports import _listen, choose_ports
from caflux_testing.ports import free_port


def test_all_ports_differ_and_are_free() -> None:
    ports = astuple(choose_ports("127.0.0.1", 0))

    assert len(set(ports)) == len(ports)
    for port in ports:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", port))


def test_port_in_use_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as user:
        port = user.getsockname()[1]

        with pytest.raises(CannotStart, match=f"port {port} of 127.0.0.1 .*address already in use.*--port"):
            choose_ports("127.0.0.1", port)


def test_port_that_is_held_is_not_given_again() -> None:
    with ExitStack() as held:
        _listen(held, "127.0.0.1", port := free_port())

        with pytest.raises(CannotStart):
            _listen(held, "127.0.0.1", port)


def test_port_whose_last_connection_is_winding_up_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        connection, _ = server.accept()
    # The side that closes first keeps the port in TIME_WAIT.
    connection.close()
    client.close()

    assert choose_ports("127.0.0.1", port).web == port


def test_address_that_does_not_exist_is_told_in_a_sentence() -> None:
    with pytest.raises(CannotStart, match=r"no address nowhere\.invalid.*--host"):
        choose_ports("nowhere.invalid", 8080)


def test_address_of_another_machine_is_told_in_a_sentence() -> None:
    with pytest.raises(CannotStart, match="cannot assign requested address"):
        choose_ports("192.0.2.1", 15_000)
