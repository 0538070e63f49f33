"""Secrets made at the first start, each in a file of its own that only its owner reads.

`python -m caflux_service.secret_files FILE…` makes those that are not there yet: the first step of the
compose stack.
"""

import os
import secrets
import sys
import tempfile
from pathlib import Path


def ensure_secret(path: Path) -> bool:
    """Put a random secret of 256 bits (43 characters of URL-safe base64) into `path` unless it exists.

    Returns whether it was made now. It appears under its name only when it is complete, with mode 0400.

    Raises:
        OSError: The folder is missing or can't be written.
    """
    if path.exists():
        return False
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            os.fchmod(file.fileno(), 0o400)
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # unlike a rename, it never replaces what another process just made
        except FileExistsError:
            return False
    finally:
        Path(draft).unlink()
    return True


def main(arguments: list[str]) -> int:
    """Make every secret of `arguments` that is not there; say which were made, never what they are."""
    for name in arguments:
        try:
            made = ensure_secret(Path(name))
        except OSError as error:
            sys.stderr.write(f"the secret {name} can't be made: {error.strerror}\n")
            return 1
        sys.stderr.write(f"{name}: {'made' if made else 'is there'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
