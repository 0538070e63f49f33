"""Where a client is in its stream, as an opaque id that it sends back as Last-Event-ID."""

import base64
import binascii
import struct
import zlib
from collections.abc import Mapping, Sequence

_VERSION = b"1"


def encode_cursor(cursors: Mapping[str, int]) -> str:
    """Give the id for each PV's last time (ns), in the order of the request."""
    times = struct.pack(f"<{len(cursors)}q", *cursors.values())
    return base64.urlsafe_b64encode(_VERSION + _sum(list(cursors)) + times).decode()


def decode_cursor(text: str, pvs: Sequence[str]) -> dict[str, int] | None:
    """Give each PV's last time back, or None where the id is not one of a stream of these PVs."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii"))
        if data[:1] != _VERSION or data[1:5] != _sum(pvs):
            return None
        return dict(zip(pvs, struct.unpack(f"<{len(pvs)}q", data[5:]), strict=True))
    except (UnicodeEncodeError, binascii.Error, struct.error):
        return None


def _sum(pvs: Sequence[str]) -> bytes:
    return zlib.crc32("\n".join(pvs).encode()).to_bytes(4, "little")
