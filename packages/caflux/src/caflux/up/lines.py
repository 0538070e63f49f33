"""What a line of a process's log says to somebody who watches the terminal."""

import json
from typing import Any

_LOUD = {"error", "critical"}
_TOLD_ELSEWHERE = {"event", "level", "logger", "timestamp", "exception", "exc_info", "stack", "stack_info"}
_LONGEST = 300


def sentence(line: str) -> str:
    """Give a log line's message, without its JSON; cut where it is very long."""
    return " ".join(_message(line).split())[:_LONGEST]


def _message(line: str) -> str:
    record = _record(line)
    if record is None:
        return line
    details = ", ".join(f"{name}={value}" for name, value in record.items() if name not in _TOLD_ELSEWHERE)
    event = str(record.get("event", ""))
    return f"{event} ({details})" if details else event


def is_loud(line: str) -> bool:
    """Say whether the line is worth the terminal: a structured line of level error or above."""
    record = _record(line)
    return record is not None and record.get("level") in _LOUD


def _record(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
