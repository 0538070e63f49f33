"""A soft IOC is real: a Channel Access client in another process reads what the shell wrote."""

import subprocess
import sys

from caflux_testing.plugin import SoftIocFactory
from caflux_testing.soft_ioc import SoftIoc
from caflux_testing.wait import until

READ = "import sys, epics; print(epics.caget(sys.argv[1], as_string=True, timeout=10))"


def read(ioc: SoftIoc, record: str) -> str:
    environment = {**ioc.environment, "PYTHONWARNINGS": "ignore"}
    argv = [sys.executable, "-c", READ, ioc.prefix + record]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_what_was_put_is_read(soft_ioc: SoftIocFactory) -> None:
    ioc = soft_ioc()
    ioc.put("VALUE", 2.5)
    ioc.put("TEXT", 'say "no"')
    until(lambda: read(ioc, "VALUE") == "2.500", what="the value that was put")
    assert read(ioc, "TEXT") == 'say "no"'


def test_two_iocs_are_apart_and_one_comes_back_at_its_port(soft_ioc: SoftIocFactory) -> None:
    first, second = soft_ioc(), soft_ioc()
    assert first.prefix != second.prefix
    first.kill()
    assert not first.process.alive
    first.start()
    assert read(first, "STATE") == "Closed"
    assert read(second, "STATE") == "Closed"
