"""`caflux up`, from the first check to the last process stopped."""

import asyncio
import signal
import sys
import time
import webbrowser
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import httpx

from caflux.errors import CannotStart
from caflux.up.announce import Announcer
from caflux.up.checks import check_servers, find_frontend
from caflux.up.demo import ADMIN_PASSWORD, import_demo
from caflux.up.folder import DataFolder, data_folder, note_start
from caflux.up.news import tell_news
from caflux.up.plan import Options, Plan, make_plan
from caflux.up.ports import choose_ports
from caflux.up.processes import Keeper, Processes

_READY_S = 180
_POLL_S = 0.1
_SECOND_CTRL_C_S = 1.0


async def up(options: Options, environment: Mapping[str, str]) -> None:
    """Run CAFlux until SIGINT or SIGTERM.

    Raises:
        CafluxError: it could not be started; nothing is left running.
    """
    stop, hurry = _on_signals()
    frontend = find_frontend(environment)
    with data_folder(options.data) as folder, _announcing() as announcer:
        ports = choose_ports(options.host, options.port)
        await check_servers(options.influx, options.database, environment)
        plan = make_plan(options, ports, folder, frontend, environment)
        note_start(folder, [sys.executable, "-P", "-m", "caflux", *sys.argv[1:]], plan.url, environment)
        async with _running(plan, folder, announcer, hurry) as processes:
            if await _unless(stop, _ready(plan, processes["web"])):
                announcer.header(_header(plan, folder, environment))
                await _unless(stop, _live(plan, options, folder, environment, announcer))
            announcer.header([])
            announcer.say("stopping")
        announcer.say("stopped; nothing is left running")


@contextmanager
def _announcing() -> Iterator[Announcer]:
    announcer = Announcer(sys.stdout.fileno(), lambda: datetime.now().astimezone())
    try:
        yield announcer
    finally:
        announcer.close()


def _on_signals() -> tuple[asyncio.Event, asyncio.Event]:
    """Give events for `stop` (a first signal) and for `kill at once` (another, more than a second later)."""
    stop, hurry = asyncio.Event(), asyncio.Event()
    first = 0.0

    def on_signal() -> None:
        nonlocal first
        if not stop.is_set():
            first = time.monotonic()
            stop.set()
        elif time.monotonic() - first > _SECOND_CTRL_C_S:
            # One Ctrl-C may arrive twice: from the terminal, and passed on by `uv run`.
            hurry.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A hangup that nohup has turned off stays off. An interrupt does not: a script's shell turns it off
        # for all that it runs in the background, and whoever sends one all the same means it.
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return stop, hurry


@asynccontextmanager
async def _running(
    plan: Plan, folder: DataFolder, announcer: Announcer, hurry: asyncio.Event
) -> AsyncIterator[Processes]:
    processes = Processes(plan.processes, folder.logs, announcer.say)
    try:
        yield processes
    finally:
        await processes.stop(hurry)


async def _unless(stop: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Do `work` and say True, or give it up when `stop` is set and say False."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            return False
        await task
        return True
    finally:
        for each in (task, stopped):
            each.cancel()
        await asyncio.wait({task, stopped})


async def _ready(plan: Plan, web: Keeper) -> None:
    """Wait until the web process serves; its failing now is a failure to start."""
    deadline = time.monotonic() + _READY_S
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        while True:
            if web.failed_once.is_set():
                raise CannotStart(f"{web.last_line or 'the web process ended'} (its log: {web.log})")
            with suppress(httpx.HTTPError):
                if (await client.get(f"{plan.url}/api/config/readyz")).is_success:
                    return
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"the web process did not answer within {_READY_S:g} s (its log: {web.log})"
                )
            await asyncio.sleep(_POLL_S)


def _header(plan: Plan, folder: DataFolder, environment: Mapping[str, str]) -> list[str]:
    lines = [f"CAFlux {version('caflux')} runs at {plan.url}"]
    if folder.admin_password.exists():
        lines.append(f"  the first password of the user admin is in {folder.admin_password}")
    elif given := next((name for name in ADMIN_PASSWORD if environment.get(name)), None):
        lines.append(f"  the password of the user admin is the one in {given}")
    lines.append(f"  data and logs are in {folder.path}")
    if plan.demo:
        lines.append(f"  the demo's IOCs: EPICS_CA_ADDR_LIST='{plan.demo_address_list}'")
    return [*lines, "  Ctrl-C stops it", ""]


async def _live(
    plan: Plan, options: Options, folder: DataFolder, environment: Mapping[str, str], announcer: Announcer
) -> None:
    """Do what is left to do once it serves, and tell what happens from then on; never returns."""
    if plan.demo and not folder.demo_imported.exists():
        announcer.say(await asyncio.to_thread(import_demo, plan.url, folder, environment))
    if options.open and not await asyncio.to_thread(webbrowser.open, plan.url):
        announcer.say(f"there is no browser to open; the dashboard is at {plan.url}")
    await tell_news(plan.url, announcer.say, token=_reader(folder, environment))


def _reader(folder: DataFolder, environment: Mapping[str, str]) -> str:
    """Give the token that reads while reading is closed."""
    file = Path(environment.get("CAFLUX_READER_TOKEN_FILE") or folder.reader_token)
    return environment.get("CAFLUX_READER_TOKEN") or file.read_text(encoding="ascii").strip()
