"""The ring: what libca's callback is called with is what is read, or it is counted as dropped."""

import math
import mmap
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caflux_collector import layout
from caflux_collector.layout import FLAG_ARRAY, FLAG_BLOCK, FLAG_SCAN, RingFileError, Size
from caflux_collector.ring import Block, Position, Ring
from caflux_collector.values import value_of
from caflux_testing.dbr import TIME_TYPES, CaEvent, Libca

STAMP = 1_700_000_000_123_456_789
RingFactory = Callable[..., Ring]


def usr(ring: Ring, slot: int) -> int:
    return ring.usr(slot).value or 0


def read_records(ring: Ring) -> list[Any]:
    return list(ring.read_records(ring.written().record, 1_000))


def read_blocks(ring: Ring) -> list[Block]:
    return list(ring.read_blocks(ring.written().byte))


def give_back(ring: Ring) -> None:
    ring.commit(ring.position)


NUMBERS = [
    ("short", -32_768),
    ("short", 32_767),
    ("long", -(2**31)),
    ("long", 2**31 - 1),
    ("float", 0.1),
    ("float", 3.4028234663852886e38),
    ("float", math.nan),
    ("float", -math.inf),
    ("enum", 0),
    ("enum", 65_535),
    ("char", 255),
    ("char", 0),
    ("double", 0.1),
    ("double", -0.0),
    ("double", 5e-324),
    ("double", math.nan),
    ("double", math.inf),
]


@pytest.mark.parametrize(("kind", "value"), NUMBERS)
def test_a_number_arrives_exactly(libca: Libca, new_ring: RingFactory, kind: str, value: float) -> None:
    ring = new_ring()
    libca.post(usr(ring, 3), CaEvent(kind, [value], STAMP, severity=2, status=17))
    (record,) = read_records(ring)
    expected = float(np.float32(value)) if kind == "float" else float(value)
    assert struct.pack("<d", record["value"]) == struct.pack("<d", expected)
    assert (record["slot"], record["type"]) == (3, TIME_TYPES[kind])
    assert (record["severity"], record["status"]) == (2, 17)
    assert (record["secs"], record["nsec"]) == (1_700_000_000 - layout.EPICS_EPOCH_S, 123_456_789)
    assert record["received"] > STAMP


@pytest.mark.parametrize("stamp", [layout.EPICS_EPOCH_S * 10**9, (layout.EPICS_EPOCH_S + 2**32) * 10**9 - 1])
def test_timestamps_from_1990_to_2126_arrive_exactly(libca: Libca, new_ring: RingFactory, stamp: int) -> None:
    ring = new_ring()
    libca.post(usr(ring, 0), CaEvent("double", [1], stamp))
    (record,) = read_records(ring)
    assert (int(record["secs"]) + layout.EPICS_EPOCH_S) * 10**9 + int(record["nsec"]) == stamp


@pytest.mark.parametrize("status", [0, 21, 255, 65_535])
def test_alarm_status_has_its_16_bits(libca: Libca, new_ring: RingFactory, status: int) -> None:
    ring = new_ring()
    libca.post(usr(ring, 0), CaEvent("double", [1], STAMP, severity=3, status=status))
    (record,) = read_records(ring)
    assert (record["status"], record["severity"]) == (status, 3)


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (b"ABC", b"ABC"),
        (b"", b""),
        (b"ON\0what was there before", b"ON"),
        (b"\0garbage", b""),
        (b"x" * 40, b"x" * 40),
        ("Größe µm".encode(), "Größe µm".encode()),
    ],
)
def test_a_string_ends_at_its_nul(libca: Libca, new_ring: RingFactory, raw: bytes, data: bytes) -> None:
    ring = new_ring()
    ring.flags[1] = FLAG_BLOCK
    libca.post(usr(ring, 0), CaEvent("double", [1]))  # a number between strings disturbs nothing
    libca.post(usr(ring, 1), CaEvent("string", [raw], STAMP, severity=1, status=4))
    (block,) = read_blocks(ring)
    assert (block.slot, block.data, block.count, block.type) == (1, data, 1, 14)
    assert (block.severity, block.status, block.nsec) == (1, 4, 123_456_789)


def test_a_string_is_not_seen_with_what_the_one_before_left(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(bytes=256)
    ring.flags[0] = FLAG_BLOCK
    for text in (b"a long one, long as can be in EPICS base", b"short", b"", b"s"):
        libca.post(usr(ring, 0), CaEvent("string", [text]))
        assert [block.data for block in read_blocks(ring)] == [text]
        give_back(ring)


WAVEFORMS: list[tuple[str, Sequence[float | bytes]]] = [
    ("short", [-32_768, 0, 32_767]),
    ("long", [-(2**31), 2**31 - 1]),
    ("float", [0.5, math.inf]),
    ("enum", [0, 65_535]),
    ("char", list(range(256))),
    ("double", [math.nan, -0.0, 1e300]),
    ("string", [b"one", b"", b"x" * 40]),
]


@pytest.mark.parametrize(("kind", "values"), WAVEFORMS)
@pytest.mark.parametrize("length", [0, 1, None])
def test_a_waveform_arrives_exactly(
    libca: Libca, new_ring: RingFactory, kind: str, values: Sequence[float | bytes], length: int | None
) -> None:
    ring = new_ring()
    ring.flags[7] = FLAG_BLOCK
    event = CaEvent(kind, values[:length], STAMP)
    libca.post(usr(ring, 7), event)
    (block,) = read_blocks(ring)
    assert (block.type, block.count) == (TIME_TYPES[kind], len(event.values))
    wanted = event.elements()
    assert block.data == (wanted.partition(b"\0")[0] if (kind, length) == ("string", 1) else wanted)


def test_records_wrap_around(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(records=4)
    seen = []
    for start in range(0, 30, 3):
        for value in range(start, start + 3):
            libca.post(usr(ring, 0), CaEvent("long", [value]))
        seen += [record["value"] for record in read_records(ring)]
        give_back(ring)
    assert seen == list(range(30))
    assert ring.dropped.sum() == 0


def test_blocks_wrap_around_without_being_split(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(bytes=512)
    ring.flags[0] = FLAG_BLOCK
    for n in range(100):
        values = [n] * (1 + n % 13)
        libca.post(usr(ring, 0), CaEvent("double", values))
        (block,) = read_blocks(ring)
        assert np.frombuffer(block.data).tolist() == values
        give_back(ring)
    assert ring.dropped.sum() == 0


def test_a_full_ring_counts_a_drop_per_slot_and_overwrites_nothing(
    libca: Libca, new_ring: RingFactory
) -> None:
    ring = new_ring(records=4)
    for value in range(10):
        libca.post(usr(ring, value % 3), CaEvent("double", [value]))
    assert [record["value"] for record in read_records(ring)] == [0, 1, 2, 3]
    assert ring.received[:3].tolist() == [4, 3, 3]
    assert ring.dropped[:3].tolist() == [2, 2, 2]
    libca.post(usr(ring, 0), CaEvent("double", [10]))
    assert read_records(ring) == []  # reading gives nothing back
    give_back(ring)
    libca.post(usr(ring, 0), CaEvent("double", [11]))
    assert [record["value"] for record in read_records(ring)] == [11]


def test_a_full_byte_ring_counts_and_overwrites_nothing(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(bytes=256)
    ring.flags[:2] = FLAG_BLOCK
    for n in range(6):
        libca.post(usr(ring, n % 2), CaEvent("string", [b"%d" % n]))
    assert [block.data for block in read_blocks(ring)] == [b"0", b"1", b"2", b"3"]
    assert ring.dropped[:2].tolist() == [1, 1]
    assert ring.received[:2].tolist() == [3, 3]


def test_a_value_that_never_fits_is_dropped_and_the_next_is_taken(
    libca: Libca, new_ring: RingFactory
) -> None:
    ring = new_ring(bytes=256)
    ring.flags[0] = FLAG_BLOCK
    libca.post(usr(ring, 0), CaEvent("double", [1.0] * 100))
    libca.post(usr(ring, 0), CaEvent("double", [2.0, 3.0]))
    assert [block.count for block in read_blocks(ring)] == [2]
    assert (ring.dropped[0], ring.too_large[0], ring.received[0]) == (0, 1, 2)


def test_half_of_the_ring_fits_wherever_it_stands(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(bytes=256)
    ring.flags[0] = FLAG_BLOCK
    half = (128 - 32 - 8) // 8  # without the block's head and the NUL behind it
    for _ in range(20):
        libca.post(usr(ring, 0), CaEvent("double", [1.0]))
        assert len(list(read_blocks(ring))) == 1
        give_back(ring)
        libca.post(usr(ring, 0), CaEvent("double", [2.0] * half))
        assert [block.count for block in read_blocks(ring)] == [half]
        give_back(ring)
        libca.post(usr(ring, 0), CaEvent("double", [3.0] * (half + 1)))
    assert (ring.dropped[0], ring.too_large[0]) == (0, 20)


def test_a_waveform_of_strings_is_told_from_a_string(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(bytes=1_024)
    for flags in (FLAG_BLOCK, FLAG_BLOCK | FLAG_ARRAY):
        ring.flags[0] = flags
        libca.post(usr(ring, 0), CaEvent("string", [b"one"]))
    libca.post(usr(ring, 0), CaEvent("string", []))
    values = [value_of(block, long_string=False) for block in read_blocks(ring)]
    assert values == ["one", '["one"]', "[]"]


def test_scan_mode_only_updates_the_cache(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring()
    ring.flags[2] = FLAG_SCAN
    for value in range(5):
        libca.post(usr(ring, 2), CaEvent("double", [value], STAMP + value))
    assert read_records(ring) == []
    assert ring.received[2] == 0
    (cached,) = ring.cached(np.array([2], np.uint32))
    assert (cached["value"], cached["nsec"]) == (4, 123_456_793)


def test_the_cache_has_the_last_value_of_every_slot(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(records=2)
    for slot, value in [(1, 5), (3, 6), (1, 7), (3, 8)]:  # two of them are dropped, and yet known
        libca.post(usr(ring, slot), CaEvent("double", [value]))
    cached = ring.cached(np.array([3, 0, 1], np.uint32))
    assert cached["value"].tolist() == [8, 0, 7]
    assert (cached["received"] == 0).tolist() == [False, True, False]


def test_a_muted_ring_takes_nothing_and_can_be_read(libca: Libca, new_ring: RingFactory) -> None:
    ring, other = new_ring(), new_ring()
    libca.post(usr(ring, 0), CaEvent("double", [1]))
    ring.mute()
    libca.post(usr(ring, 0), CaEvent("double", [2]))
    libca.post(usr(other, 0), CaEvent("double", [3]))
    assert [record["value"] for record in read_records(ring)] == [1]
    assert [record["value"] for record in read_records(other)] == [3]
    assert ring.received[0] == 1


@pytest.mark.parametrize("flag", [0, FLAG_BLOCK, FLAG_SCAN])
def test_what_is_no_event_of_the_ring_is_ignored(libca: Libca, new_ring: RingFactory, flag: int) -> None:
    ring = new_ring(slots=4)
    ring.flags[:] = flag
    dbr = CaEvent("double", [1.0]).dbr()
    libca.deliver(usr(ring, 0), dbr, TIME_TYPES["double"], 1, status=192)  # ECA_DISCONN
    libca.deliver(usr(ring, 0), None, TIME_TYPES["double"], 1)
    for kind in (0, 6, 13, 21, 34, -1):
        libca.deliver(usr(ring, 0), dbr, kind, 1)
    libca.deliver(usr(ring, 0), dbr, TIME_TYPES["double"], -1)
    libca.deliver(usr(ring, 4), dbr, TIME_TYPES["double"], 1)  # past the slots
    libca.deliver(usr(ring, 0xFFFF_FFFF), dbr, TIME_TYPES["double"], 1)
    libca.deliver(1_000 << 32, dbr, TIME_TYPES["double"], 1)  # no such ring
    assert ring.written() == Position(0, 0)
    assert ring.received.sum() == 0
    assert ring.cached(np.arange(4, dtype=np.uint32))["received"].sum() == 0


def test_a_number_without_elements_is_ignored(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring()
    libca.post(usr(ring, 0), CaEvent("double", []))
    libca.post(usr(ring, 0), CaEvent("string", [b"no number"]))
    assert (ring.written(), ring.received.sum()) == (Position(0, 0), 0)


def test_rings_do_not_mix(libca: Libca, new_ring: RingFactory) -> None:
    rings = [new_ring() for _ in range(3)]
    for k, ring in enumerate(rings):
        libca.post(usr(ring, k), CaEvent("long", [k]))
    assert [(r["slot"], r["value"]) for ring in rings for r in read_records(ring)] == [(0, 0), (1, 1), (2, 2)]


def test_reading_takes_at_most_what_is_asked_for(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(records=8)
    for value in range(8):
        libca.post(usr(ring, 0), CaEvent("double", [value]))
    head = ring.written().record
    assert [len(ring.read_records(head, 3)) for _ in range(4)] == [3, 3, 2, 0]


def test_what_was_read_does_not_change_with_the_ring(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring(records=1)
    libca.post(usr(ring, 0), CaEvent("double", [1]))
    records = read_records(ring)
    give_back(ring)
    libca.post(usr(ring, 0), CaEvent("double", [2]))
    assert records[0]["value"] == 1


def test_damage_in_the_byte_ring_is_an_error_not_an_endless_loop(libca: Libca, new_ring: RingFactory) -> None:
    ring = new_ring()
    ring.flags[0] = FLAG_BLOCK
    libca.post(usr(ring, 0), CaEvent("string", [b"good"]))
    start = ring.layout.at["at_bytes"]
    for size in (0, 7, 33, 2_048):
        ring.buffer()[start : start + 4] = struct.pack("<I", size)
        with pytest.raises(RingFileError, match="no block at byte 0"):
            read_blocks(ring)


@pytest.mark.parametrize("size", [Size(4, 3, 64), Size(4, 4, 100), Size(4, 0, 64)])
def test_sizes_are_powers_of_two(tmp_path: Path, size: Size) -> None:
    with pytest.raises(ValueError, match="not a power of two"):
        layout.create(tmp_path / "ring", size)


def test_a_ring_file_can_be_made_once(tmp_path: Path) -> None:
    layout.create(tmp_path / "ring", Size(4, 4, 64))
    with pytest.raises(RingFileError, match="File exists"):
        layout.create(tmp_path / "ring", Size(4, 4, 64))


def test_a_ring_file_has_its_disk_when_it_is_made(tmp_path: Path) -> None:
    """Or the first event that touches a page on a full disk ends the engine with SIGBUS."""
    memory, where = layout.create(tmp_path / "ring", Size())
    assert where.total == len(memory) > 50_000_000
    assert (tmp_path / "ring").stat().st_blocks * 512 >= where.total


def test_a_ring_file_that_the_disk_has_no_room_for_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path; from caflux_collector import layout;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
        "layout.create(Path(sys.argv[1]), layout.Size())"
    )
    argv = [sys.executable, "-c", code, str(tmp_path / "ring")]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1]
    assert last.endswith(f"RingFileError: can't make the ring file {tmp_path}/ring: File too large")
    assert list(tmp_path.iterdir()) == []


def test_a_ring_file_is_found_again_with_its_size(tmp_path: Path) -> None:
    size = Size(5, 16, 128)
    _, made = layout.create(tmp_path / "ring", size)
    _, found = layout.load(tmp_path / "ring")
    assert (found.size, found.at, found.total) == (size, made.at, made.total)


def damaged(path: Path, change: Callable[[mmap.mmap], None]) -> None:
    memory, _ = layout.create(path, Size(4, 4, 64))
    change(memory)
    memory.flush()


def put_word(index: int, value: int) -> Callable[[mmap.mmap], None]:
    return lambda memory: struct.pack_into("<Q", memory, 8 * index, value)


@pytest.mark.parametrize(
    "change",
    [
        put_word(0, 1),
        put_word(1, layout.VERSION + 1),
        put_word(2, 5_000),
        put_word(3, 2**60),
        put_word(3, 3),
        put_word(4, 2**63),
    ],
    ids=["magic", "version", "slots", "records", "odd", "bytes"],
)
def test_what_is_not_a_ring_file_of_ours_is_an_error(tmp_path: Path, change: Any) -> None:
    damaged(tmp_path / "ring", change)
    with pytest.raises(RingFileError, match="ring"):
        layout.load(tmp_path / "ring")


@pytest.mark.parametrize("content", [b"", b"garbage", bytes(4_096)])
def test_garbage_is_not_a_ring_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ring").write_bytes(content)
    with pytest.raises(RingFileError, match="ring"):
        layout.load(tmp_path / "ring")
