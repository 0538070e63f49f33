"""What the API of retrieval answers."""

from typing import Any

from caflux_service.examples.common import AT, GAP, START, STOP

_BEFORE: dict[str, Any] = {
    "pv": "SR:C01-MG:T",
    "time": START - 400_000_000,
    "age": 400_000_000,
    "value": 31.2,
    "severity": 0,
    "status": 0,
    "known": True,
}
_AFTER: dict[str, Any] = {**_BEFORE, "time": STOP - 900_000_000, "age": 900_000_000, "value": 38.9}
_SPREAD: dict[str, Any] = {
    "mean": 250.1,
    "std": 0.4,
    "rms": 250.1,
    "median": 250.0,
    "percentiles": [[5, 249.4], [95, 250.8]],
    "histogram": [120, 3_480],
}

QUERY: dict[str, Any] = {
    "ChangesAnswer": {
        "time1": START,
        "time2": STOP,
        "window": 86_400_000_000_000,
        "compared": 48_211,
        "changed": 37,
        "truncated": False,
        "changes": [
            {
                "pv": "SR:C01-MG:T",
                "kind": "number",
                "significance": 12.8,
                "difference": 7.7,
                "spread": 0.6,
                "before": _BEFORE,
                "after": _AFTER,
            }
        ],
    },
    "DataAnswer": {
        "start": START,
        "stop": STOP,
        "series": [
            {
                "kind": "raw",
                "pv": "SR:CURRENT",
                "time": [START - 20_000_000, AT],
                "value": [250.1, 249.8],
                "severity": [0, 1],
                "status": [0, 5],
                "gaps": [GAP],
                "completeness": 99.9,
            }
        ],
    },
    "ExportState": {"state": "running", "rows": 1_250_000, "progress": 0.48, "reason": ""},
    "IntervalsAnswer": {
        "start": START,
        "stop": STOP,
        "expr": '"SR:CURRENT" > 5 and "SR:VAC" < 1e-7',
        "intervals": [{"start": AT, "stop": STOP, "begun_before": False, "goes_on": True}],
        "total": 1,
        "unknown": [GAP],
    },
    "LiveSamples": {
        "pv": "SR:CURRENT",
        "time": [AT],
        "value": [249.8],
        "severity": [0],
        "status": [0],
    },
    "MomentsAnswer": {"time": STOP, "pvs": [_AFTER]},
    "PvNames": {"names": ["SR:CURRENT", "SR:LIFETIME"], "total": 2, "truncated": False},
    "SearchAnswer": {
        "pvs": [
            {
                "name": "SR:CURRENT",
                "description": "Beam current",
                "egu": "mA",
                "type": "double",
                "archived": True,
            }
        ],
        "total": 1,
        "fuzzy": False,
    },
    "StatisticsAnswer": {
        "start": START,
        "stop": STOP,
        "statistics": [
            {
                "pv": "SR:CURRENT",
                "source": "raw",
                "count": 3_600,
                "numbers": 3_600,
                "covered": 3_596.0,
                "first": 250.1,
                "last": 249.8,
                "min": {"value": 248.9, "time": AT},
                "max": {"value": 251.2, "time": AT + 60_000_000_000},
                "integral": 899_359.6,
                "edges": [248.9, 250.0, 251.2],
                "samples": _SPREAD,
                "held": _SPREAD,
                "exact": True,
                "rates": {
                    "mean": -0.0001,
                    "steepest_fall": None,
                    "steepest_rise": None,
                    "samples_per_second": 1.0,
                },
                "states": [],
                "severities": {"no_alarm": 3_590.0, "minor": 6.0, "major": 0.0, "invalid": 0.0},
                "unknown": 4.0,
                "gaps": [GAP],
                "completeness": 99.9,
            }
        ],
    },
}
