"""A soft IOC is real: a Channel Access client in another process reads what was put."""

from pathlib import Path
from typing import Any

from caflux_testing.ca_client import CaClient
from caflux_testing.plugin import SoftIocFactory
from caflux_testing.running import running
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.wait import until


def client_of(ioc: SoftIoc, folder: Path, *records: str) -> CaClient:
    log = folder / f"client-{ioc.ca_port}.log"
    return CaClient(log, ioc.environment, [ioc.prefix + record for record in records])


def value_of(client: CaClient, ioc: SoftIoc, record: str) -> Any:
    event = client.last(ioc.prefix + record)
    return None if event is None else event.value


def test_what_was_put_is_read(soft_ioc: SoftIocFactory, tmp_path: Path) -> None:
    ioc = soft_ioc()
    with running(client_of(ioc, tmp_path, "VALUE", "TEXT")) as client:
        until(lambda: value_of(client, ioc, "VALUE") == 1.0, what="the first value")
        ioc.put("VALUE", 2.5)
        ioc.put("TEXT", 'say "no", it\'s \\ odd')
        until(lambda: value_of(client, ioc, "VALUE") == 2.5, what="the value that was put")
        until(lambda: value_of(client, ioc, "TEXT") == 'say "no", it\'s \\ odd', what="the text that was put")


def test_a_field_of_a_record_can_be_put(soft_ioc: SoftIocFactory, tmp_path: Path) -> None:
    ioc = soft_ioc()
    with running(client_of(ioc, tmp_path, "VALUE.EGU")) as client:
        ioc.put("VALUE.EGU", "kA")
        until(lambda: value_of(client, ioc, "VALUE.EGU") == "kA", what="the field that was put")


def test_two_iocs_are_apart_and_one_comes_back_at_its_port(soft_ioc: SoftIocFactory, tmp_path: Path) -> None:
    first, second = soft_ioc(), soft_ioc()
    assert first.prefix != second.prefix
    first.kill()
    assert not first.process.alive
    first.start()
    with running(client_of(first, tmp_path, "STATE")) as client:
        until(lambda: value_of(client, first, "STATE") == 0, what="the state of the first")
    with running(client_of(second, tmp_path, "STATE")) as client:
        until(lambda: value_of(client, second, "STATE") == 0, what="the state of the second")
