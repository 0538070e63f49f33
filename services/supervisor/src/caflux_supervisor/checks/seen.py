"""What a look at a part gives."""

from dataclasses import dataclass

from caflux_contracts.engine import EngineStatus

from caflux_supervisor.looks import Look


@dataclass(frozen=True, slots=True)
class Seen:
    """A part and what one look at it gave.

    Attributes:
        pvs: Those that its trouble affects, a thousand at most.
        pv_count: How many these are in all.
    """

    name: str
    kind: str
    look: Look
    engine: EngineStatus | None = None
    restarts: int = 0
    pvs: tuple[str, ...] = ()
    pv_count: int = 0


def engine_name(collector: str) -> str:
    """Give the component name of a collector's engine."""
    return f"{collector}/engine"


def manager_name(collector: str) -> str:
    """Give the name of the part that a collector's manager is."""
    return f"{collector}/manager"
