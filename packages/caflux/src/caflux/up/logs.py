"""A process's output: into its rotating log file, and line by line to whoever follows it."""

import asyncio
import logging
import logging.handlers
from collections.abc import Callable
from pathlib import Path
from typing import IO

_FILE_BYTES = 5 * 1024 * 1024
_FILES = 4
_LONGEST_LINE = 1024 * 1024


class LogFile:
    """A log file that starts anew at 5 MiB and keeps four older ones."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8"
        )

    def write(self, line: str) -> None:
        """Append a line. A full disk costs log lines, not the processes (logging reports it on stderr)."""
        self._handler.handle(logging.LogRecord("caflux.up", logging.INFO, "", 0, line, None, None))

    def close(self) -> None:
        """Close the file."""
        self._handler.close()


async def follow(pipe: IO[bytes], take: Callable[[str], None]) -> None:
    """Give every line of `pipe` to `take`, until all its writers have closed it."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    rest = b""
    try:
        while chunk := await reader.read(65_536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                take(line.decode("utf-8", "replace").rstrip("\r"))
            if len(rest) > _LONGEST_LINE:
                take(rest.decode("utf-8", "replace"))
                rest = b""
        if rest:
            take(rest.decode("utf-8", "replace"))
    finally:
        transport.close()
