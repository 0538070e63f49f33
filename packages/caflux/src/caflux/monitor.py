"""`caflux monitor`: the last watch. Run by cron or a systemd timer, it starts what should run and does not.

It needs nothing of CAFlux and nothing but Python's standard library, so that it works when all else is dead.
It watches one installation, of Docker Compose (`--compose DIR`) or of `caflux up` (`--up DATA`), and what
answers at its address (`--url`). What is not well is looked at again for half a minute before anything is
done; what was done, and what stays wrong, is mailed, once, and again when it is well.
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
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

LOOKS = 4
ANSWER_S, COMMAND_S = 10.0, 300.0
STOP_S = 40.0
START_S = 120.0
REMIND_S = 86_400.0
PARTS = {"config": "config-api", "query": "query-api", "supervisor": "supervisor"}
UNHEALTHY = "runs and is unhealthy"


class MonitorError(Exception):
    """The monitor can't do its work; the message says why and what to do."""


class AwayError(MonitorError):
    """Nothing answers at the dashboard's address."""


def run(command: Sequence[str], folder: Path | None = None, given: str | None = None) -> str:
    """Run a program; give what it prints.

    Raises:
        MonitorError: it is not there, fails, or takes more than five minutes.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- a list, no shell
            command, cwd=folder, input=given, capture_output=True, text=True, timeout=COMMAND_S, check=True
        )
    except FileNotFoundError as error:
        raise MonitorError(f"{error.filename} is not there, or not on cron's PATH") from error
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
        """Give none: it is not known which of the addresses is reachable from here."""
        return None

    def faults(self) -> dict[str, str]:
        """Give services whose container is missing, has ended, or is not healthy."""
        wanted = self._services()
        lines = self._run("ps", "--all", "--format", "json").strip()
        rows = json.loads(lines) if lines.startswith("[") else map(json.loads, lines.splitlines())
        there = {row["Service"]: row for row in rows}
        faults = {
            name: self._fault(there.get(name), once=of.get("restart") == "no") for name, of in wanted.items()
        }
        return {name: fault for name, fault in faults.items() if fault}

    @staticmethod
    def _fault(row: dict[str, object] | None, *, once: bool) -> str | None:
        if row is None:
            return "has no container"
        state, health = str(row["State"]), str(row.get("Health") or "")
        if once and state == "exited" and row["ExitCode"] == 0:
            return None
        if state != "running":
            return f"is {state} (exit code {row['ExitCode']})"
        return UNHEALTHY if health == "unhealthy" else None

    def repair(self, wrong: dict[str, str]) -> list[str]:
        """Restart what runs and is not well, then start what is not there."""
        services, absent = self._services(), [n for n, fault in self.faults().items() if fault != UNHEALTHY]
        # Where none of them answers it may be what stands before them.
        names = [*wrong, "frontend"] if set(PARTS.values()) <= set(wrong) else list(wrong)
        ill = [name for name in names if name in services and name not in absent]
        if ill:
            self._run("restart", *ill)
        self._run("up", "--detach")
        return [f"restarted {name}" for name in ill] + [f"started {name}" for name in absent]

    def _services(self) -> dict[str, dict[str, object]]:
        return dict(json.loads(self._run("config", "--format", "json"))["services"])

    def _run(self, *arguments: str) -> str:
        return run(["docker", "compose", *arguments], self._folder)


class Up:
    """A `caflux up`: its data folder is locked while it runs, and has how it was started."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def faults(self) -> dict[str, str]:
        """Tell whether it runs."""
        return {} if self._owner() is not None else {"caflux up": f"does not run on {self._data}"}

    def url(self) -> str | None:
        """Give the address of when it was last started."""
        return str(self._kept()["url"])

    def repair(self, wrong: dict[str, str]) -> list[str]:
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
        with (self._data / "logs" / "up.log").open("ab") as log:
            subprocess.Popen(  # noqa: S603 -- as it was started before
                kept["command"],
                cwd=kept["folder"],
                env={**os.environ, **kept["environment"]},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return list(kept["command"])

    def _kept(self) -> dict[str, Any]:
        path = self._data / "command.json"
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise MonitorError(f"can't tell how caflux up was started: {path}: {error}") from error


Watched = Compose | Up


class Answers:
    """Whether the services answer, and the engines, of which the supervisor knows."""

    def __init__(self, url: Callable[[], str | None]) -> None:
        self._url = url

    def faults(self) -> dict[str, str]:
        """Give what does not answer, or not well, by the name of its service."""
        url = self._url()
        if url is None:
            return {}
        found = {}
        for part, service in PARTS.items():
            try:
                self._get(f"{url.rstrip('/')}/api/{part}/readyz")
            except AwayError as error:
                return dict.fromkeys(PARTS.values(), str(error))
            except MonitorError as error:
                found[service] = str(error)
        if "supervisor" not in found and (ill := self._collectors(url)):
            found["collector"] = ill
        return found

    def _collectors(self, url: str) -> str:
        """Say what is down of managers and engines."""
        report = self._get(f"{url.rstrip('/')}/api/supervisor/v1/health")
        parts = [part for part in json.loads(report)["components"] if part["kind"] in ("engine", "manager")]
        return "; ".join(f"{part['name']}: {part['detail']}" for part in parts if part["health"] == "down")

    @staticmethod
    def _get(url: str) -> bytes:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        if token := os.environ.get("CAFLUX_TOKEN"):  # reading may be closed
            opener.addheaders = [("Authorization", f"Bearer {token}")]
        try:
            return bytes(opener.open(url, timeout=ANSWER_S).read())
        except urllib.error.HTTPError as error:
            raise MonitorError(f"answers {error.code}: {error.read(500).decode(errors='replace')}") from error
        except (OSError, ValueError) as error:
            raise AwayError(f"does not answer at {url}: {error}") from error


def wait(ready: Callable[[], bool], seconds: float) -> bool:
    """Tell whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not (there := ready()) and time.monotonic() < end:
        time.sleep(0.5)  # what is started tells nobody when it is ready
    return there


class Mailer:
    """Mails by SMTP, or by the machine's own mail program, or says it where cron mails it."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options

    def send(self, subject: str, body: str) -> None:
        """Send one mail.

        Raises:
            MonitorError: it could not be sent.
        """
        options = self._options
        if not options.mail_to:
            print(f"{subject}\n\n{body}")  # cron mails what its jobs print
            return
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = options.mail_from, options.mail_to, f"[CAFlux] {subject}"
        mail["Date"], mail["Message-ID"] = formatdate(localtime=True), make_msgid(domain="caflux.monitor")
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(body)
        if options.smtp:
            self._by_smtp(mail)
        else:
            run([_sendmail(), "-t", "-i"], given=mail.as_string())

    def _by_smtp(self, mail: EmailMessage) -> None:
        options = self._options
        host, _, port = options.smtp.partition(":")
        kind = smtplib.SMTP_SSL if options.smtp_tls == "tls" else smtplib.SMTP
        try:
            with kind(host, int(port or 25), timeout=30) as server:
                if options.smtp_tls == "starttls":
                    server.starttls()
                if options.smtp_user:
                    server.login(options.smtp_user, options.smtp_password_file.read_text("utf-8").strip())
                server.send_message(mail)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise MonitorError(f"can't mail by {options.smtp}: {error}") from error


def _sendmail() -> str:
    found = shutil.which("sendmail", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib")
    if found is None:
        raise MonitorError("there is no mail program (sendmail) on this machine; give --smtp HOST:PORT")
    return found


Round = tuple[dict[str, str], list[str], dict[str, str]]


def watch(watched: Watched, answers: Answers, between_s: float) -> Round:
    """Look, repair what stays wrong for LOOKS looks, and look again.

    Gives what was wrong, what was done, and what is wrong still.
    """

    def look() -> dict[str, str]:
        try:
            return {**watched.faults(), **answers.faults()}
        except MonitorError as error:
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


def tell(mailer: Mailer, state: Path, found: Round, now: float) -> None:
    """Mail what was wrong and done, once; again after a day, and when it is well."""
    wrong, done, left = found
    try:
        before = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {"left": [], "told": 0.0}
    text, actions = [f"{name} {fault}." for name, fault in (left or wrong).items()], [f"- {a}" for a in done]
    told = now
    if wrong and not left:
        body = [*text, "", "Done:", *actions, "", "All is well now."]
        mailer.send("started again what did not run", "\n".join(body))
    elif left and (list(left) != before["left"] or now - before["told"] >= REMIND_S):
        mailer.send(f"{', '.join(left)}: not well", "\n".join([*text, "", "Tried, in vain:", *actions]))
    elif left:
        told = before["told"]
    elif before["left"]:
        mailer.send("well again", f"{', '.join(before['left'])}: all is well again.")
    state.write_text(json.dumps({"left": list(left), "told": told, "looked": now}), encoding="utf-8")


def slug(name: str) -> str:
    """Give a name that a file may have."""
    return "".join(c if c.isalnum() else "-" for c in name).strip("-")[-80:]


def parser() -> argparse.ArgumentParser:
    """Give the parser of the command line."""
    made = argparse.ArgumentParser(
        prog="caflux monitor",
        description="Start what should run of CAFlux and does not, and mail; for cron, every 10 minutes.",
    )
    what = made.add_mutually_exclusive_group(required=True)
    what.add_argument("--compose", metavar="DIR", type=Path, help="folder of docker-compose.yml")
    what.add_argument("--up", metavar="DATA", type=Path, help="data folder of caflux up")
    made.add_argument("--url", help="of the dashboard; of a caflux up it is known")
    made.add_argument(
        "--mail-to", metavar="A,B", help="who gets mail; without, it is printed, which cron mails"
    )
    made.add_argument("--mail-from", default=f"caflux@{socket.getfqdn()}", help="sender")
    made.add_argument("--smtp", metavar="HOST:PORT", help="mail server; without, the program sendmail")
    made.add_argument("--smtp-tls", choices=["none", "starttls", "tls"], default="none")
    made.add_argument("--smtp-user", help="where the mail server wants a login; needs --smtp-tls")
    made.add_argument("--smtp-password-file", type=Path, metavar="FILE")
    made.add_argument("--state", type=Path, metavar="DIR", help="folder for what it remembers")
    made.add_argument("--between", type=float, default=10, metavar="S", help="seconds between two looks")
    return made


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; ends the program where it makes no sense."""
    made = parser()
    options = made.parse_args(arguments)
    if options.smtp_user and (options.smtp_tls == "none" or options.smtp_password_file is None):
        made.error("--smtp-user needs --smtp-password-file, and --smtp-tls: no password is sent in the clear")
    return options


def main(arguments: Sequence[str]) -> int:
    """Do one round; give the exit code: 0 all is well, 1 something is not."""
    options = read_options(arguments)
    try:
        return _round(options, target_of(options))
    except MonitorError as error:
        print(f"caflux monitor: {error}", file=sys.stderr)
        return 1


def target_of(options: argparse.Namespace) -> Path:
    """Give the folder that is watched."""
    return Path(options.compose or options.up).expanduser().resolve()


def _round(options: argparse.Namespace, target: Path) -> int:
    folder = options.state or Path.home() / ".local/state/caflux"
    folder.mkdir(parents=True, exist_ok=True)
    state = folder / f"monitor-{slug(str(target))}.json"
    with state.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0  # the round before is at it still
        watched: Watched = Compose(target) if options.compose else Up(target)
        answers = Answers(lambda: options.url or watched.url())
        found = watch(watched, answers, options.between)
        tell(Mailer(options), state, found, time.time())
    for name, fault in found[2].items():
        print(f"{name} {fault}", file=sys.stderr)
    return 1 if found[2] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
