"""The way of an event through a work thread: ring → judge → encode and roll up → deliver."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from caflux_storage.encode import encode_array, encode_text
from caflux_storage.seam import Event
from numpy.typing import NDArray

from caflux_collector.accounting import Accounting
from caflux_collector.batch import Batch, tally
from caflux_collector.events import EventQueue
from caflux_collector.held import NEVER, Released
from caflux_collector.judge import Verdict, judge, judge_block
from caflux_collector.limits import Dropped, release
from caflux_collector.lines import NumberLines
from caflux_collector.losses import Losses
from caflux_collector.memory import Memory
from caflux_collector.ring import Block, Position
from caflux_collector.rollup import Rollup
from caflux_collector.scan import Scanner
from caflux_collector.values import value_of


class Names(Protocol):
    """The PV of every slot, and what its sample lines begin with."""

    pv: list[str]
    prefix: Sequence[str]
    lines: NumberLines


class _Encoded(NamedTuple):
    """A text or a waveform as a line, and where it goes."""

    policy: str
    slot: int
    line: bytes


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
    rollup: Rollup
    put: Callable[[Batch], None]
    batch_lines: int = 50_000
    batch_bytes: int = 8 * 1024 * 1024
    losses: Losses = field(init=False)
    _now_ns: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.losses = Losses(self.accounting, self.names.pv)

    def flush(self, now_ns: int) -> int:
        """Judge, encode and hand over everything that has arrived; give how many samples that was."""
        self._now_ns = now_ns
        start, written = self.ring.position, self.ring.written()
        count = self._scan(now_ns)
        while self.ring.position.record < written.record:
            records = self.ring.read_records(written.record, self.batch_lines)
            count += self._numbers(records)
        count += self._blocks(self._archived_blocks(written.byte))
        count += self._release(now_ns)
        self._tell_clocks()
        self.events.extend(list(self.losses.look(now_ns)))
        lines = self.events.encode(self.rollup.on_event)
        rows = self.rollup.lines(now_ns)
        lines += rows.pop("", b"")
        self._hand_over_rows(rows)
        # Without lines, too: what was read and is not to be archived is given back.
        if lines or self.ring.position != start:
            self._hand_over(lines, np.empty(0, np.uint32))
        return count

    def suspend(self, slots: NDArray[np.intp], now_ns: int) -> None:
        """Archive no more of some slots, but what has arrived already."""
        self.flush(now_ns)
        self.memory.suspend(slots, on=True)

    def resume(self, slots: NDArray[np.intp], now_ns: int) -> None:
        """Archive some slots again, beginning with the newest value that arrived meanwhile."""
        self.flush(now_ns)
        self.memory.suspend(slots, on=False)
        self._release(now_ns)

    def finish(self, now_ns: int) -> int:
        """Flush for the last time: what scan mode or a maximum rate holds back is archived now."""
        count = self.flush(now_ns)
        self.scanner.end()
        self.memory.clocks.end()
        self.events.extend(list(self.losses.look(now_ns, last=True)))
        count += self.flush(now_ns) + self._release(NEVER - 1)
        self._drop(self.memory.held.drop(np.flatnonzero(self.memory.held.cause)))
        self._hand_over_rows(self.rollup.finish(now_ns))
        return count

    def _numbers(self, records: NDArray[np.void]) -> int:
        verdict = judge(records, self.memory)
        self._drop(verdict.dropped)
        return self._encode(verdict)

    def _encode(self, numbers: Verdict | Released) -> int:
        slot = numbers.slot
        self.rollup.add(slot, numbers.time, numbers.value, numbers.severity)
        self.accounting.last_time[slot] = numbers.time
        parts = list(self.rollup.places.samples(slot, numbers.time, self._now_ns))
        for policy, which in parts:
            some = slice(None) if which is None else which
            lines = self.names.lines.encode(
                slot[some],
                numbers.time[some],
                numbers.value[some],
                numbers.severity[some],
                numbers.status[some],
            )
            self._hand_over(lines, slot[some], policy, last=policy == parts[-1][0])
        return len(slot)

    def _release(self, now_ns: int) -> int:
        """Archive what a maximum rate or a suspension held until now."""
        found = release(now_ns, self.memory)
        if found is None:
            return 0
        released, dropped = found
        self._drop(dropped)
        count = self._encode(released) if len(released.slot) else 0
        if released.blocks:
            self._hand_over_blocks([self._encode_block(block, time) for block, time in released.blocks])
        return count + len(released.blocks)

    def _drop(self, dropped: Dropped) -> None:
        for cause, slots in dropped.items():
            self.accounting.drop(cause, slots)

    def _tell_clocks(self) -> None:
        for told in self.memory.clocks.take():
            self.events.put(Event(self.names.pv[told.slot], told.time, told.kind, told.detail, told.count))

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
        encoded, size, count = list[_Encoded](), 0, 0
        for block in blocks:
            time, dropped = judge_block(block, self.memory)
            self._drop(dropped)
            if time is None:
                continue
            encoded.append(self._encode_block(block, time))
            count += 1
            size += len(encoded[-1].line)
            if size > self.batch_bytes:
                self._hand_over_blocks(encoded)
                encoded, size = [], 0
        self._hand_over_blocks(encoded)
        return count

    def _encode_block(self, block: Block, time: int) -> _Encoded:
        slot = block.slot
        self.rollup.on_block(slot, time)
        self.accounting.last_time[slot] = time
        prefix = self.names.prefix[slot]
        value = value_of(block, long_string=self.names.pv[slot].endswith("$"))
        policy = self.rollup.places.block(slot, time, self._now_ns)
        encode: Callable[..., bytes] = encode_text if isinstance(value, str) else encode_array
        return _Encoded(policy, slot, encode(prefix, time, value, block.severity, block.status))

    def _hand_over_blocks(self, encoded: Sequence[_Encoded]) -> None:
        policies = list(dict.fromkeys(one.policy for one in encoded))
        for policy in policies:
            some = [one for one in encoded if one.policy == policy]
            slots = np.array([one.slot for one in some], np.uint32)
            self._hand_over(b"".join(one.line for one in some), slots, policy, last=policy == policies[-1])

    def _hand_over_rows(self, rows: Mapping[str, bytes]) -> None:
        for policy, lines in rows.items():
            self._hand_over(lines, np.empty(0, np.uint32), policy, last=False)

    def _hand_over(
        self, lines: bytes, slot: NDArray[np.integer], policy: str = "", *, last: bool = True
    ) -> None:
        """Hand a batch over; with the `last` one of those that were made at once the ring is given back."""
        slots, counts = tally(slot)
        self.put(Batch(lines, len(slot), slots, counts, self.ring.position if last else None, policy))
