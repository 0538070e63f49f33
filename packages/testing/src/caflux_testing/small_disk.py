"""A disk that is full soon: a small tmpfs that one process and its children see."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

_MOUNT = 'mkdir -p "$0" && mount -t tmpfs -o size="$1" tmpfs "$0" && shift && exec "$@"'
_WAYS = (("unshare", "--mount"), ("unshare", "--map-root-user", "--mount"))
"""As root, and as anybody where user namespaces are allowed."""


def small_disk(folder: Path, size_bytes: int) -> Sequence[str] | None:
    """Give the beginning of a command that has such a disk at `folder`; None where that is forbidden."""
    for way in _WAYS:
        try:
            subprocess.run([*way, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return [*way, "sh", "-c", _MOUNT, str(folder), str(size_bytes)]
    return None
