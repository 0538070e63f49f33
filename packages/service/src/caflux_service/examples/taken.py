"""What the APIs take, and what most of them answer."""

from typing import Any

from caflux_service.examples.common import SETTINGS, WHEN

_KEPT: dict[str, Any] = {
    "raw": "30d",
    "rollup_1m": "2y",
    "rollup_1h": None,
    "description": "fast diagnostics",
}
_REACH: dict[str, Any] = {"names": ["SR:*"], "groups": ["magnets"]}
_STAMPS: dict[str, Any] = {"created_at": WHEN, "changed_at": WHEN, "revision": 42}

TAKEN: dict[str, Any] = {
    "AlarmRuleSettings": {
        "description": "Look at the cooling of the dipoles.",
        "pvs": ["SR:C01-MG:T"],
        "condition": {"kind": "limits", "high_major": 40.0},
        "on_delay_s": 30,
    },
    "AliasOf": {"pv": "SR:CURRENT"},
    "Batch": {"names": ["SR:CURRENT", "SR:LIFETIME"]},
    "CollectorRegistration": {
        "host": "archiver-1",
        "version": "0.1.0",
        "engine_url": "http://archiver-1:9101",
        "manager_url": "http://archiver-1:9102",
        "capacity": 100_000,
    },
    "Comment": {"comment": "The pump is being replaced."},
    "Credentials": {"username": "ada", "password": "what ada knows"},
    "DocumentSettings": {"name": "Orbit", "description": "Of the shift", "shared": True, "content": {}},
    "Draining": {"draining": True},
    "EventsAnswer": {
        "start": 1_795_000_000_000_000_000,
        "stop": 1_795_003_600_000_000_000,
        "events": [
            {
                "pv": "SR:CURRENT",
                "time": 1_795_000_100_000_000_000,
                "kind": "disconnected",
                "collector": "hall-7",
            }
        ],
    },
    "ImportResult": {"added": 2, "unchanged": 1},
    "IssuedToken": {"token": "shown-this-once", "id": 7, "name": "orbit display", "expires_at": WHEN},
    "LiveQuestion": {"pv": ["SR:CURRENT"], "expr": ["SR:CURRENT * 2"]},
    "MailRoutes": {"routes": [{"name": "shift", "to": ["shift@lab.example"], "severity": "major"}]},
    "MailTestRequest": {"to": ["ada@lab.example"]},
    "MaintenanceSettings": {"pvs": ["SR:C01-*"], "stop": "2026-11-22T18:00:00Z", "reason": "Shutdown"},
    "ManagerReports": {
        "collector": "hall-7",
        "reports": [{"at": 1_795_000_000, "text": "the engine was started anew"}],
    },
    "MetadataReport": {
        "metadata": [{"pv": "SR:CURRENT", "native_type": "double", "element_count": 1, "egu": "mA"}]
    },
    "MomentsQuestion": {"pvs": ["SR:CURRENT", "SR:LIFETIME"]},
    "NewDocument": {"kind": "view", "name": "Orbit", "content": {}},
    "NewUser": {"name": "ada", "role": "engineer", "password": "a first password", "reach": _REACH},
    "NoteSettings": {"start": WHEN, "stop": None, "text": "Beam dump: the RF of cavity 2 tripped."},
    "PasswordChange": {"current": "what ada knows", "new": "what ada will know"},
    "PolicyDocument": {"policies": [{"name": "slow", "patterns": ["*:TEMP"], "settings": {"deadband": 0.1}}]},
    "Problem": {
        "title": "Not Found",
        "status": 404,
        "detail": "SR:CURRENT is not configured; PUT adds it",
        "instance": "/v1/pvs/SR:CURRENT",
    },
    "PurgeReport": {"state": "done"},
    "PurgeWish": {"reason": "a test that nobody needs"},
    "Pv": {"name": "SR:CURRENT", **SETTINGS, **_STAMPS},
    "PvSettings": SETTINGS,
    "Rename": {"to": "SR:DCCT:CURRENT"},
    "RetentionClass": {"name": "short", **_KEPT, "pvs": 120, "changed_at": WHEN, "changed_by": "ada"},
    "RetentionSettings": _KEPT,
    "TokenRequest": {"name": "orbit display", "days": 90, "scope": ["read"]},
    "UserChange": {"role": "operator", "reach": _REACH},
    "VirtualPvSettings": {"expression": "SR:CURRENT * SR:LIFETIME", "egu": "mAh"},
}
