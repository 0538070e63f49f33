"""This machine: the data folder, its disk, and what processes may use."""

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from caflux.doctor.findings import Finding, ill, odd, well

_FREE_BYTES = 5 * 1024**3
_FREE_SHARE = 0.05
_FILES = 4_096


def look(data: Path | None) -> Iterator[Finding]:
    """Look at a data folder, where one is named, and at this process's bounds."""
    if data is not None:
        yield from _folder(data.expanduser().absolute())
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < _FILES:
        yield odd("open files", f"at most {hard} a process", "raise it (ulimit -n, LimitNOFILE=65536)")
    else:
        yield well("open files", f"{soft} a process, {hard} where it asks for more")


def _folder(data: Path) -> Iterator[Finding]:
    what = f"data folder {data}"
    if not data.is_dir():
        yield ill(what, "is not there", "name the right one with --data; caflux up makes it at its start")
        return
    try:
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        yield ill(
            what, f"can't be written: {error.strerror}", f"chown it to user {os.geteuid()}, who runs CAFlux"
        )
        return
    if data.stat().st_mode & 0o077:
        yield odd(what, "can be read by others, and holds secrets", f"chmod 700 {data}")
    disk = shutil.disk_usage(data)
    free = f"{disk.free / 1024**3:.1f} GiB free of {disk.total / 1024**3:.0f}"
    if disk.free < max(_FREE_BYTES, _FREE_SHARE * disk.total):
        yield odd(what, f"its disk has {free}", "make room: the spool needs it while the archive is away")
    else:
        yield well(what, f"can be written; its disk has {free}")
