"""Lines that the archive refused for good, in a file of bounded size, with the reason."""

from datetime import UTC, datetime
from pathlib import Path

import structlog

log = structlog.get_logger("caflux.quarantine")

_FILES = 2
_PREVIEW = 1_000


class Quarantine:
    """A file that becomes `….1` when it has half of what both may take; an older `….1` goes."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        self._path = path
        self._older = path.with_name(f"{path.name}.1")
        self._most_bytes = most_bytes // _FILES
        self._broken = False

    def add(self, refused: list[tuple[bytes, str]], now_ns: int) -> None:
        """Append refused lines, each after a comment line with time and reason.

        Of a line that is larger than the file may be, the comment has the beginning. Where the file can't be
        written, that is logged once: the samples are counted all the same.
        """
        try:
            for line, reason in refused:
                self._append(_note(line, reason, now_ns, self._most_bytes))
            self._broken = False
        except OSError as error:
            if not self._broken:
                log.exception("quarantine can't be written", path=str(self._path), reason=str(error))
            self._broken = True

    def _append(self, note: bytes) -> None:
        with self._path.open("ab") as file:
            full = file.tell() + len(note) > self._most_bytes
            if not full:
                file.write(note)
        if full:
            self._path.replace(self._older)
            self._path.write_bytes(note)


def _note(line: bytes, reason: str, now_ns: int, most_bytes: int) -> bytes:
    when = datetime.fromtimestamp(now_ns // 1_000_000_000, UTC).isoformat()
    comment = f"# {when} {' '.join(reason.split())[:_PREVIEW]}"
    whole = comment.encode() + b"\n" + line + (b"" if line.endswith(b"\n") else b"\n")
    if len(whole) <= most_bytes:
        return whole
    begins = line[:_PREVIEW].decode(errors="replace")
    return f"{comment}; a line of {len(line)} bytes that begins {begins!r}\n".encode()[:most_bytes]
