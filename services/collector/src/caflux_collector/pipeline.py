"""The way of an event through a work thread: ring → judge → encode → deliver."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from caflux_storage.encode import encode_array, encode_numbers, encode_text
from caflux_storage.seam import Event
from numpy.typing import NDArray

from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch, tally
from caflux_collector.events import EventQueue
from caflux_collector.judge import Memory, Verdict, ioc_time, judge, separated, trusted
from caflux_collector.ring import Block, Position
from caflux_collector.scan import Scanner
from caflux_collector.values import value_of

BATCH_LINES = 50_000
BATCH_BYTES = 8 * 1024 * 1024


class Names(Protocol):
    """The PV of every slot, and what its sample lines begin with."""

    pv: list[str]
    prefix: list[str]


class Source(Protocol):
    """A ring to read."""

    position: Position

    def written(self) -> Position:
        """Give how far it is written."""

    def read_records(self, head: int, most: int) -> NDArray[np.void]:
        """Give the next records."""

    def read_blocks(self, head: int) -> Iterator[Block]:
        """Give the next blocks."""


@dataclass(slots=True)
class Pipeline:
    """One work thread's stages; `flush` takes what has arrived through all of them."""

    ring: Source
    names: Names
    memory: Memory
    scanner: Scanner
    events: EventQueue
    accounting: Accounting
    put: Callable[[Batch], None]

    def flush(self, now_ns: int) -> int:
        """Judge, encode and hand over everything that has arrived; give how many samples that was."""
        start, written = self.ring.position, self.ring.written()
        count = self._scan(now_ns)
        while self.ring.position.record < written.record:
            records = self.ring.read_records(written.record, BATCH_LINES)
            count += self._numbers(records)
        count += self._blocks(self._archived_blocks(written.byte))
        lines = self.events.encode()
        # Without lines, too: what was read and is not to be archived is given back.
        if lines or self.ring.position != start:
            self._hand_over(lines, np.empty(0, np.uint32))
        return count

    def finish(self, now_ns: int) -> int:
        """Flush for the last time: what scan mode holds back is sampled now."""
        count = self.flush(now_ns)
        self.scanner.end()
        return count + self.flush(now_ns)

    def _numbers(self, records: NDArray[np.void]) -> int:
        verdict = judge(records, self.memory)
        self._note(verdict)
        lines = encode_numbers(
            self.names.prefix, verdict.slot, verdict.time, verdict.value, verdict.severity, verdict.status
        )
        self.accounting.last_time[verdict.slot] = verdict.time
        self._hand_over(lines, verdict.slot)
        return len(verdict.slot)

    def _note(self, verdict: Verdict) -> None:
        for cause, slots in verdict.dropped.items():
            self.accounting.drop(cause, slots)
        for slot, given, own in verdict.clock:
            self._clock_event(slot, given, own)

    def _clock_event(self, slot: int, given: int, own: int) -> None:
        self.events.put(Event(self.names.pv[slot], given, "clock", f"the IOC's own time was {own} ns", 1))

    def _scan(self, now_ns: int) -> int:
        records, blocks = self.scanner.sample(now_ns)
        if len(records):
            self.accounting.on_sampled(records["slot"])
            self._numbers(records)
        return len(records) + self._blocks(blocks)

    def _archived_blocks(self, head: int) -> Iterator[Block]:
        """Take blocks off the ring one by one; those of scan-mode PVs wait in the scanner."""
        for block in self.ring.read_blocks(head):
            if not self.scanner.scans(block.slot):
                yield block
            elif self.scanner.hold(block):
                self.accounting.drop("scan", np.array([block.slot], np.uint32))

    def _blocks(self, blocks: Iterable[Block]) -> int:
        """Encode and hand over; a batch gives back the ring up to its own last block, no further."""
        lines, slots, size, count = [], [], 0, 0
        for block in blocks:
            line = self._encode_block(block)
            if line is None:
                continue
            count += 1
            lines.append(line)
            slots.append(block.slot)
            size += len(line)
            if size > BATCH_BYTES:
                self._hand_over(b"".join(lines), np.array(slots, np.uint32))
                lines, slots, size = [], [], 0
        if lines:
            self._hand_over(b"".join(lines), np.array(slots, np.uint32))
        return count

    def _encode_block(self, block: Block) -> bytes | None:
        """Give a block's line, or None where its PV's maximum rate forbids it."""
        slot = block.slot
        time = self._block_time(block)
        if self.memory.too_soon(slot, time):
            self.accounting.drop("rate", np.array([slot], np.uint32))
            return None
        self.memory.keep(slot, time, block.severity)
        self.accounting.last_time[slot] = time
        prefix = self.names.prefix[slot]
        value = value_of(block, long_string=self.names.pv[slot].endswith("$"))
        if isinstance(value, str):
            return encode_text(prefix, time, value, block.severity, block.status)
        return encode_array(prefix, time, value, block.severity, block.status)

    def _block_time(self, block: Block) -> int:
        """Give the time to archive a block at, by the rules of `judge`."""
        secs, nsec = np.array([block.secs], np.uint32), np.array([block.nsec], np.uint32)
        own = ioc_time(secs, nsec)
        received = np.array([block.received], np.int64)
        time = int(own[0])
        if not trusted(own, nsec, received)[0]:
            time = block.received
            self._clock_event(block.slot, time, int(own[0]))
        slot, memory, raw, bits = block.slot, self.memory, time, hash(block.data)
        alarm = block.status << 8 | block.severity
        same = bits == memory.bits[slot] and alarm == memory.alarm[slot]
        time = separated(raw, int(memory.raw_time[slot]), int(memory.time[slot]), same=same)
        memory.raw_time[slot], memory.time[slot] = raw, time
        memory.bits[slot], memory.alarm[slot] = bits, alarm
        return time

    def _hand_over(self, lines: bytes, slot: NDArray[np.uint32]) -> None:
        slots, counts = tally(slot)
        self.put(Batch(lines, len(slot), slots, counts, self.ring.position))
