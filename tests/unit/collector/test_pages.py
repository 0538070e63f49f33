"""A ring takes memory for what waits in it, not for all that it could hold."""

from collections.abc import Callable
from pathlib import Path

import pytest
from caflux_collector.layout import FLAG_BLOCK
from caflux_collector.ring import Ring
from caflux_collector.values import value_of
from caflux_testing.dbr import CaEvent, Libca

STAMP = 1_700_000_000_123_456_789
RingFactory = Callable[..., Ring]


def resident_bytes(path: Path) -> int:
    """Read how much of a mapped file is in this process' memory."""
    kib, here = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if "-" in line.partition(" ")[0]:
            here = line.endswith(str(path))
        elif here and line.startswith("Rss:"):
            kib += int(line.split()[1])
    return 1024 * kib


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="the system does not tell of its memory")
def test_what_was_given_back_takes_no_memory(libca: Libca, new_ring: RingFactory, tmp_path: Path) -> None:
    size = 8 * 1024 * 1024
    ring = new_ring(bytes=size)
    ring.flags[1], usr = FLAG_BLOCK, ring.usr(1).value or 0
    for k in range(300):
        libca.post(usr, CaEvent("double", [float(k)] * 12_345, STAMP))
        [block] = ring.read_blocks(ring.written().byte)
        assert value_of(block, long_string=False)[-1] == k
        ring.commit(ring.position)
    path = tmp_path / f"ring-{ring.index}.bin"

    assert ring.written().byte > 3 * size
    assert resident_bytes(path) < size // 4
