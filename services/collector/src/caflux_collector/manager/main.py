"""Put the manager together and run it.

SIGTERM and SIGINT end engine and manager. SIGHUP starts the engine, or starts it anew; SIGUSR2 stops it until
then; SIGUSR1 has the status logged.
"""

import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from caflux_collector.lock import LockError, lock, release
from caflux_collector.manager.client import COMMANDS, command
from caflux_collector.manager.config import Config, ManagerError, read
from caflux_collector.manager.engine import reap
from caflux_collector.manager.output import Output
from caflux_collector.manager.run import Manager
from caflux_collector.manager.server import SOCKET, LocalServer, Server
from caflux_collector.manager.tell import Teller


def main(arguments: Sequence[str] = ()) -> int:
    """Run the manager, or do a command; give the exit status."""
    if list(arguments) not in ([], *([word] for word in COMMANDS)):
        print(f"usage: caflux_collector.manager [{'|'.join(COMMANDS)}]", file=sys.stderr)  # noqa: T201
        return 2
    try:
        config = read()
        return command(arguments[0], config.data) if arguments else _run(config)
    except (ManagerError, LockError) as error:
        print(f"caflux manager: {error}", file=sys.stderr)  # noqa: T201 - standard library only
        return 2


def _run(config: Config) -> int:
    held = lock(config.data / "manager.pid", "a manager")
    output = Output(config.data / "logs")
    manager = Manager(config, output.writer, output.last_words, lambda text: teller.report(text), reap)
    servers = [Server(manager), LocalServer(manager)]
    teller = Teller(config, manager.log)
    _obey_signals(manager)
    for server in servers:
        threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    try:
        return manager.run()
    finally:
        output.close()
        for server in servers:
            server.shutdown()
        (config.data / SOCKET).unlink(missing_ok=True)
        release(held)


def _obey_signals(manager: Manager) -> None:
    orders = manager.orders

    def obey(number: int, _: FrameType | None) -> None:
        if number in (signal.SIGTERM, signal.SIGINT):
            orders.end = True
        elif number == signal.SIGUSR1:
            orders.tell = True
        else:
            orders.order = "restart" if number == signal.SIGHUP else "stop"

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, obey)
