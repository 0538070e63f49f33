"""The data folder of `caflux up`: private, used by one at a time, keeper of the services' tokens."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from caflux.errors import CannotStart

LOCK = "caflux.lock"
_KEPT = ("CAFLUX_", "EPICS_", "PYEPICS_", "INFLUX", "SSL_")
_SECRET = ("PASSWORD", "TOKEN", "SECRET")


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where `caflux up` keeps everything; made by `data_folder`."""

    path: Path

    @property
    def logs(self) -> Path:
        """Give the folder of the processes' logs."""
        return self.path / "logs"

    @property
    def service_token(self) -> Path:
        """Give the file of the token by which services know each other."""
        return self.path / "service-token"

    @property
    def reader_token(self) -> Path:
        """Give the file of the token by which services read from config-api while reading is closed."""
        return self.path / "reader-token"

    @property
    def admin_password(self) -> Path:
        """Give the file where config-api leaves the first password that it made."""
        return self.path / "admin-password"

    @property
    def demo_imported(self) -> Path:
        """Give the file that says that the demo's PVs were imported once."""
        return self.path / "demo-imported"


def note_start(folder: DataFolder, command: Sequence[str], url: str, environment: Mapping[str, str]) -> None:
    """Leave for `caflux monitor` how to start this again, without secrets: those belong in `…_FILE`s."""
    kept = {
        name: value
        for name, value in environment.items()
        if name.startswith(_KEPT) and (name.endswith("_FILE") or not any(word in name for word in _SECRET))
    }
    start = {"command": list(command), "folder": str(Path.cwd()), "url": url, "environment": kept}
    aside = folder.path / "command.new"
    aside.write_text(json.dumps(start, indent=1), encoding="utf-8")
    aside.replace(folder.path / "command.json")


@contextmanager
def data_folder(path: Path) -> Iterator[DataFolder]:
    """Make the folder where it is missing, and hold its lock.

    The lock is the kernel's (flock), so it ends with the process, however that ends.

    Raises:
        CannotStart: the folder can't be made or written, holds something else, or another `caflux up` has it.
    """
    path = path.expanduser().absolute()
    try:
        _make(path)
        lock = os.open(path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotStart(
            f"the data folder {path} can't be written: {error.strerror}; "
            "mend its permissions or choose another with --data"
        ) from error
    try:
        _take(lock, path)
        folder = DataFolder(path)
        _fill(folder)
        yield folder
    finally:
        os.close(lock)


def _make(path: Path) -> None:
    if path.is_dir() and not (path / LOCK).exists() and any(path.iterdir()):
        raise CannotStart(
            f"{path} holds other files and is no data folder of CAFlux; choose an empty folder with --data"
        )
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)


def _take(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(lock, 20, 0).decode("ascii", "replace").strip() or "unknown"
        raise CannotStart(
            f"another `caflux up` (process {owner}) uses {path}; "
            "stop it, or choose another folder with --data"
        ) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)


def _fill(folder: DataFolder) -> None:
    try:
        folder.logs.mkdir(exist_ok=True)
        for token in (folder.service_token, folder.reader_token):
            _make_token(token)
    except OSError as error:
        raise CannotStart(f"the data folder {folder.path} can't be written: {error.strerror}") from error


def _make_token(path: Path) -> None:
    if path.exists():
        return
    # Written aside and renamed: a start that was cut short never leaves half a token.
    aside = path.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    aside.replace(path)
