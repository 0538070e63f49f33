"""Lock files: one manager, and one engine, works in a data folder. Standard library only."""

import fcntl
import os
from pathlib import Path
from typing import TextIO


class LockError(Exception):
    """A lock file can't be had; the message says why."""


class TakenError(LockError):
    """Another process holds it."""


def lock(path: Path, who: str) -> TextIO:
    """Take a lock file, which is held as long as the file is open; it shows the pid of its holder.

    Raises:
        TakenError: another process holds it; `who` names it in the message.
        LockError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise LockError(f"can't write {path}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        pid = file.read().strip()
        file.close()
        raise TakenError(f"{who} (pid {pid}) already works in {path.parent}") from error
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def release(file: TextIO) -> None:
    """Give a lock file back."""
    file.truncate(0)
    file.close()


def holder(path: Path) -> int | None:
    """Give the process that holds a lock file; None where nobody does, whatever the file says.

    Raises:
        LockError: it can't be read.
    """
    try:
        with path.open("r", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read().strip() or 0) or None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise LockError(f"can't read {path}: {error}") from error
    return None
