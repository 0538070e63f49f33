"""`python -m caflux_collector.run`: the engine as a process, which the manager starts."""

import asyncio
import gc
import logging
import os
import signal
import sys
from typing import NoReturn

from caflux_service.logs import set_up_logs
from caflux_service.settings import SettingsError, load

from caflux_collector.clock import SystemClock
from caflux_collector.engine import Engine
from caflux_collector.heap import share_heap
from caflux_collector.settings import CollectorSettings

MANAGED = "--managed"
"""The manager holds the other end of standard input: when that closes, it is gone, and the engine goes."""

NEW_OBJECTS = 100_000
"""So many more objects until the garbage collector looks for cycles: PVs are many objects and no cycles."""


async def _run(settings: CollectorSettings, *, managed: bool) -> int:
    engine = Engine(settings, SystemClock())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, engine.stop)
    if managed:
        loop.add_reader(sys.stdin.fileno(), _manager_gone, loop, engine)
    return await engine.run()


def _manager_gone(loop: asyncio.AbstractEventLoop, engine: Engine) -> None:
    loop.remove_reader(sys.stdin.fileno())  # an input that has ended is always readable
    engine.stop()


def main() -> int:
    """Run the engine; give its exit status."""
    try:
        settings = load(CollectorSettings)
    except SettingsError as error:
        print(f"caflux engine: {error}", file=sys.stderr)  # noqa: T201 - logs are not set up yet
        return 2
    set_up_logs(settings.log_format, settings.log_level)
    gc.set_threshold(NEW_OBJECTS)
    share_heap()
    return asyncio.run(_run(settings, managed=MANAGED in sys.argv[1:]))


def end(status: int) -> NoReturn:
    """End the process: libca's threads outlive the interpreter's teardown and would call into it."""
    logging.shutdown()
    os._exit(status)


if __name__ == "__main__":
    end(main())
