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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
         */
        HealthReport: {
            /** @description The worst of the components. */
            health: components["schemas"]["Health"];
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
         * Incident
         * @description A time in which something was not well. A change makes a new one with the same id.
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
         * Severity
         * @description How bad an incident is.
         * @enum {string}
         */
        Severity: "minor" | "major";
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
         * Problem
         * @description Body of every error answer, `application/problem+json`.
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
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
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
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
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
