"""`caflux monitor`: the last watch. Run by cron or a systemd timer, it starts what should run and does not.

It needs Python's standard library and this one file, so that it works when all else is dead. It watches one
installation, of Docker Compose (`--compose DIR`) or of `caflux up` (`--up DATA`), and what answers at its
address. What stays wrong for half a minute is started again; that, and what stays wrong, is mailed once.
"""

import argparse
import fcntl
import json
import os
import shlex
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from pathlib import Path
from typing import Any

EVERY_MIN, LOOKS, MOST_WAIT = 10, 4, 20
ANSWER_S, COMMAND_S, STOP_S, START_S, REMIND_S = 10.0, 300.0, 40.0, 120.0, 86_400.0
PARTS = {"config": "config-api", "query": "query-api", "supervisor": "supervisor"}
UNHEALTHY, AS_IT_WAS = "runs and is unhealthy", ("up", "--detach", "--no-recreate", "--no-build")
# Where docker and sendmail may be: cron's PATH has none of them.
PLACES = ("/usr/local/bin", "/usr/sbin", "/usr/lib")

Faults = dict[str, str]  # what is wrong, by what it is wrong with
Round = tuple[Faults, list[str], Faults]  # what was wrong, what was done, and what is wrong still


class MonitorError(Exception):
    """The monitor can't do its work; the message says why and what to do."""


def _run(command: Sequence[str], folder: Path | None = None, given: str | None = None) -> str:
    """Run a program; give what it prints."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *PLACES])
    if (program := shutil.which(command[0], path=path)) is None:
        raise MonitorError(f"there is no program {command[0]} on this machine, or not on cron's PATH")
    command = [program, *command[1:]]
    try:
        done = subprocess.run(  # noqa: S603 -- a list, no shell
            command, cwd=folder, input=given, capture_output=True, text=True, timeout=COMMAND_S, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise MonitorError(f"{shlex.join(command)} did not end within {COMMAND_S:g} s") from error
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", "") or str(error)
        raise MonitorError(f"{shlex.join(command)} failed: {said.strip()[-500:]}") from error
    return done.stdout


class Compose:
    """The containers of a compose file: all running, none unhealthy; those that run once have done so."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self) -> str | None:
        """Give where the dashboard is published; None while it does not run."""
        try:
            at = self._run("port", "frontend", "8080").strip()
        except MonitorError:
            return None  # which is a fault of its own
        return f"http://{at}" if at and not at.endswith(":0") else None

    def faults(self) -> Faults:
        """Give services whose container is missing, has ended, or is not healthy."""
        lines = self._run("ps", "--all", "--format", "json").strip()
        rows = json.loads(lines) if lines.startswith("[") else map(json.loads, lines.splitlines())
        there, wanted = {row["Service"]: row for row in rows}, self._services()
        found = {n: self._fault(there.get(n), once=of.get("restart") == "no") for n, of in wanted.items()}
        return {name: fault for name, fault in found.items() if fault}

    @staticmethod
    def _fault(row: dict[str, object] | None, *, once: bool) -> str | None:
        if row is None:
            return "has no container"
        state, code = row["State"], row["ExitCode"]
        if state == "running":
            return UNHEALTHY if row.get("Health") == "unhealthy" else None
        return None if once and (state, code) == ("exited", 0) else f"is {state} (exit code {code})"

    def repair(self, wrong: Faults) -> list[str]:
        """Restart what is not well, start what is not there, each by itself, then do what is done once."""
        services, absent = self._services(), [n for n, fault in self.faults().items() if fault != UNHEALTHY]
        # Where none of them answers it may be what stands before them.
        names = [*wrong, "frontend"] if set(PARTS.values()) <= set(wrong) else list(wrong)
        ill = [name for name in names if name in services and name not in absent]
        steps: list[tuple[str, ...]] = [("restart", *ill)] if ill else []
        steps += [(*AS_IT_WAS, "--no-deps", n) for n in absent if services[n].get("restart") != "no"]
        done = []
        for step in (*steps, AS_IT_WAS):
            done.append(f"docker compose {shlex.join(step)}")
            try:
                self._run(*step)
            except MonitorError as error:  # no part keeps another from being started
                done[-1] = f"in vain: {error}"
        return done

    def _services(self) -> dict[str, dict[str, object]]:
        return dict(json.loads(self._run("config", "--format", "json"))["services"])

    def _run(self, *arguments: str) -> str:
        return _run(["docker", "compose", *arguments], self._folder)


class Up:
    """A `caflux up`: its data folder is locked while it runs, and has how it was started."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def faults(self) -> Faults:
        """Tell whether it runs."""
        return {} if self._owner() is not None else {"caflux up": f"does not run on {self._data}"}

    def url(self) -> str | None:
        """Give the address of when it was last started."""
        return str(self._kept()["url"])

    def repair(self, wrong: Faults) -> list[str]:
        """Start it; where it runs and is not well, end it first."""
        done, owner = [], self._owner()
        if owner is not None:
            self._end(owner)
            done.append(f"ended caflux up (process {owner}), where {', '.join(wrong)} was not well")
        return [*done, f"started it: {shlex.join(self._start())}"]

    def _owner(self) -> int | None:
        """Give the process that holds the folder's lock, or None."""
        try:
            with (self._data / "caflux.lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return int((self._data / "caflux.lock").read_text(encoding="ascii") or 0)
        except OSError as error:
            raise MonitorError(f"{self._data} is no data folder of caflux up: {error.strerror}") from error
        return None

    def _end(self, owner: int) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if owner:
                os.kill(owner, number)
            if wait(lambda: self._owner() is None, STOP_S):
                return
        raise MonitorError(f"caflux up (process {owner}) does not end")

    def _start(self) -> list[str]:
        kept = self._kept()
        own = {**os.environ, **kept["environment"]}
        with (self._data / "logs" / "up.log").open("ab") as log:
            subprocess.Popen(  # noqa: S603 -- as it was started before
                kept["command"], cwd=kept["folder"], env=own, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        return list(kept["command"])

    def _kept(self) -> dict[str, Any]:
        path = self._data / "command.json"
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise MonitorError(f"can't tell how caflux up was started: {path}: {error}") from error


def answers(url: str | None) -> Faults:
    """Give what does not answer, or not well, by the name of its service."""
    api, found = f"{(url or '').rstrip('/')}/api", Faults()
    for part, service in PARTS.items() if url else ():
        try:
            _get(f"{api}/{part}/readyz")
        except MonitorError as error:
            found[service] = str(error)
            if not isinstance(error.__cause__, urllib.error.HTTPError):  # nothing answers at all
                return dict.fromkeys(PARTS.values(), str(error))
    if url and "supervisor" not in found:
        parts = json.loads(_get(f"{api}/supervisor/v1/health"))["components"]
        ill = [part for part in parts if part["kind"] in ("engine", "manager") and part["health"] == "down"]
        if ill:
            found["collector"] = "; ".join(f"{part['name']}: {part['detail']}" for part in ill)
    return found


def _get(url: str) -> bytes:
    """Give what is answered there."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    if token := os.environ.get("CAFLUX_TOKEN"):  # reading may be closed
        opener.addheaders = [("Authorization", f"Bearer {token}")]
    try:
        return bytes(opener.open(url, timeout=ANSWER_S).read())
    except urllib.error.HTTPError as error:
        raise MonitorError(f"answers {error.code}: {error.read(500).decode(errors='replace')}") from error
    except (OSError, ValueError) as error:
        raise MonitorError(f"does not answer at {url}: {error}") from error


def wait(ready: Callable[[], bool], seconds: float) -> bool:
    """Tell whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not (there := ready()) and time.monotonic() < end:
        time.sleep(0.5)  # what is started tells nobody when it is ready
    return there


def send(options: argparse.Namespace, subject: str, body: str) -> None:
    """Mail by SMTP, or by the machine's own mail program, or say it where cron mails it."""
    if not options.mail_to:
        print(f"{subject}\n\n{body}")  # cron mails what its jobs print
        return
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = options.mail_from, options.mail_to, f"[CAFlux] {subject}"
    mail["Date"], mail["Message-ID"] = formatdate(localtime=True), make_msgid(domain="caflux.monitor")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body)
    if not options.smtp:
        _run(["sendmail", "-t", "-i"], given=mail.as_string())
        return
    host, _, port = options.smtp.partition(":")
    trust = ssl.create_default_context()  # smtplib's own trusts any certificate
    kind = partial(smtplib.SMTP_SSL, context=trust) if options.smtp_tls == "tls" else smtplib.SMTP
    try:
        with kind(host, int(port or 25), timeout=30) as server:
            if options.smtp_tls == "starttls":
                server.starttls(context=trust)
            if options.smtp_user:
                server.login(options.smtp_user, options.smtp_password_file.read_text("utf-8").strip())
            server.send_message(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise MonitorError(f"can't mail by {options.smtp}: {error}") from error


def watch(watched: Compose | Up, url: str | None, between_s: float) -> Round:
    """Look, repair what stays wrong for LOOKS looks, and look again."""

    def look() -> Faults:
        try:
            return {**watched.faults(), **answers(url or watched.url())}
        except (MonitorError, ValueError, KeyError) as error:
            return {"caflux monitor": f"can't look: {error}"}

    for turn in range(LOOKS):
        if turn:
            time.sleep(between_s)  # one look may fall into a restart
        if not (wrong := look()):
            return {}, [], {}
    try:
        done = watched.repair(wrong)
    except (MonitorError, OSError) as error:
        return wrong, [f"could not mend it: {error}"], look()
    wait(lambda: not look(), START_S)
    return wrong, done, look()


def tell(options: argparse.Namespace, state: Path, found: Round, now: float) -> None:
    """Mail what was wrong and done, once; again after a day, and when it is well.

    What can't be mailed (`MonitorError`) waits in `state` for the next round.
    """
    wrong, done, left = found
    try:
        before = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    was, told, mails = before.get("left", []), before.get("told", 0.0), before.get("waiting", [])
    text, actions = [f"{name} {fault}." for name, fault in (left or wrong).items()], [f"- {a}" for a in done]
    if wrong and not left:
        body = [*text, "", "Done:", *actions, "", "All is well now."]
        mails.append(["started again what did not run", "\n".join(body)])
    elif left and (list(left) != was or now - told >= REMIND_S):
        mails.append([f"{', '.join(left)}: not well", "\n".join([*text, "", "Tried, in vain:", *actions])])
        told = now
    elif was and not left:
        mails.append(["well again", f"{', '.join(was)}: all is well again."])
    try:
        while mails:
            send(options, *mails[0])
            del mails[0]
    finally:
        state.write_text(json.dumps({"left": list(left), "told": told, "waiting": mails[-MOST_WAIT:]}))


def crontab(command: Sequence[str], name: str, *, remove: bool) -> str:
    """Put an entry into this user's crontab in place of the one it had, or only take that out."""
    # In a crontab a percent sign ends the command unless it is escaped.
    line, mark = (w.replace("%", r"\%") for w in (shlex.join(command), f"# caflux monitor of {name}"))
    try:
        lines = _run(["crontab", "-l"]).splitlines()
    except MonitorError as error:
        if "no crontab" not in str(error):
            raise
        lines = []
    kept = [line for line in lines if not line.endswith(mark)]
    if not remove:
        kept.append(f"*/{EVERY_MIN} * * * * {line} {mark}")
    _run(["crontab", "-"], given="".join(f"{line}\n" for line in kept))
    return f"{'removed from' if remove else f'runs every {EVERY_MIN} min by'} the crontab (crontab -l)"


def timer(command: Sequence[str], name: str, *, remove: bool) -> str:
    """Make a systemd timer, of the system for root, else of the user; or take it out."""
    root = os.geteuid() == 0
    folder = Path("/etc/systemd/system") if root else Path.home() / ".config/systemd/user"
    control = ["systemctl"] if root else ["systemctl", "--user"]
    clock = folder / f"caflux-monitor-{slug(name)}.timer"
    own = str.maketrans({"%": "%%", "$": "$$", "\\": r"\\", '"': r"\""})
    line = " ".join(f'"{word.translate(own)}"' for word in command)
    if remove:
        for step in ("stop", "disable") if clock.exists() else ():
            _run([*control, step, clock.name])
        for path in (clock, clock.with_suffix(".service")):
            path.unlink(missing_ok=True)
        return f"removed {clock}"
    about = f"[Unit]\nDescription=Watch CAFlux of {name.replace('%', '%%')}\n\n"
    folder.mkdir(parents=True, exist_ok=True)
    clock.write_text(
        f"{about}[Timer]\nOnBootSec=2min\nOnUnitActiveSec={EVERY_MIN}min\n\n[Install]\nWantedBy=timers.target\n"
    )
    # What the monitor starts is to live on when the monitor ends.
    clock.with_suffix(".service").write_text(
        f"{about}[Service]\nType=oneshot\nKillMode=process\nExecStart={line}\n"
    )
    for words in (["daemon-reload"], ["enable", clock.name], ["start", clock.name]):
        _run([*control, *words])
    return f"runs every {EVERY_MIN} min by {clock}"


def slug(name: str) -> str:
    """Give a name that a file may have."""
    return "".join(c if c.isalnum() else "-" for c in name).strip("-")[-80:]


def main(arguments: Sequence[str]) -> int:
    """Do one round, or have cron do them; give the exit code: 0 all is well, 1 something is not."""
    made = argparse.ArgumentParser("caflux monitor", description=(__doc__ or "").partition("\n\n")[0])
    what = made.add_mutually_exclusive_group(required=True)
    what.add_argument("--compose", metavar="DIR", type=Path, help="folder of docker-compose.yml")
    what.add_argument("--up", metavar="DATA", type=Path, help="data folder of caflux up")
    made.add_argument("--url", help="of the dashboard; mostly it is known")
    made.add_argument("--mail-to", metavar="A,B", help="who gets mail; without, it is printed for cron")
    made.add_argument("--mail-from", default=f"caflux@{socket.getfqdn()}", help="sender")
    made.add_argument("--smtp", metavar="HOST:PORT", help="mail server; without, the program sendmail")
    made.add_argument("--smtp-tls", choices=["none", "starttls", "tls"], default="none")
    made.add_argument("--smtp-user", help="where the mail server wants a login; needs --smtp-tls")
    made.add_argument("--smtp-password-file", type=Path, metavar="FILE")
    made.add_argument("--state", type=Path, metavar="DIR", help="folder for what it remembers")
    made.add_argument("--between", type=float, default=10, metavar="S", help="seconds between two looks")
    made.add_argument("--install", action="store_true", help="have cron run it every 10 minutes")
    made.add_argument("--uninstall", action="store_true", help="take that out again")
    made.add_argument("--systemd", action="store_true", help="with these two: a timer, not cron")
    options = made.parse_args(arguments)
    if options.smtp_user and (options.smtp_tls == "none" or options.smtp_password_file is None):
        made.error("--smtp-user needs --smtp-password-file, and --smtp-tls: no password is sent in the clear")
    try:
        return _schedule(options, made) if options.install or options.uninstall else _round(options)
    except (MonitorError, OSError) as error:
        print(f"caflux monitor: {error}", file=sys.stderr)
        return 1


def _schedule(options: argparse.Namespace, made: argparse.ArgumentParser) -> int:
    command = [sys.executable, "-I", str(Path(__file__).resolve())]
    for name, value in vars(options).items():
        if value != made.get_default(name) and not isinstance(value, bool):
            given = value.expanduser().resolve() if isinstance(value, Path) else value  # cron is elsewhere
            command.append(f"--{name.replace('_', '-')}={given}")
    how = timer if options.systemd else crontab
    print(how(command, str((options.compose or options.up).expanduser().resolve()), remove=options.uninstall))
    return 0


def _round(options: argparse.Namespace) -> int:
    target = (options.compose or options.up).expanduser().resolve()
    folder = options.state or Path.home() / ".local/state/caflux"
    folder.mkdir(parents=True, exist_ok=True)
    state = folder / f"monitor-{slug(str(target))}.json"
    with state.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0  # the round before is at it still
        found = watch(Compose(target) if options.compose else Up(target), options.url, options.between)
        for name, fault in found[2].items():
            print(f"{name} {fault}", file=sys.stderr)
        tell(options, state, found, time.time())
    return 1 if found[2] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
