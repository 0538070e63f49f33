"""The DESC of records whose PVs connected: asked for by short-lived channels, a few at a time.

A PV is asked for once it is archived, and no faster than `A_POLL` a poll, so that a start with 100,000 PVs is
not made longer. Where there is no such field (not every server has records) nothing comes, and that is that.
"""

import ctypes
import json
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from caflux_collector.clock import Clock
from caflux_collector.libca import ECA_NORMAL, ON_CONNECTION, OP_CONN_UP, ConnectionArgs
from caflux_collector.producer import CALLBACK, EventArgs
from caflux_collector.values import text

MOST, A_POLL = 100, 25
"""Channels at once, and how many of them are new in a poll."""
PATIENCE_S = 10.0
_DBR_STRING = 0
_STRING_BYTES = 40


def record_of(pv: str) -> str:
    """Give the record of a PV: its name without a filter (`{"dbnd":…}`) and a field (`.HIHI`)."""
    for start in (k for k, letter in enumerate(pv) if letter == "{"):
        if isinstance(_json(pv[start:]), dict):
            pv = pv[:start]
            break
    return pv.partition(".")[0]


def _json(given: str) -> object:
    try:
        return json.loads(given)
    except ValueError:
        return None


class _Asked(NamedTuple):
    usr: int
    channel: int
    end_s: float


class Descriptions:
    """Asks for DESC; called on the thread that has libca's context.

    Args:
        library: libca.
        clock: for how long an answer is waited for.
        tell: called by `poll` with what `ask` was given and the text.
    """

    def __init__(self, library: ctypes.CDLL, clock: Clock, tell: Callable[[int, str], None]) -> None:
        self._lib = library
        self._clock = clock
        self._tell = tell
        self._waiting: dict[int, str] = {}
        self._asked: dict[int, _Asked] = {}
        self._number = 0
        self._connected: deque[int] = deque()
        self._answers: deque[tuple[int, bytes | None]] = deque()
        self._on_connection = ON_CONNECTION(self._connection)
        self._on_value = CALLBACK(self._value)

    def ask(self, usr: int, pv: str) -> None:
        """Ask for the description of a PV's record when there is time."""
        self._waiting[usr] = pv

    @property
    def pending(self) -> bool:
        """Whether there is an answer to wait for."""
        return bool(self._waiting or self._asked)

    def forget(self, usr: int) -> None:
        """Don't ask any more for a PV that is gone."""
        self._waiting.pop(usr, None)

    def _connection(self, args: ConnectionArgs) -> None:
        if args.op == OP_CONN_UP:
            self._connected.append(self._lib.ca_puser(ctypes.c_void_p(args.chid)) or 0)

    def _value(self, args: EventArgs) -> None:
        known = args.status == ECA_NORMAL and args.type == _DBR_STRING and args.dbr
        self._answers.append((args.usr or 0, ctypes.string_at(args.dbr, _STRING_BYTES) if known else None))

    def poll(self, *, quiet: bool) -> None:
        """Go on with those that were asked for; begin with others while it is quiet."""
        if not self.pending:
            return
        while self._connected:
            self._get(self._connected.popleft())
        while self._answers:
            number, data = self._answers.popleft()
            asked = self._end(number)
            if asked is not None and data is not None:
                self._tell(asked.usr, text(data))
        now = self._clock.monotonic_s()
        for number in [number for number, asked in self._asked.items() if asked.end_s <= now]:
            self._end(number)
        for _ in range(min(A_POLL, len(self._waiting), MOST - len(self._asked)) if quiet else 0):
            self._begin(now)
        self._lib.ca_flush_io()

    def _begin(self, now_s: float) -> None:
        usr = next(iter(self._waiting))
        name = ctypes.c_char_p(f"{record_of(self._waiting.pop(usr))}.DESC".encode())
        self._number += 1
        channel, number = ctypes.c_void_p(), ctypes.c_void_p(self._number)
        status = self._lib.ca_create_channel(name, self._on_connection, number, 0, ctypes.byref(channel))
        if status == ECA_NORMAL:
            self._asked[self._number] = _Asked(usr, channel.value or 0, now_s + PATIENCE_S)

    def _get(self, number: int) -> None:
        asked = self._asked.get(number)
        if asked is None:
            return
        channel = ctypes.c_void_p(asked.channel)
        status = self._lib.ca_array_get_callback(
            ctypes.c_long(_DBR_STRING), ctypes.c_ulong(1), channel, self._on_value, ctypes.c_void_p(number)
        )
        if status != ECA_NORMAL:
            self._end(number)

    def _end(self, number: int) -> _Asked | None:
        asked = self._asked.pop(number, None)
        if asked is not None:
            self._lib.ca_clear_channel(ctypes.c_void_p(asked.channel))
        return asked
