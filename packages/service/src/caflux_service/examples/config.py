"""What the API of configuration answers."""

from typing import Any

from caflux_service.examples.common import AT, METADATA, SETTINGS, SINCE, START, STOP, WHEN

_ALIAS: dict[str, Any] = {
    "name": "SR:DCCT",
    "pv": "SR:CURRENT",
    "renamed": True,
    "created_at": WHEN,
    "created_by": "ada",
}
_COLLECTOR: dict[str, Any] = {
    "id": "hall-7",
    "host": "archiver-1",
    "version": "0.1.0",
    "engine_url": "http://archiver-1:9101",
    "manager_url": "http://archiver-1:9102",
    "capacity": 100_000,
    "registered_at": "2026-11-01T08:00:00Z",
    "seen_at": WHEN,
    "lease_s": 15,
    "alive": True,
    "pv_count": 48_211,
    "leaving_count": 0,
    "draining": False,
}
_NOTE: dict[str, Any] = {
    "id": 7,
    "start": WHEN,
    "stop": None,
    "text": "Beam dump: the RF of cavity 2 tripped.",
    "by": "ada",
    "created_at": WHEN,
    "changed_at": WHEN,
    "changed_by": "ada",
    "version": 1,
}
_DOCUMENT: dict[str, Any] = {
    "id": "7f3a",
    "kind": "view",
    "name": "Orbit",
    "description": "Of the shift",
    "shared": True,
    "owner": "ada",
    "created_at": WHEN,
    "changed_at": WHEN,
    "changed_by": "ada",
    "version": 4,
}
_PRINCIPAL: dict[str, Any] = {
    "name": "ada",
    "role": "engineer",
    "permissions": ["configure", "operate", "read"],
    "via": "session",
    "reach": {"names": ["SR:*"], "groups": ["magnets"]},
}
_HOLDING: dict[str, Any] = {"name": "SR:OLD", "first_ns": START, "last_ns": STOP, "samples": 36_000}
_PURGE: dict[str, Any] = {
    "id": 3,
    "pv": "SR:OLD",
    "names": ["SR:OLD"],
    "before": WHEN,
    "reason": "a test that nobody needs",
    "asked_at": WHEN,
    "asked_by": "ada",
    "state": "done",
    "detail": "",
    "collectors": [{"collector": "hall-7", "state": "done", "at": WHEN, "deleted": [_HOLDING]}],
}
_RETENTION: dict[str, Any] = {
    "name": "short",
    "raw": "30d",
    "rollup_1m": "2y",
    "rollup_1h": None,
    "description": "fast diagnostics",
    "pvs": 120,
    "changed_at": WHEN,
    "changed_by": "ada",
}
_VIRTUAL: dict[str, Any] = {
    "name": "SR:CHARGE",
    "expression": '"SR:CURRENT" * "SR:LIFETIME"',
    "egu": "mAh",
    "created_at": WHEN,
    "created_by": "ada",
    "changed_at": WHEN,
    "changed_by": "ada",
}

CONFIG: dict[str, Any] = {
    "Alias": _ALIAS,
    "AliasList": {"revision": 42, "aliases": [_ALIAS]},
    "ApiToken": {
        "id": 7,
        "name": "orbit display",
        "user": "ada",
        "scope": ["read"],
        "created_at": WHEN,
        "expires_at": "2027-02-20T12:00:00Z",
        "used_at": None,
    },
    "Assignment": {
        "collector": "hall-7",
        "revision": 42,
        "lease_s": 15,
        "total": 1,
        "pvs": [{"name": "SR:CURRENT", "deadband": 0.01}],
    },
    "BatchResult": {"done": ["SR:CURRENT"], "unchanged": 1, "missing": []},
    "ChangePage": {
        "changes": [
            {
                "id": 981,
                "at": WHEN,
                "by": "ada",
                "kind": "pv",
                "name": "SR:CURRENT",
                "action": "changed",
                "before": {"deadband": None},
                "after": {"deadband": 0.01},
            }
        ]
    },
    "Collector": _COLLECTOR,
    "ConfiguredCatalogue": {"version": "42-17", "pvs": [["SR:CURRENT", "Beam current", "mA", "double"]]},
    "DeletedPage": {
        "pvs": [
            {
                "name": "SR:OLD",
                **SETTINGS,
                "deleted_at": WHEN,
                "deleted_by": "ada",
                "gone_at": "2026-12-22T12:00:00Z",
            }
        ]
    },
    "Diagnosis": {
        "pv": "SR:CURRENT",
        "archived": False,
        "sentence": "SR:CURRENT has not been found since 11:42:10: no IOC answers to its name.",
        "findings": [
            {
                "cause": "not_found",
                "blocks": True,
                "sentence": "No IOC answers to its name at 10.0.7.255.",
                "advice": "Look whether its IOC runs, and whether EPICS_CA_ADDR_LIST reaches it.",
                "since": SINCE,
                "collector": "hall-7",
            }
        ],
    },
    "DocumentList": {"documents": [_DOCUMENT]},
    "LabelList": {
        "groups": [{"name": "magnets", "pvs": 612}],
        "tags": [{"name": "interlock", "pvs": 48}],
        "owners": [{"name": "ada", "pvs": 120}],
    },
    "Note": _NOTE,
    "NoteList": {"notes": [_NOTE], "more": False},
    "PolicyMatches": {
        "matches": [{"name": "SR:C01-MG:TEMP", "policy": "slow", "settings": {"deadband": 0.1}}]
    },
    "PolicyOutcome": {
        "dry_run": True,
        "added": ["slow"],
        "changed": [],
        "removed": [],
        "applied": False,
        "pvs": 312,
        "by_policy": {"slow": 312},
        "changes": [
            {
                "name": "SR:C01-MG:TEMP",
                "policy": "slow",
                "before": {"deadband": None},
                "after": {"deadband": 0.1},
            }
        ],
        "refused": [],
    },
    "Principal": _PRINCIPAL,
    "Purge": _PURGE,
    "PurgePage": {"purges": [_PURGE]},
    "PvMetadata": METADATA,
    "PvPage": {
        "pvs": [
            {
                "name": "SR:CURRENT",
                **SETTINGS,
                "created_at": WHEN,
                "changed_at": WHEN,
                "revision": 42,
                "metadata": METADATA,
                "live": {
                    "collector": "hall-7",
                    "age_s": 1.2,
                    "connected": True,
                    "reason": "",
                    "rate_hz": 10.0,
                    "last_event_ns": STOP,
                    "dropped": 0,
                },
            }
        ],
        "total": 48_211,
        "next_cursor": "copy-it-as-it-is",
    },
    "PvRow": {"name": "SR:CURRENT", **SETTINGS},
    "Report": {
        "kind": "disconnected",
        "at": WHEN,
        "span": None,
        "total": 1,
        "totals": {},
        "collectors": [{"collector": "hall-7", "age_s": 0.8}],
        "rows": [
            {
                "name": "SR:CURRENT",
                "state": "active",
                "collector": "hall-7",
                "connected": False,
                "since_ns": AT,
            }
        ],
    },
    "ReportInfo": {
        "kind": "disconnected",
        "title": "Disconnected now",
        "explanation": "They were connected, and are not any more.",
        "columns": ["name", "collector", "since_ns"],
        "span": None,
    },
    "RetentionChange": {
        "retention": _RETENTION,
        "applied": False,
        "losses": [{"level": "raw", "before": "2026-10-23T12:00:00Z"}],
        "pvs": 120,
        "names": ["SR:FAST:1"],
    },
    "RetentionList": {"classes": [_RETENTION]},
    "SavedDocument": {**_DOCUMENT, "content": {}},
    "SessionState": {"who": _PRINCIPAL, "permissions": _PRINCIPAL["permissions"], "single_sign_on": None},
    "User": {
        "name": "ada",
        "role": "engineer",
        "disabled": False,
        "origin": "local",
        "reach": _PRINCIPAL["reach"],
        "created_at": WHEN,
        "changed_at": WHEN,
        "seen_at": WHEN,
    },
    "VirtualPv": _VIRTUAL,
    "VirtualPvList": {"revision": 42, "pvs": [_VIRTUAL]},
    "ExpressionScale": {"egu": "mA", "precision": 3},
}
