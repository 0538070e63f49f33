"""`caflux monitor`: one round of the monitor, or have cron or systemd run it."""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from caflux import monitor as watch
from caflux.errors import CafluxError

EVERY_MIN = 10


def monitor(
    context: typer.Context,
    install: Annotated[bool, typer.Option("--install", help="Have cron run it every 10 minutes.")] = False,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Take it out again.")] = False,
    systemd: Annotated[bool, typer.Option("--systemd", help="With these two: a timer, not cron.")] = False,
) -> None:
    """Start what should run of CAFlux and does not, and mail.

    It watches `--compose DIR` (the folder of docker-compose.yml, with `--url`) or `--up DATA` (the data
    folder of a `caflux up`). Mail goes to `--mail-to A,B`, by `--smtp HOST:PORT` or the program sendmail;
    without, what it did is printed, which cron mails. `python -m caflux.monitor --help` lists all options.
    """
    if not (install or uninstall):
        raise typer.Exit(watch.main(context.args))
    options = watch.read_options(context.args)
    target = watch.target_of(options)
    given = str(options.compose or options.up)
    # Cron has another working directory.
    arguments = [word.replace(given, str(target)) if word.endswith(given) else word for word in context.args]
    how = _timer if systemd else _crontab
    try:
        print(how(_command(arguments), str(target), remove=uninstall))
    except (watch.MonitorError, OSError) as error:
        raise CafluxError(str(error)) from error


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-I", str(Path(watch.__file__).resolve()), *arguments]


def _crontab(command: Sequence[str], name: str, *, remove: bool) -> str:
    """Put an entry into this user's crontab in place of the one it had, or only take that out."""
    mark = f"# caflux monitor of {name}"
    try:
        lines = watch.run(["crontab", "-l"]).splitlines()
    except watch.MonitorError as error:
        if "no crontab" not in str(error):
            raise
        lines = []
    kept = [line for line in lines if not line.endswith(mark)]
    if not remove:
        # In a crontab a percent sign ends the command unless it is escaped.
        line = shlex.join(command).replace("%", r"\%")
        kept.append(f"*/{EVERY_MIN} * * * * {line} {mark}")
    watch.run(["crontab", "-"], given="".join(f"{line}\n" for line in kept))
    return f"{'removed from' if remove else f'runs every {EVERY_MIN} min by'} the crontab (crontab -l)"


def _timer(command: Sequence[str], name: str, *, remove: bool) -> str:
    """Make a systemd timer, of the system for root, else of the user; or take it out."""
    root = os.geteuid() == 0
    folder = Path("/etc/systemd/system") if root else Path.home() / ".config/systemd/user"
    control = ["systemctl"] if root else ["systemctl", "--user"]
    unit = f"caflux-monitor-{watch.slug(name)}"
    service, timer = folder / f"{unit}.service", folder / f"{unit}.timer"
    if remove:
        watch.run([*control, "disable", "--now", timer.name])
        service.unlink(missing_ok=True)
        timer.unlink(missing_ok=True)
        watch.run([*control, "daemon-reload"])
        return f"removed {timer}"
    folder.mkdir(parents=True, exist_ok=True)
    quoted = (word.replace("%", "%%").replace("\\", r"\\").replace('"', r"\"") for word in command)
    line = " ".join(f'"{word}"' for word in quoted)
    # What the monitor starts is to live on when the monitor ends.
    service.write_text(
        f"[Unit]\nDescription=Watch CAFlux ({name})\n\n"
        f"[Service]\nType=oneshot\nKillMode=process\nExecStart={line}\n",
        encoding="utf-8",
    )
    timer.write_text(
        f"[Unit]\nDescription=Watch CAFlux every {EVERY_MIN} min ({name})\n\n"
        f"[Timer]\nOnBootSec=2min\nOnUnitActiveSec={EVERY_MIN}min\n\n[Install]\nWantedBy=timers.target\n",
        encoding="utf-8",
    )
    watch.run([*control, "daemon-reload"])
    watch.run([*control, "enable", "--now", timer.name])
    return f"runs every {EVERY_MIN} min by {timer}"
