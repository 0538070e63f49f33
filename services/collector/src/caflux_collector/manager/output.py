"""What engines print: into log files that are rotated, and on to where the manager prints."""

import fcntl
import os
import sys
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 5 * 2**20
FILES = 5
_PIECE = 65_536
_LAST_LINES = 12
_LONGEST = 1_000
_ROOM = 2**20
"""Bytes that the pipe holds: days of log, should the manager stand still."""
_F_SETPIPE_SZ = 1031


class Output:
    """One pipe for all engines, and a thread that reads it.

    Attributes:
        writer: The file descriptor that engines print to.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "engine.log"
        self._file: BinaryIO | None = None
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
        if self._file is not None:
            self._file.close()

    def _take(self, lines: list[bytes]) -> None:
        if not lines:
            return
        self._last.extend(line[:_LONGEST] for line in lines)
        text = b"\n".join([*lines, b""])
        self._keep(text)
        with suppress(OSError):  # nobody reads there; the file has it
            sys.stderr.buffer.write(text)
            sys.stderr.buffer.flush()

    def _keep(self, text: bytes) -> None:
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("ab", buffering=0)
            self._file.write(text)
            if self._file.tell() > MOST_BYTES:
                self._rotate(self._file)
        except OSError:
            self._file = None  # a full disk, perhaps; it goes on to where the manager prints

    def _rotate(self, file: BinaryIO) -> None:
        self._file = None
        file.close()
        for number in range(FILES - 1, 0, -1):
            older = self._path.with_name(f"engine.log.{number}")
            if older.exists():
                older.replace(self._path.with_name(f"engine.log.{number + 1}"))
        self._path.replace(self._path.with_name("engine.log.1"))
