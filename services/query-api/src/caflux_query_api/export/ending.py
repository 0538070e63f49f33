"""How far an export is, and how it ended."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4


class State(StrEnum):
    """What became of an export."""

    WAITING = "waiting"
    RUNNING = "running"
    COMPLETE = "complete"
    TRUNCATED = "truncated"


@dataclass(slots=True)
class Ending:
    """One export's state; at the end it is what the file says of itself.

    Attributes:
        state: See `State`.
        rows: Rows written so far.
        progress: The part of the work that is done, 0 to 1, by time and PVs.
        pv: The PV that is being written, empty where all are at once.
        time: What is before it (ns) is written.
        reason: Why it is truncated.
    """

    state: State = State.WAITING
    rows: int = 0
    progress: float = 0.0
    pv: str = ""
    time: int = 0
    reason: str = ""

    def running(self) -> None:
        """Note that it began."""
        self.state = State.RUNNING

    def reached(self, progress: float, pv: str, time: int) -> None:
        """Note how far it is."""
        self.progress, self.pv, self.time = progress, pv, time

    def complete(self) -> None:
        """Note that all was written."""
        self.state, self.progress = State.COMPLETE, 1.0

    def truncated(self, reason: str) -> None:
        """Note that it ends early."""
        self.state, self.reason = State.TRUNCATED, reason

    def sentence(self) -> str:
        """Say how it ended, and how to get the rest."""
        if self.state is State.COMPLETE:
            return f"complete: {self.rows} rows"
        return f"{self.state}: {self.rows} rows until {self.time} ns{self._of_pv()}; {self.reason}"

    def _of_pv(self) -> str:
        return f" of {self.pv}; PVs after it are missing" if self.pv else ""


class Endings:
    """The state of the last exports, by the id that the client gave them."""

    MOST = 1_000

    def __init__(self) -> None:
        self._by_id: OrderedDict[str, Ending] = OrderedDict()

    def begin(self, name: str | None) -> Ending:
        """Give the state of a new export."""
        ending, name = Ending(), name or str(uuid4())
        self._by_id[name] = ending
        self._by_id.move_to_end(name)
        while len(self._by_id) > self.MOST:
            self._by_id.popitem(last=False)
        return ending

    def get(self, name: str) -> Ending | None:
        """Give an export's state, or None where there is none of that id."""
        return self._by_id.get(name)

    @property
    def running(self) -> int:
        """How many exports are running."""
        return sum(ending.state is State.RUNNING for ending in self._by_id.values())
