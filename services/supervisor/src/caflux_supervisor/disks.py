"""What the room on a disk means. Pure."""

from caflux_contracts.health import Health

from caflux_supervisor.looks import WELL, Look

_LEAST_BYTES = 200 * 10**6
"""With less, it is as good as full."""


def at_disk(free: int, size: int, least_percent: float, what: str) -> Look:
    """Judge a disk.

    Args:
        free: Bytes that are free.
        size: Bytes that it has.
        least_percent: Below, somebody should make room.
        what: What comes next, for the message.
    """
    if free < _LEAST_BYTES and free < size / 10:
        return Look(Health.DOWN, f"the disk is as good as full ({_bytes(free)} free): make room now")
    share = 100 * free / size
    if share < least_percent:
        return Look(
            Health.DEGRADED, f"{_bytes(free)} are free on the disk ({share:.0f} %): {what}; make room"
        )
    return WELL


def _bytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 10**9 else f"{count / 1e6:.0f} MB"
