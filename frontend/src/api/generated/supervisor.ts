// Generated from the OpenAPI document by `npm run generate`; do not edit.

export interface paths {
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Health
         * @description Say how every part is.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Incidents
         * @description List times in which a part was not well, newest first.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Events
         * @description Stream what becomes of incidents as server-sent events.
         *
         *     Events are `opened`, `updated` and `closed` (data: the transition, with the incident as it is since then);
         *     their id, sent back as Last-Event-ID, resumes the stream. Comments keep the connection alive.
         *
         *     Needs the permission `read`.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Reports
         * @description Hear from a manager what became of its engine.
         *
         *     Needs the permission `collect`.
         */
        post: operations["take_reports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collectors/{id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart Collector
         * @description Have a collector's manager restart its engine.
         *
         *     Needs the permission `operate`.
         */
        post: operations["restart_collector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collectors/{id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Collector Settings
         * @description Give the settings in force of a collector's engine, as the engine tells them: no secret is among them.
         *
         *     503 where it does not answer.
         *
         *     Needs the permission `administer`.
         */
        get: operations["get_collector_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rules
         * @description List the alarm rules, and how each is, by name.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Rule
         * @description Give an alarm rule, and how it is.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_rule"];
        /**
         * Put Rule
         * @description Add or change an alarm rule.
         *
         *     Needs the permission `configure`.
         */
        put: operations["put_rule"];
        post?: never;
        /**
         * Delete Rule
         * @description Remove an alarm rule; its alarms end, and what it did stays in the history.
         *
         *     Needs the permission `configure`.
         */
        delete: operations["delete_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/{name}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Rule
         * @description Say what a rule would have done in the past hour, by what is archived; it changes nothing.
         *
         *     With a body, the rule as it is there, which need not exist; without, the rule of that name.
         *
         *     Needs the permission `read`.
         */
        post: operations["check_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarm-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Alarm History
         * @description List how alarms came, changed and went, the newest first.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_alarm_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Maintenance
         * @description List the maintenance that is now or will be.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_maintenance"];
        put?: never;
        /**
         * Begin Maintenance
         * @description Set a time in which alarms of some PVs are recorded and not mailed.
         *
         *     Needs the permission `operate`.
         */
        post: operations["begin_maintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/maintenance/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Maintenance
         * @description End a time of maintenance now.
         *
         *     Needs the permission `operate`.
         */
        delete: operations["end_maintenance"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge Incident
         * @description Say that somebody takes care of an incident: nobody else is mailed about it.
         *
         *     Needs the permission `operate`.
         */
        post: operations["acknowledge_incident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Mail Status
         * @description Say how mail is doing.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_mail_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Mail Routes
         * @description Give who is told of what: addresses of people, so not for everybody.
         *
         *     Needs the permission `operate`.
         */
        get: operations["get_mail_routes"];
        /**
         * Put Mail Routes
         * @description Set who is told of what.
         *
         *     Needs the permission `configure`.
         */
        put: operations["put_mail_routes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test Mail
         * @description Send a test mail now, and give what the mail server said.
         *
         *     Needs the permission `configure`.
         */
        post: operations["test_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Settings
         * @description Give the settings in force of this service, and where each comes from.
         *
         *     Of secrets is told only whether there is one. Settings are read at the start of the service: what was
         *     changed since holds from its next start on.
         *
         *     Needs the permission `administer`.
         */
        get: operations["get_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Acknowledgement
         * @description Somebody has seen it and takes care.
         * @example {
         *       "by": "ada",
         *       "at": "2026-11-22T12:00:00Z",
         *       "comment": "The pump is being replaced."
         *     }
         */
        Acknowledgement: {
            /** By */
            by: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Comment
             * @default
             */
            comment: string;
        };
        /**
         * Alarm
         * @description A PV, or an expression, that a rule finds not well.
         */
        Alarm: {
            /** Pv */
            pv: string;
            level: components["schemas"]["AlarmLevel"];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Value
             * @description The newest; a text, a number or null.
             */
            value: unknown;
            /**
             * Detail
             * @description Why, in a sentence.
             */
            detail: string;
        };
        /**
         * AlarmChange
         * @description A line of the history: an alarm came, changed or went, or somebody did something.
         * @example {
         *       "at": "2026-11-22T11:42:10Z",
         *       "rule": "dipoles-too-warm",
         *       "pv": "SR:C01-MG:T",
         *       "level": "major",
         *       "before": "ok",
         *       "detail": "41.3 is above 40"
         *     }
         */
        AlarmChange: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Rule */
            rule: string;
            /** Pv */
            pv: string;
            level: components["schemas"]["AlarmLevel"];
            before: components["schemas"]["AlarmLevel"];
            /** Detail */
            detail: string;
        };
        /**
         * AlarmLevel
         * @description How bad it is.
         * @enum {string}
         */
        AlarmLevel: "ok" | "minor" | "major";
        /**
         * AlarmRule
         * @description A rule.
         */
        AlarmRule: {
            /**
             * Description
             * @description What to look at and do; it is in the mail.
             * @default
             */
            description: string;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /**
             * Pvs
             * @description Names of PVs, or globs with * and ? of them.
             * @default []
             */
            pvs: string[];
            /**
             * Expression
             * @description Arithmetic over PVs that is watched instead.
             */
            expression?: string | null;
            /** Condition */
            condition: components["schemas"]["Limits"] | components["schemas"]["AtLeast"] | components["schemas"]["Silent"] | components["schemas"]["Stuck"] | components["schemas"]["Rate"] | components["schemas"]["Holds"];
            /**
             * On Delay S
             * @description So long it must be so, unbroken, to be an alarm.
             * @default 0
             */
            on_delay_s: number;
            /**
             * Off Delay S
             * @description So long it must be well, unbroken, to end one.
             * @default 0
             */
            off_delay_s: number;
            /**
             * Group
             * @description Rules of one group make one incident; empty: the rule's own.
             * @default
             */
            group: string;
            /**
             * Name
             * @description Letters, digits, spaces and . _ : + - within.
             */
            name: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Changed By */
            changed_by: string;
        };
        /**
         * AlarmRuleSettings
         * @description What a user decides about a rule: either of `pvs` and `expression` says what it watches.
         * @example {
         *       "description": "Look at the cooling of the dipoles.",
         *       "pvs": [
         *         "SR:C01-MG:T"
         *       ],
         *       "condition": {
         *         "kind": "limits",
         *         "high_major": 40
         *       },
         *       "on_delay_s": 30
         *     }
         */
        AlarmRuleSettings: {
            /**
             * Description
             * @description What to look at and do; it is in the mail.
             * @default
             */
            description: string;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /**
             * Pvs
             * @description Names of PVs, or globs with * and ? of them.
             * @default []
             */
            pvs: string[];
            /**
             * Expression
             * @description Arithmetic over PVs that is watched instead.
             */
            expression?: string | null;
            /** Condition */
            condition: components["schemas"]["Limits"] | components["schemas"]["AtLeast"] | components["schemas"]["Silent"] | components["schemas"]["Stuck"] | components["schemas"]["Rate"] | components["schemas"]["Holds"];
            /**
             * On Delay S
             * @description So long it must be so, unbroken, to be an alarm.
             * @default 0
             */
            on_delay_s: number;
            /**
             * Off Delay S
             * @description So long it must be well, unbroken, to end one.
             * @default 0
             */
            off_delay_s: number;
            /**
             * Group
             * @description Rules of one group make one incident; empty: the rule's own.
             * @default
             */
            group: string;
        };
        /**
         * AlarmRuleState
         * @description A rule, and how it is now.
         * @example {
         *       "rule": {
         *         "name": "dipoles-too-warm",
         *         "pvs": [
         *           "SR:*-MG:T"
         *         ],
         *         "condition": {
         *           "kind": "limits",
         *           "high_major": 40
         *         },
         *         "changed_at": "2026-11-22T12:00:00Z",
         *         "changed_by": "ada"
         *       },
         *       "level": "major",
         *       "since": "2026-11-22T11:42:10Z",
         *       "watched": 24,
         *       "unmatched": [],
         *       "alarmed": 1,
         *       "alarms": [
         *         {
         *           "pv": "SR:C01-MG:T",
         *           "level": "major",
         *           "since": "2026-11-22T11:42:10Z",
         *           "value": 41.3,
         *           "detail": "41.3 is above 40"
         *         }
         *       ],
         *       "evaluated": true,
         *       "maintenance": false,
         *       "incident": 12,
         *       "acknowledged": {
         *         "by": "ada",
         *         "at": "2026-11-22T12:00:00Z",
         *         "comment": "The pump is being replaced."
         *       }
         *     }
         */
        AlarmRuleState: {
            rule: components["schemas"]["AlarmRule"];
            /** @description The worst of its alarms. */
            level: components["schemas"]["AlarmLevel"];
            /**
             * Since
             * @description Of the first alarm that lasts.
             */
            since: string | null;
            /**
             * Watched
             * @description PVs or expressions that it watches now.
             */
            watched: number;
            /**
             * Unmatched
             * @description Of `pvs`, what there is no PV for.
             */
            unmatched: string[];
            /** Alarmed */
            alarmed: number;
            /**
             * Alarms
             * @description At most 100, the worst and newest first.
             */
            alarms: components["schemas"]["Alarm"][];
            /**
             * Evaluated
             * @description Whether its live stream runs: else it stands still.
             */
            evaluated: boolean;
            /**
             * Maintenance
             * @description All of its alarms are under maintenance: nobody is mailed.
             */
            maintenance: boolean;
            /**
             * Incident
             * @description That its alarms are part of.
             */
            incident?: number | null;
            acknowledged?: components["schemas"]["Acknowledgement"] | null;
        };
        /**
         * AtLeast
         * @description The PV's own alarm severity is at least this; MINOR is minor, MAJOR and INVALID are major.
         */
        AtLeast: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "severity";
            /**
             * At Least
             * @default minor
             * @enum {string}
             */
            at_least: "minor" | "major" | "invalid";
        };
        /**
         * Comment
         * @description What somebody says with an acknowledgement.
         * @example {
         *       "comment": "The pump is being replaced."
         *     }
         */
        Comment: {
            /**
             * Comment
             * @default
             */
            comment: string;
        };
        /**
         * ComponentHealth
         * @description One component as it was last seen.
         */
        ComponentHealth: {
            /** Name */
            name: string;
            /**
             * Kind
             * @description engine, manager or service
             */
            kind: string;
            health: components["schemas"]["Health"];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Checked At */
            checked_at: string | null;
            /**
             * Detail
             * @description What is wrong and what to do, in a sentence; empty when well.
             */
            detail: string;
            /**
             * Restarts
             * @default 0
             */
            restarts: number;
        };
        /**
         * Counts
         * @description Events by what became of them. received = archived + pending + the sum of dropped.
         */
        Counts: {
            /**
             * Received
             * @default 0
             */
            received: number;
            /**
             * Archived
             * @default 0
             */
            archived: number;
            /**
             * Pending
             * @description In the ring, in a batch, or in the spool.
             * @default 0
             */
            pending: number;
            /**
             * Spooled
             * @description Of the pending ones, those on disk.
             * @default 0
             */
            spooled: number;
            /**
             * Held
             * @description Of the pending ones, those that scan mode, a maximum rate or a suspension holds back.
             * @default 0
             */
            held: number;
            /**
             * Dropped
             * @description By cause.
             * @default {}
             */
            dropped: {
                [key: string]: number;
            };
        };
        /**
         * DryRun
         * @description What a rule would have done in the past hour.
         * @example {
         *       "start": "2026-11-21T12:00:00Z",
         *       "stop": "2026-11-22T12:00:00Z",
         *       "watched": 24,
         *       "fired": 1,
         *       "sentence": "Within the last day it would have alarmed once, of one PV.",
         *       "alarms": [
         *         {
         *           "pv": "SR:C01-MG:T",
         *           "level": "major",
         *           "start": "2026-11-22T11:42:10Z",
         *           "stop": "2026-11-22T12:00:00Z",
         *           "detail": "41.3 is above 40"
         *         }
         *       ],
         *       "left_out": []
         *     }
         */
        DryRun: {
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Stop
             * Format: date-time
             */
            stop: string;
            /** Watched */
            watched: number;
            /** Fired */
            fired: number;
            /**
             * Sentence
             * @description The same in words.
             */
            sentence: string;
            /**
             * Alarms
             * @description At most 100, the first first.
             */
            alarms: components["schemas"]["TriedAlarm"][];
            /**
             * Left Out
             * @description What could not be tried, and why.
             */
            left_out: string[];
        };
        /**
         * EngineStatus
         * @description The engine's whole state, without its PVs one by one.
         */
        EngineStatus: {
            /** Collector */
            collector: string;
            /** Version */
            version: string;
            /** Pid */
            pid: number;
            /** Started Ns */
            started_ns: number;
            /** Now Ns */
            now_ns: number;
            /**
             * Revision
             * @description Of the PV list; None before the first.
             */
            revision: number | null;
            /**
             * Config Source
             * @enum {string}
             */
            config_source: "none" | "disk" | "config-api";
            /** Config Error */
            config_error?: string | null;
            /**
             * Callback
             * @enum {string}
             */
            callback: "compiled" | "python";
            /** Pvs */
            pvs: number;
            /** Connected */
            connected: number;
            /**
             * Suspended
             * @description PVs that the ones that control them suspend.
             * @default 0
             */
            suspended: number;
            /**
             * Refused
             * @description PVs that can't be archived, the first hundred of them, and why.
             * @default {}
             */
            refused: {
                [key: string]: string;
            };
            /**
             * Disconnects
             * @description Connections that were lost since the start.
             * @default 0
             */
            disconnects: number;
            /**
             * Rate Hz
             * @description Events received a second, over the last seconds.
             */
            rate_hz: number;
            /** Cpu S */
            cpu_s: number;
            /** Rss Bytes */
            rss_bytes: number;
            counts: components["schemas"]["Counts"];
            /** Threads */
            threads: components["schemas"]["ThreadStatus"][];
            /**
             * Disk Free Bytes
             * @description Of the disk with the rings and the spool.
             */
            disk_free_bytes?: number | null;
            /**
             * Disk Bytes
             * @description Size of that disk.
             */
            disk_bytes?: number | null;
            /**
             * Threads Replaced
             * @description Work threads that died or stalled since the start.
             * @default 0
             */
            threads_replaced: number;
            /**
             * Thread Replaced Ns
             * @description When the last of them was replaced.
             * @default 0
             */
            thread_replaced_ns: number;
            /**
             * Thread Error
             * @description Why the last of them was replaced.
             */
            thread_error?: string | null;
        };
        /**
         * Health
         * @description How a component is.
         * @enum {string}
         */
        Health: "ok" | "degraded" | "down" | "unknown";
        /**
         * HealthReport
         * @description Answer of GET /api/supervisor/v1/health.
         * @example {
         *       "health": "ok",
         *       "checked_at": "2026-11-22T12:00:00Z",
         *       "components": [
         *         {
         *           "name": "influxdb",
         *           "kind": "storage",
         *           "health": "ok",
         *           "since": "2026-11-22T11:42:10Z",
         *           "checked_at": "2026-11-22T12:00:00Z",
         *           "detail": ""
         *         }
         *       ],
         *       "engines": [
         *         {
         *           "collector": "hall-7",
         *           "version": "0.1.0",
         *           "pid": 71,
         *           "started_ns": 1795000000000000000,
         *           "now_ns": 1795003600000000000,
         *           "revision": 42,
         *           "config_source": "config-api",
         *           "callback": "compiled",
         *           "pvs": 48211,
         *           "connected": 48190,
         *           "rate_hz": 20014.5,
         *           "cpu_s": 71.8,
         *           "rss_bytes": 129000000,
         *           "counts": {
         *             "received": 64809312,
         *             "archived": 64808100,
         *             "pending": 1212
         *           },
         *           "threads": [
         *             {
         *               "name": "work-0",
         *               "alive": true,
         *               "pvs": 48211,
         *               "connected": 48190,
         *               "counts": {
         *                 "received": 64809312,
         *                 "archived": 64808100,
         *                 "pending": 1212
         *               },
         *               "queue_bytes": 48480,
         *               "beat_age_s": 0.1,
         *               "write_age_s": 0.2
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        HealthReport: {
            /** @description The worst of the components. */
            health: components["schemas"]["Health"];
            /**
             * Alarms
             * @description How many incidents of alarm rules on PVs last, by severity: no part of `health`.
             * @default {}
             */
            alarms: {
                [key: string]: number;
            };
            /**
             * Checked At
             * Format: date-time
             */
            checked_at: string;
            /** Components */
            components: components["schemas"]["ComponentHealth"][];
            /** Engines */
            engines: components["schemas"]["EngineStatus"][];
        };
        /**
         * Holds
         * @description The rule's expression holds: it is known, and not 0.
         */
        Holds: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "expression";
            /**
             * Level
             * @description How bad it is when it is so.
             * @default major
             * @enum {string}
             */
            level: "minor" | "major";
        };
        /**
         * Incident
         * @description A time in which something was not well. A change makes a new one with the same id.
         * @example {
         *       "id": 12,
         *       "component": "hall-7/engine",
         *       "kind": "engine",
         *       "severity": "major",
         *       "began_at": "2026-11-22T11:42:10Z",
         *       "ended_at": "2026-11-22T12:00:00Z",
         *       "cause": "it does not answer: timed out after 5 s",
         *       "actions": [
         *         "asked the manager to restart the engine"
         *       ],
         *       "restarts": [
         *         "2026-11-22T11:42:10Z"
         *       ],
         *       "mailed": true
         *     }
         */
        Incident: {
            /** Id */
            id: number;
            /**
             * Component
             * @description What is not well; it has one incident at a time.
             */
            component: string;
            /**
             * Kind
             * @description engine, manager, service, …, or alarm for a rule on PVs.
             */
            kind: string;
            /** @description The worst of its time. */
            severity: components["schemas"]["Severity"];
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Ended At */
            ended_at?: string | null;
            /** Cause */
            cause: string;
            /**
             * Actions
             * @description What was done about it, and when, oldest first.
             * @default []
             */
            actions: string[];
            /**
             * Restarts
             * @description When an engine was restarted because of it.
             * @default []
             */
            restarts: string[];
            /**
             * Pvs
             * @description PVs that it affects, the first hundred of them.
             * @default []
             */
            pvs: string[];
            /**
             * Pv Count
             * @description How many PVs it affects.
             * @default 0
             */
            pv_count: number;
            /**
             * Mailed
             * @description Whether somebody has been told by mail.
             * @default false
             */
            mailed: boolean;
        };
        /**
         * IncidentClosed
         * @description It is well again, or nobody watches it any more.
         */
        IncidentClosed: {
            /**
             * Id
             * @description Grows with every transition; a stream resumes after it.
             */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** @description As it is since then. */
            incident: components["schemas"]["Incident"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "closed";
        };
        /**
         * IncidentOpened
         * @description Something is not well.
         */
        IncidentOpened: {
            /**
             * Id
             * @description Grows with every transition; a stream resumes after it.
             */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** @description As it is since then. */
            incident: components["schemas"]["Incident"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "opened";
        };
        /**
         * IncidentUpdated
         * @description Something about an incident, open or closed, is otherwise than before.
         */
        IncidentUpdated: {
            /**
             * Id
             * @description Grows with every transition; a stream resumes after it.
             */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** @description As it is since then. */
            incident: components["schemas"]["Incident"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "updated";
            /**
             * News
             * @description Whether it is worth a mail: it got worse, or was given up.
             */
            news: boolean;
        };
        /**
         * Limits
         * @description The value is beyond a limit; the limits themselves are well.
         */
        Limits: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "limits";
            /** Low Major */
            low_major?: number | null;
            /** Low Minor */
            low_minor?: number | null;
            /** High Minor */
            high_minor?: number | null;
            /** High Major */
            high_major?: number | null;
            /**
             * Hysteresis
             * @description By how much it must come back to be well, in EGU.
             * @default 0
             */
            hysteresis: number;
        };
        /**
         * MailRoute
         * @description Who is told of what.
         */
        MailRoute: {
            /** Name */
            name: string;
            /** To */
            to: string[];
            /**
             * @description Incidents at least as bad.
             * @default minor
             */
            severity: components["schemas"]["Severity"];
            /**
             * Components
             * @description Globs of what is not well: `alarm *` are the rules on PVs, `*\/engine` the engines.
             * @default [
             *       "*"
             *     ]
             */
            components: string[];
            /**
             * After Min
             * @description Only incidents that nobody has acknowledged for so many minutes: escalation.
             * @default 0
             */
            after_min: number;
            /**
             * Remind Min
             * @description Minutes between reminders, until it is acknowledged; null: none.
             */
            remind_min?: number | null;
            quiet?: components["schemas"]["QuietHours"] | null;
            /**
             * Time Zone
             * @description Of the quiet hours, and of the times in the mails.
             * @default UTC
             */
            time_zone: string;
        };
        /**
         * MailRoutes
         * @description All routes. Without any of its own, an installation has one to CAFLUX_MAIL_TO, of everything.
         * @example {
         *       "routes": [
         *         {
         *           "name": "shift",
         *           "to": [
         *             "shift@lab.example"
         *           ],
         *           "severity": "major"
         *         }
         *       ]
         *     }
         */
        MailRoutes: {
            /** Routes */
            routes: components["schemas"]["MailRoute"][];
            /**
             * Group S
             * @description News waits until so long no more came, thrice that at most: one mail for all.
             * @default 10
             */
            group_s: number;
            /**
             * Most Per Hour
             * @description Of each route; what is more waits, and the next mail tells of it.
             * @default 20
             */
            most_per_hour: number;
        };
        /**
         * MailStatus
         * @description How mail is doing.
         * @example {
         *       "configured": true,
         *       "queued": 0,
         *       "sent_at": "2026-11-22T12:00:00Z",
         *       "error": null,
         *       "next_try_at": null
         *     }
         */
        MailStatus: {
            /**
             * Configured
             * @description Whether there is a mail server, CAFLUX_SMTP_HOST.
             */
            configured: boolean;
            /**
             * Queued
             * @description Mails that wait for the mail server.
             */
            queued: number;
            /** Sent At */
            sent_at: string | null;
            /**
             * Error
             * @description Why the last mail could not be sent; null: it was.
             */
            error: string | null;
            /** Next Try At */
            next_try_at: string | null;
        };
        /**
         * MailTestAnswer
         * @description What became of a test mail.
         * @example {
         *       "accepted": true,
         *       "said": "250 2.0.0 Ok: queued",
         *       "refused": {}
         *     }
         */
        MailTestAnswer: {
            /**
             * Accepted
             * @description The mail server took it for at least one recipient.
             */
            accepted: boolean;
            /**
             * Said
             * @description What the mail server said, or why it could not be asked.
             */
            said: string;
            /**
             * Refused
             * @description Recipients that it refused, and what it said.
             */
            refused: {
                [key: string]: string;
            };
        };
        /**
         * MailTestRequest
         * @description Where a test mail is to go.
         * @example {
         *       "to": [
         *         "ada@lab.example"
         *       ]
         *     }
         */
        MailTestRequest: {
            /**
             * To
             * @description Empty: to everybody of the routes.
             * @default []
             */
            to: string[];
        };
        /**
         * Maintenance
         * @description Such a time, as it is kept.
         * @example {
         *       "id": 2,
         *       "pvs": [
         *         "SR:C01-*"
         *       ],
         *       "start": "2026-11-22T12:00:00Z",
         *       "stop": "2026-11-22T18:00:00Z",
         *       "reason": "Shutdown",
         *       "by": "ada"
         *     }
         */
        Maintenance: {
            /** Id */
            id: number;
            /** Pvs */
            pvs: string[];
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Stop
             * Format: date-time
             */
            stop: string;
            /** Reason */
            reason: string;
            /** By */
            by: string;
        };
        /**
         * MaintenanceSettings
         * @description A time in which alarms of some PVs are expected: they are recorded, and nobody is mailed.
         * @example {
         *       "pvs": [
         *         "SR:C01-*"
         *       ],
         *       "stop": "2026-11-22T18:00:00Z",
         *       "reason": "Shutdown"
         *     }
         */
        MaintenanceSettings: {
            /**
             * Pvs
             * @description Names or globs.
             */
            pvs: string[];
            /**
             * Start
             * @description None: now.
             */
            start?: string | null;
            /**
             * Stop
             * Format: date-time
             */
            stop: string;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * ManagerReport
         * @description Something about its engine that a manager wants somebody to know.
         */
        ManagerReport: {
            /**
             * At
             * @description When, in seconds since 1970.
             */
            at: number;
            /**
             * Text
             * @description A sentence; what the engine printed may follow.
             */
            text: string;
        };
        /**
         * ManagerReports
         * @description Reports of one manager, oldest first.
         * @example {
         *       "collector": "hall-7",
         *       "reports": [
         *         {
         *           "at": 1795000000,
         *           "text": "the engine was started anew"
         *         }
         *       ]
         *     }
         */
        ManagerReports: {
            /** Collector */
            collector: string;
            /** Reports */
            reports: components["schemas"]["ManagerReport"][];
        };
        /**
         * QuietHours
         * @description Hours, in the route's time zone, in which mail waits for the end of them.
         */
        QuietHours: {
            /**
             * Start
             * Format: time
             * @description Like 22:00; where it is later than `stop`, they last over midnight.
             */
            start: string;
            /**
             * Stop
             * Format: time
             */
            stop: string;
            /**
             * Days
             * @description On which they begin; empty: every day.
             * @default []
             */
            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
            /**
             * @description Incidents at least as bad are mailed all the same; null: none is.
             * @default major
             */
            unless: components["schemas"]["Severity"] | null;
        };
        /**
         * Rate
         * @description The value changes too fast, up or down.
         */
        Rate: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "rate";
            /**
             * Per S
             * @description EGU per second.
             */
            per_s: number;
            /**
             * Over S
             * @description Measured over so many seconds.
             * @default 10
             */
            over_s: number;
            /**
             * Level
             * @description How bad it is when it is so.
             * @default major
             * @enum {string}
             */
            level: "minor" | "major";
        };
        /**
         * SettingInForce
         * @description One setting.
         */
        SettingInForce: {
            /**
             * Name
             * @description Its variable.
             * @example CAFLUX_PORT
             */
            name: string;
            /**
             * Value
             * @description As text; null where there is none, and always of a secret.
             */
            value: string | null;
            /**
             * Default
             * @description What it is unless it is set, in the same form.
             */
            default: string | null;
            source: components["schemas"]["SettingSource"];
            /**
             * Secret
             * @description Whether its value is told to nobody.
             */
            secret: boolean;
            /**
             * Is Set
             * @description Whether there is a value: what is to be known of a secret.
             */
            is_set: boolean;
            /** Description */
            description: string;
        };
        /**
         * SettingSource
         * @description Where a setting comes from.
         * @enum {string}
         */
        SettingSource: "default" | "environment" | "file" | "program";
        /**
         * SettingsInForce
         * @description The settings of one service, by name.
         * @example {
         *       "version": "0.1.0",
         *       "settings": [
         *         {
         *           "name": "CAFLUX_PORT",
         *           "value": "8001",
         *           "default": "8001",
         *           "source": "default",
         *           "secret": false,
         *           "is_set": true,
         *           "description": "The port to listen on."
         *         }
         *       ]
         *     }
         */
        SettingsInForce: {
            /**
             * Version
             * @description Of CAFlux, as this service runs it.
             */
            version: string;
            /** Settings */
            settings: components["schemas"]["SettingInForce"][];
        };
        /**
         * Severity
         * @description How bad an incident is.
         * @enum {string}
         */
        Severity: "minor" | "major";
        /**
         * Silent
         * @description No sample has come for too long.
         */
        Silent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "silent";
            /**
             * Longer Than S
             * @description Seconds.
             */
            longer_than_s: number;
            /**
             * Level
             * @description How bad it is when it is so.
             * @default major
             * @enum {string}
             */
            level: "minor" | "major";
        };
        /**
         * Stuck
         * @description The value has been the same for too long, whether samples come or not.
         */
        Stuck: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "stuck";
            /**
             * Longer Than S
             * @description Seconds.
             */
            longer_than_s: number;
            /**
             * Within
             * @description A smaller change counts as none, in EGU.
             * @default 0
             */
            within: number;
            /**
             * Level
             * @description How bad it is when it is so.
             * @default major
             * @enum {string}
             */
            level: "minor" | "major";
        };
        /**
         * ThreadStatus
         * @description One work thread.
         */
        ThreadStatus: {
            /** Name */
            name: string;
            /** Alive */
            alive: boolean;
            /** Pvs */
            pvs: number;
            /** Connected */
            connected: number;
            counts: components["schemas"]["Counts"];
            /**
             * Queue Bytes
             * @description Encoded batches that wait for the archive.
             */
            queue_bytes: number;
            /**
             * Spool Bytes
             * @description On disk, waiting for the archive.
             * @default 0
             */
            spool_bytes: number;
            /**
             * Spool Age S
             * @description Seconds for which something of it has been on disk; None: nothing is.
             */
            spool_age_s?: number | null;
            /**
             * Ring Fill
             * @description Used part of the ring, 0 to 1; at 1 events are dropped.
             * @default 0
             */
            ring_fill: number;
            /**
             * In Flight
             * @description Writes to the archive that are under way.
             * @default 0
             */
            in_flight: number;
            /**
             * Beat Age S
             * @description Seconds since it last finished a flush.
             */
            beat_age_s: number;
            /**
             * Write Age S
             * @description Seconds since the archive last took a batch.
             */
            write_age_s: number | null;
            /**
             * Error
             * @description Why the last write failed, if it did.
             */
            error?: string | null;
        };
        /**
         * TriedAlarm
         * @description An alarm as it would have been.
         */
        TriedAlarm: {
            /** Pv */
            pv: string;
            /** @description Its worst. */
            level: components["schemas"]["AlarmLevel"];
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Stop
             * @description None: it still lasts.
             */
            stop: string | null;
            /** Detail */
            detail: string;
        };
        /**
         * Problem
         * @description Body of every error answer, `application/problem+json`.
         * @example {
         *       "title": "Not Found",
         *       "status": 404,
         *       "detail": "SR:CURRENT is not configured; PUT adds it",
         *       "instance": "/v1/pvs/SR:CURRENT"
         *     }
         */
        Problem: {
            /**
             * Type
             * @default about:blank
             */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Detail */
            detail: string;
            /**
             * Instance
             * @default null
             */
            instance: string | null;
            /**
             * Errors
             * @default null
             */
            errors: {
                [key: string]: unknown;
            }[] | null;
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthReport"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_incidents: {
        parameters: {
            query?: {
                /** @description At most so many. */
                limit?: number;
                /** @description Only with a smaller id: the last of the page before. */
                before?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"][];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description Resume after this event. */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_reports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManagerReports"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was asked makes no sense. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is longer than is accepted. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not understood here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restart_collector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the collector. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_collector_settings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the collector. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsInForce"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmRuleState"][];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the rule. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmRuleState"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the rule. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlarmRuleSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmRuleState"];
                };
            };
            /** @description What was asked makes no sense. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is longer than is accepted. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not understood here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the rule. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the rule. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AlarmRuleSettings"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description What was asked makes no sense. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is longer than is accepted. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not understood here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alarm_history: {
        parameters: {
            query?: {
                /** @description Of this rule only. */
                rule?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmChange"][];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_maintenance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Maintenance"][];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_maintenance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MaintenanceSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Maintenance"];
                };
            };
            /** @description What was asked makes no sense. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is longer than is accepted. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not understood here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_maintenance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_incident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Comment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acknowledgement"];
                };
            };
            /** @description What was asked makes no sense. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is longer than is accepted. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not understood here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mail_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailStatus"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mail_routes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailRoutes"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_mail_routes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailRoutes"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailRoutes"];
                };
            };
            /** @description What was asked makes no sense. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is longer than is accepted. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not understood here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailTestRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailTestAnswer"];
                };
            };
            /** @description What was asked makes no sense. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not fit what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is longer than is accepted. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not understood here. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsInForce"];
                };
            };
            /** @description Nobody, or nobody known, is asking. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who is asking may not. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something that this needs is away; the header Retry-After has when to ask again, in seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, and what to do about it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
