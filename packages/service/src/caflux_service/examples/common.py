"""What several examples have in them."""

from typing import Any

WHEN = "2026-11-22T12:00:00Z"
SINCE = "2026-11-22T11:42:10Z"
START, STOP = 1_795_000_000_000_000_000, 1_795_003_600_000_000_000
AT = 1_795_000_100_000_000_000

SETTINGS: dict[str, Any] = {
    "mode": "monitor",
    "deadband": 0.01,
    "groups": ["magnets"],
    "owner": "ada",
    "description": "Beam current",
}
METADATA: dict[str, Any] = {
    "pv": "SR:CURRENT",
    "native_type": "double",
    "element_count": 1,
    "egu": "mA",
    "precision": 3,
    "ioc_host": "ioc-sr:5064",
    "description": "Beam current",
    "valid_from_ns": START,
}
GAP: dict[str, Any] = {"start": AT, "stop": AT + 4_000_000_000, "cause": "disconnected"}
