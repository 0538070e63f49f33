"""`python -m caflux_demo_ioc`: an accelerator for everyone."""

import argparse
import ctypes
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from caflux_demo_ioc.catalogue import demo_pvs
from caflux_demo_ioc.flaky import FlakyIoc
from caflux_demo_ioc.wish import Wish

CA_PORT = 5064
FLAKY_CA_PORT = 5066
"""CA servers on one host need a port each; 5065 is the repeater's."""
PR_SET_PDEATHSIG = 1


class Options(Protocol):
    """The command line."""

    prefix: str
    ca_port: int
    flaky_ca_port: int
    flaky_cycle: list[float]
    interface: str | None
    seed: int | None
    only_flaky: bool


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="caflux_demo_ioc", description="A soft IOC like an accelerator.")
    parser.add_argument("--prefix", default="DEMO:", help="of every PV's name")
    parser.add_argument("--ca-port", type=int, default=CA_PORT, help="CA port (default %(default)s)")
    parser.add_argument(
        "--flaky-ca-port",
        type=int,
        default=FLAKY_CA_PORT,
        help="of the IOC that comes and goes (%(default)s)",
    )
    parser.add_argument(
        "--flaky-cycle",
        type=float,
        nargs=2,
        default=[40.0, 20.0],
        metavar=("UP", "DOWN"),
        help="seconds that it is there, and that it is not (default 40 20)",
    )
    parser.add_argument(
        "--interface", help="listen at this address (default: EPICS_CAS_INTF_ADDR_LIST, else loopback)"
    )
    parser.add_argument("--seed", type=int, help="make the same random numbers every time")
    parser.add_argument("--only-flaky", action="store_true", help="be the IOC that comes and goes")
    options: Options = parser.parse_args(arguments)
    return options


def end_with_parent() -> None:
    """Have the kernel send SIGTERM when the parent process ends, where it can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def flaky_arguments(options: Options) -> list[str]:
    """Give the command line of the second IOC."""
    arguments = ["--only-flaky", "--prefix", options.prefix, "--flaky-ca-port", str(options.flaky_ca_port)]
    if options.interface is not None:
        arguments += ["--interface", options.interface]
    if options.seed is not None:
        arguments += ["--seed", str(options.seed)]
    return arguments


def main(arguments: Sequence[str]) -> None:
    """Run until SIGTERM or SIGINT."""
    options = parse(arguments)
    end_with_parent()
    stop = Wish()
    handler: Callable[..., None] = lambda *_: stop.set()  # noqa: E731 - typed so that signal takes it
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)
    # Late: it loads EPICS base, which --help need not wait for.
    from caflux_demo_ioc.ioc import serve, set_addresses

    set_addresses(options.flaky_ca_port if options.only_flaky else options.ca_port, options.interface)
    pvs = [pv for pv in demo_pvs(options.prefix) if pv.flaky == options.only_flaky]
    if options.only_flaky:
        serve(pvs, options.seed, stop)
        return
    flaky = FlakyIoc(flaky_arguments(options), *options.flaky_cycle)
    try:
        line = f"serving {len(pvs)} PVs {options.prefix}… at CA port {options.ca_port}"
        print(line, flush=True)  # noqa: T201 - what a program in a terminal says of itself
        serve(pvs, options.seed, stop, flaky.step)
    finally:
        flaky.close()


if __name__ == "__main__":
    main(sys.argv[1:])
