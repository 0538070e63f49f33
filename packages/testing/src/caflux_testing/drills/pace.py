"""How quick an installation is to notice: as it is shipped, or as tests have time for."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

VARIABLE = "CAFLUX_DRILLS"


@dataclass(frozen=True, slots=True)
class Pace:
    """Settings that decide how long a drill takes.

    Attributes:
        settings: CAFLUX_ variables of the services.
        timeout_s: After which the supervisor takes no answer for a bad one.
        group_s: For which mail waits for more of the same.
        between_s: Between two looks of `caflux monitor`.
    """

    settings: Mapping[str, str]
    timeout_s: float
    group_s: float
    between_s: float

    @property
    def slow_s(self) -> float:
        """How late an answer is that comes too late for the supervisor; whoever waits longer gets it."""
        return self.timeout_s + 0.6


SHIPPED = Pace({}, timeout_s=3, group_s=10, between_s=10)
QUICK = Pace(
    {
        "CAFLUX_CHECK_INTERVAL_S": "0.5",
        "CAFLUX_CHECK_TIMEOUT_S": "2",
        "CAFLUX_CHECK_WORSE_S": "2",
        "CAFLUX_CHECK_BETTER_S": "1",
    },
    timeout_s=2,
    group_s=1,
    between_s=0.5,
)


def chosen() -> Pace:
    """Give the pace that the environment asks for: `CAFLUX_DRILLS=shipped`, else the quick one."""
    return SHIPPED if os.environ.get(VARIABLE) == "shipped" else QUICK
