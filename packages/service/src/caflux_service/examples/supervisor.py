"""What the API of supervision answers."""

from typing import Any

from caflux_service.examples.common import SINCE, START, STOP, WHEN

_ACKNOWLEDGED: dict[str, Any] = {"by": "ada", "at": WHEN, "comment": "The pump is being replaced."}
_COUNTS: dict[str, Any] = {"received": 64_809_312, "archived": 64_808_100, "pending": 1_212}
_INCIDENT: dict[str, Any] = {
    "id": 12,
    "component": "hall-7/engine",
    "kind": "engine",
    "severity": "major",
    "began_at": SINCE,
    "ended_at": WHEN,
    "cause": "it does not answer: timed out after 5 s",
    "actions": ["asked the manager to restart the engine"],
    "restarts": [SINCE],
    "mailed": True,
}

SUPERVISOR: dict[str, Any] = {
    "Acknowledgement": _ACKNOWLEDGED,
    "AlarmChange": {
        "at": SINCE,
        "rule": "dipoles-too-warm",
        "pv": "SR:C01-MG:T",
        "level": "major",
        "before": "ok",
        "detail": "41.3 is above 40",
    },
    "AlarmRuleState": {
        "rule": {
            "name": "dipoles-too-warm",
            "pvs": ["SR:*-MG:T"],
            "condition": {"kind": "limits", "high_major": 40.0},
            "changed_at": WHEN,
            "changed_by": "ada",
        },
        "level": "major",
        "since": SINCE,
        "watched": 24,
        "unmatched": [],
        "alarmed": 1,
        "alarms": [
            {
                "pv": "SR:C01-MG:T",
                "level": "major",
                "since": SINCE,
                "value": 41.3,
                "detail": "41.3 is above 40",
            }
        ],
        "evaluated": True,
        "maintenance": False,
        "incident": 12,
        "acknowledged": _ACKNOWLEDGED,
    },
    "DryRun": {
        "start": "2026-11-21T12:00:00Z",
        "stop": WHEN,
        "watched": 24,
        "fired": 1,
        "sentence": "Within the last day it would have alarmed once, of one PV.",
        "alarms": [
            {
                "pv": "SR:C01-MG:T",
                "level": "major",
                "start": SINCE,
                "stop": WHEN,
                "detail": "41.3 is above 40",
            }
        ],
        "left_out": [],
    },
    "HealthReport": {
        "health": "ok",
        "checked_at": WHEN,
        "components": [
            {
                "name": "influxdb",
                "kind": "storage",
                "health": "ok",
                "since": SINCE,
                "checked_at": WHEN,
                "detail": "",
            }
        ],
        "engines": [
            {
                "collector": "hall-7",
                "version": "0.1.0",
                "pid": 71,
                "started_ns": START,
                "now_ns": STOP,
                "revision": 42,
                "config_source": "config-api",
                "callback": "compiled",
                "pvs": 48_211,
                "connected": 48_190,
                "rate_hz": 20_014.5,
                "cpu_s": 71.8,
                "rss_bytes": 129_000_000,
                "counts": _COUNTS,
                "threads": [
                    {
                        "name": "work-0",
                        "alive": True,
                        "pvs": 48_211,
                        "connected": 48_190,
                        "counts": _COUNTS,
                        "queue_bytes": 48_480,
                        "beat_age_s": 0.1,
                        "write_age_s": 0.2,
                    }
                ],
            }
        ],
    },
    "Incident": _INCIDENT,
    "MailStatus": {"configured": True, "queued": 0, "sent_at": WHEN, "error": None, "next_try_at": None},
    "MailTestAnswer": {"accepted": True, "said": "250 2.0.0 Ok: queued", "refused": {}},
    "Maintenance": {
        "id": 2,
        "pvs": ["SR:C01-*"],
        "start": WHEN,
        "stop": "2026-11-22T18:00:00Z",
        "reason": "Shutdown",
        "by": "ada",
    },
    "SettingsInForce": {
        "version": "0.1.0",
        "settings": [
            {
                "name": "CAFLUX_PORT",
                "value": "8001",
                "default": "8001",
                "source": "default",
                "secret": False,
                "is_set": True,
                "description": "The port to listen on.",
            }
        ],
    },
}
