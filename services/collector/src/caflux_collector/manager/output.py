"""What engines print: into log files that are rotated, and on to where the manager prints."""

import fcntl
import logging
import os
import sys
import threading
from collections import deque
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

MOST_BYTES = 5 * 2**20
FILES = 5
_PIECE = 65_536
_LAST_LINES = 12
_LONGEST = 1_000
_ROOM = 2**20
"""Bytes that the pipe holds: days of log, should the manager stand still."""
_F_SETPIPE_SZ = 1031


class _Files(RotatingFileHandler):
    """Log files; what a full disk does not take goes only where the manager prints."""

    terminator = ""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: there may be such an error with every line."""


class Output:
    """One pipe for all engines, and a thread that reads it.

    Attributes:
        writer: The file descriptor that engines print to.
    """

    def __init__(self, folder: Path) -> None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self._files = _Files(folder / "engine.log", "a", MOST_BYTES, FILES, "utf-8", delay=True)
        self._last: deque[bytes] = deque(maxlen=_LAST_LINES)
        self._part = b""
        self._reader, self.writer = os.pipe()
        with suppress(OSError):  # the system's bound is lower: the usual size does for hours
            fcntl.fcntl(self.writer, _F_SETPIPE_SZ, _ROOM)
        self._thread = threading.Thread(target=self._read, name="output", daemon=True)
        self._thread.start()

    def last_words(self) -> list[str]:
        """Give the last lines that were printed."""
        return [line.decode(errors="replace") for line in list(self._last)]

    def close(self, patience_s: float = 5.0) -> None:
        """Print what is on its way; whoever still holds the pipe is not waited for."""
        os.close(self.writer)
        self._thread.join(patience_s)

    def _read(self) -> None:
        while piece := os.read(self._reader, _PIECE):
            *lines, rest = (self._part + piece).split(b"\n")
            self._part = rest[-_PIECE:]
            self._take(lines)
        self._take([self._part] if self._part else [])
        self._files.close()

    def _take(self, lines: list[bytes]) -> None:
        if not lines:
            return
        self._last.extend(line[:_LONGEST] for line in lines)
        text = b"\n".join([*lines, b""])
        self._files.emit(logging.makeLogRecord({"msg": text.decode(errors="replace")}))
        with suppress(OSError):  # nobody reads there; the file has it
            sys.stderr.buffer.write(text)
            sys.stderr.buffer.flush()
