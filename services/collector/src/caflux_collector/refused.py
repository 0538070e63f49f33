"""Which lines of a batch an archive refuses: found by halving, kept in a quarantine file with the reason."""

import re
from datetime import UTC, datetime
from pathlib import Path

from caflux_storage.seam import ArchiveRefused, PartialWrite, Writer

# In a tag a backslash escapes only a comma, an equals sign or a space; else it stands for itself.
_LINE = re.compile(rb'(?:\\[,= ]?+|[^\\ \n])*+ (?:"(?:[^"\\]|\\.)*+"|[^"\n])*+\n?', re.DOTALL)


def split_lines(lines: bytes) -> list[bytes]:
    """Split line protocol into its lines; a line end inside a quoted text is part of its line."""
    return _LINE.findall(lines)


def is_sample(line: bytes) -> bool:
    """Tell whether a line is a sample; events of the recording itself are not counted."""
    return line.startswith(b"sample,")


async def refused_lines(writer: Writer, lines: bytes) -> list[tuple[bytes, str]]:
    """Write lines again in halves until those that are refused stand alone; give them with the reason.

    Writing a good line again is harmless: it is the same point.

    Raises:
        ArchiveUnavailable: the archive went away meanwhile.
    """
    found: list[tuple[bytes, str]] = []
    pending = [split_lines(lines)]
    while pending:
        part = pending.pop()
        try:
            await writer.write(b"".join(part))
        except (PartialWrite, ArchiveRefused) as error:
            if len(part) == 1:
                found.append((part[0], str(error)))
            else:
                half = len(part) // 2
                pending += [part[half:], part[:half]]
    return found


def quarantine(path: Path, refused: list[tuple[bytes, str]], now_ns: int) -> None:
    """Append refused lines to a file, each after a comment line with time and reason."""
    when = datetime.fromtimestamp(now_ns // 1_000_000_000, UTC).isoformat()
    with path.open("ab") as file:
        for line, reason in refused:
            file.write(f"# {when} {' '.join(reason.split())}\n".encode())
            file.write(line if line.endswith(b"\n") else line + b"\n")
