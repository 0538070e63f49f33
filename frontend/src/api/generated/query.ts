// Generated from the OpenAPI document by `npm run generate`; do not edit.

export interface paths {
    "/v1/pvs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Archived Pvs
         * @description List the PVs that have data in the archive, by name.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_archived_pvs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Pvs
         * @description Find PVs, archived, configured or virtual, by name and description; the best first.
         *
         *     Needs the permission `read`.
         */
        get: operations["search_pvs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Data
         * @description Give each PV's samples if they are at most `points`, else statistics of at most `points` bins.
         *
         *     Raw series begin with the last sample before the range, if there is one: what the PV held when the range
         *     began. It has its own, earlier time and is not counted in `points`.
         *
         *     Expressions are computed from samples, on all times at which one of their PVs has one, and binned from
         *     that; null where not all is known that they need. So are virtual PVs, and with `where` or `period` all
         *     series; `where` begins each interval in which it holds with a row, and ends it with a null.
         *
         *     As Arrow, each series is an IPC stream of its own; what is no column is in the metadata of its schema.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_data"];
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
         * Get Events
         * @description Give the events of a range, and before it each collector's last of a PV, by time.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Data
         * @description Give all samples of a range as a file, of any length.
         *
         *     Expressions and virtual PVs are computed in memory, and with `where` all series, so of these there are
         *     bounds.
         *
         *     A connection that ends early, a last line `# truncated …` in CSV, `"complete": false` in JSON: the file is
         *     not complete, and says where to go on.
         *
         *     Needs the permission `read`.
         */
        get: operations["export_data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Export
         * @description Say how far an export is, or how it ended; the last thousand are known.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/intervals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Intervals
         * @description Give the intervals in which a condition holds: its expression is known and not 0.
         *
         *     An interval that the range cuts off counts with what is left of it.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_intervals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Live
         * @description Stream PVs as server-sent events.
         *
         *     - `samples` (data: a list of LiveSamples): what follows, each of one PV, in the order of time. The first
         *       of each PV is the backfill: since `from`, preceded by the last sample before it; or without `from` the
         *       last sample; maybe empty.
         *     - `late` (data: a list of LiveSamples): samples that came in later than younger ones of their PV.
         *     - `replayed` (data: LiveReplayed): many came late, or very late, or the client may have some of them: read
         *       this span again from /data.
         *     - `gap` (data: LiveNotice): what the stream could not give, and why.
         *     - `recording` (data: LiveRecording): gaps in the recording of a PV, as they begin and end.
         *     - `archive` (data: LiveArchive): the archive is away, or back.
         *     - `refused` (data: LiveRefused): with `refuse=each`, before all others: what can't be followed, and why.
         *     - `end` (data: LiveEnd): the last event; connect again.
         *     - Comments keep the connection alive.
         *
         *     `samples` and `late` events bear an id; sent back as Last-Event-ID with the same PVs, the stream goes on
         *     after it, on any server. No sample comes twice; none is missed that no `gap` or `replayed` tells of.
         *
         *     An expression gets a row for each sample of one of its PVs and for each gap that begins or ends; where
         *     that came late, 1 ns after the row that was sent already.
         *
         *     Needs the permission `read`.
         */
        get: operations["stream_live"];
        put?: never;
        /**
         * Stream Live Of
         * @description Stream PVs that are named in the body, which has room for more than a URL; else as GET does.
         *
         *     Needs the permission `read`.
         */
        post: operations["stream_live_of"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Moments
         * @description Give what PVs held at a time: those named, of the group, and those that `search` finds, or else all.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_moments"];
        put?: never;
        /**
         * Ask Moments
         * @description Give what PVs held at a time, as GET; for lists that are too long for a URL.
         *
         *     Needs the permission `read`.
         */
        post: operations["ask_moments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Changes
         * @description Give which PVs differ between two times, the most significant first.
         *
         *     Of those named, of the group, and those that `search` finds, or else of all.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_changes"];
        put?: never;
        /**
         * Ask Changes
         * @description Give which PVs differ between two times, as GET; for lists that are too long for a URL.
         *
         *     Needs the permission `read`.
         */
        post: operations["ask_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Statistics
         * @description Give statistics of each PV over a range, from its samples and from what it held between them.
         *
         *     Over long ranges rollups give the same, within rounding, but not how values are spread (medians,
         *     percentiles, histograms), states and slopes: where a PV's `source` is not raw, these are null or empty.
         *
         *     Expressions are computed at all times at which one of their PVs has a sample; with `where`, only what
         *     lies in the intervals in which it holds is taken, each begun by a row of what was held.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_statistics"];
        put?: never;
        post?: never;
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
         * ArchiveEvent
         * @description Something that happened to a PV's recording.
         */
        ArchiveEvent: {
            /** Pv */
            pv: string;
            /** Time */
            time: number;
            /**
             * Kind
             * @description connected, disconnected, started, stopped, paused, resumed, removed, overflow, dropped, clock, typechange, …
             */
            kind: string;
            /**
             * Detail
             * @default
             */
            detail: string;
            /**
             * Count
             * @default 0
             */
            count: number;
            /**
             * Collector
             * @description Which one left it; empty of events from before that was written down.
             * @default
             */
            collector: string;
        };
        /**
         * Binned
         * @description Statistics per bin, as columns of equal length; bins in which nothing is known are left out.
         *
         *     `time` is where the bin begins. A value is held until the next sample, also into the following bins, but
         *     not in a gap: `covered` is for how many seconds of the bin a number was held, and `twmean` is the mean of
         *     what was, each value weighed with its time. The other columns are of the samples in the bin, so in a bin
         *     without one (`count` 0) they are null; `mean` counts each sample once, `std` is of the population.
         *     `severity` is the worst that was sampled or held.
         *
         *     NaN and infinities, texts and waveforms are counted in `count` and `severity`; they are no part of min,
         *     max, mean, twmean, std and covered, and null as first or last.
         */
        Binned: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "binned";
            /** Pv */
            pv: string;
            /**
             * Width
             * @description ns. Bins of half a minute or more begin at full minutes, of half an hour or more at full hours: the first one may begin before the range, of which alone it tells. Where samples have expired, bins are of whole minutes or hours, and tell of those that the range begins and ends in.
             */
            width: number;
            /**
             * Source
             * @description The widest that the bins were made from: samples, or rollups of a minute or an hour, and samples where there are none that may be trusted.
             * @default raw
             * @enum {string}
             */
            source: "raw" | "sample_1m" | "sample_1h";
            /** Time */
            time: number[];
            /** First */
            first: (number | null)[];
            /** Last */
            last: (number | null)[];
            /** Min */
            min: (number | null)[];
            /** Max */
            max: (number | null)[];
            /** Mean */
            mean: (number | null)[];
            /** Twmean */
            twmean: (number | null)[];
            /** Std */
            std: (number | null)[];
            /** Count */
            count: number[];
            /**
             * Covered
             * @description s in which a finite number was held, so 0 of texts and waveforms however well these are known; that is what completeness and gaps tell.
             */
            covered: number[];
            /** Severity */
            severity: number[];
            /**
             * Gaps
             * @default []
             */
            gaps: components["schemas"]["Gap"][];
            /**
             * Completeness
             * @description Percent of the range, as far as it has passed, in which it is known what the PV held. None: nothing of it has passed.
             */
            completeness?: number | null;
        };
        /**
         * Change
         * @description How a PV differs between two times.
         *
         *     `kind` is `number`, `state` (an enum, a text, a waveform), or `lost` and `found` where it was known at
         *     only one of them. `significance` is |difference| / max(spread, |larger value| / 10,000); of what is no
         *     number 10. `spread` is 1.4826 times the median absolute deviation over `window` before the first time,
         *     sampled 60 times; where that is 0, the standard deviation.
         */
        Change: {
            /** Pv */
            pv: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "number" | "state" | "lost" | "found";
            /** Significance */
            significance: number;
            /** Difference */
            difference?: number | null;
            /** Spread */
            spread?: number | null;
            before: components["schemas"]["Moment"];
            after: components["schemas"]["Moment"];
        };
        /**
         * ChangesAnswer
         * @description Answer of /api/query/v1/changes: what differs, the most significant first.
         * @example {
         *       "time1": 1795000000000000000,
         *       "time2": 1795003600000000000,
         *       "window": 86400000000000,
         *       "compared": 48211,
         *       "changed": 37,
         *       "truncated": false,
         *       "changes": [
         *         {
         *           "pv": "SR:C01-MG:T",
         *           "kind": "number",
         *           "significance": 12.8,
         *           "difference": 7.7,
         *           "spread": 0.6,
         *           "before": {
         *             "pv": "SR:C01-MG:T",
         *             "time": 1794999999600000000,
         *             "age": 400000000,
         *             "value": 31.2,
         *             "severity": 0,
         *             "status": 0,
         *             "known": true
         *           },
         *           "after": {
         *             "pv": "SR:C01-MG:T",
         *             "time": 1795003599100000000,
         *             "age": 900000000,
         *             "value": 38.9,
         *             "severity": 0,
         *             "status": 0,
         *             "known": true
         *           }
         *         }
         *       ]
         *     }
         */
        ChangesAnswer: {
            /** Time1 */
            time1: number;
            /** Time2 */
            time2: number;
            /** Window */
            window: number;
            /**
             * Compared
             * @description PVs that were compared.
             */
            compared: number;
            /**
             * Changed
             * @description PVs that differ.
             */
            changed: number;
            /** Truncated */
            truncated: boolean;
            /** Changes */
            changes: components["schemas"]["Change"][];
        };
        /**
         * DataAnswer
         * @description Answer of GET /api/query/v1/data; `start` and `stop` are the range as it was understood.
         * @example {
         *       "start": 1795000000000000000,
         *       "stop": 1795003600000000000,
         *       "series": [
         *         {
         *           "kind": "raw",
         *           "pv": "SR:CURRENT",
         *           "time": [
         *             1794999999980000000,
         *             1795000100000000000
         *           ],
         *           "value": [
         *             250.1,
         *             249.8
         *           ],
         *           "severity": [
         *             0,
         *             1
         *           ],
         *           "status": [
         *             0,
         *             5
         *           ],
         *           "gaps": [
         *             {
         *               "start": 1795000100000000000,
         *               "stop": 1795000104000000000,
         *               "cause": "disconnected"
         *             }
         *           ],
         *           "completeness": 99.9
         *         }
         *       ]
         *     }
         */
        DataAnswer: {
            /** Start */
            start: number;
            /** Stop */
            stop: number;
            /** Series */
            series: (components["schemas"]["Raw"] | components["schemas"]["Binned"])[];
        };
        /**
         * Distribution
         * @description How numbers are spread, each weighed with its samples or with the time for which it was held.
         */
        Distribution: {
            /** Mean */
            mean: number | null;
            /**
             * Std
             * @description Of the population: √(Σw(v - mean)² / Σw). Of what was held only from samples.
             */
            std: number | null;
            /**
             * Rms
             * @description √(Σwv² / Σw). Of what was held only from samples.
             */
            rms: number | null;
            /**
             * Median
             * @description Only from samples.
             */
            median: number | null;
            /**
             * Percentiles
             * @description Pairs of percent and value. Only from samples.
             */
            percentiles: [
                number,
                number | null
            ][];
            /**
             * Histogram
             * @description Samples, or seconds, between each two of `edges`; the last interval includes its end. Only from samples.
             */
            histogram: number[];
        };
        /**
         * EventsAnswer
         * @description Answer of GET /api/query/v1/events.
         * @example {
         *       "start": 1795000000000000000,
         *       "stop": 1795003600000000000,
         *       "events": [
         *         {
         *           "pv": "SR:CURRENT",
         *           "time": 1795000100000000000,
         *           "kind": "disconnected",
         *           "collector": "hall-7"
         *         }
         *       ]
         *     }
         */
        EventsAnswer: {
            /** Start */
            start: number;
            /** Stop */
            stop: number;
            /** Events */
            events: components["schemas"]["ArchiveEvent"][];
        };
        /**
         * ExportState
         * @description How far an export is, or how it ended.
         * @example {
         *       "state": "running",
         *       "rows": 1250000,
         *       "progress": 0.48,
         *       "reason": ""
         *     }
         */
        ExportState: {
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "running" | "complete" | "truncated";
            /**
             * Rows
             * @description Written so far.
             */
            rows: number;
            /**
             * Progress
             * @description The part of the work that is done, 0 to 1.
             */
            progress: number;
            /**
             * Reason
             * @description Why it is truncated.
             */
            reason: string;
        };
        /**
         * Extreme
         * @description A number, and when it was first reached.
         */
        Extreme: {
            /** Value */
            value: number | null;
            /** Time */
            time: number;
            /**
             * Within
             * @description Reached so many seconds after `time` at most: its samples are gone, the rollup is not.
             * @default 0
             */
            within: number;
        };
        /**
         * FoundPv
         * @description A PV that a search found.
         */
        FoundPv: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Egu
             * @default
             */
            egu: string;
            /**
             * Type
             * @description As its IOC has it: double, enum, …; of virtual ones `virtual`.
             * @default
             */
            type: string;
            /**
             * Archived
             * @description Whether there are data of it.
             */
            archived: boolean;
            /**
             * First
             * @description Its first sample, ns; with `times` only.
             */
            first?: number | null;
            /**
             * Last
             * @description Its newest sample, ns; with `times` only.
             */
            last?: number | null;
        };
        /**
         * Gap
         * @description An interval in which a PV was not recorded as it should have been, and why.
         */
        Gap: {
            /** Start */
            start: number;
            /**
             * Stop
             * @description None: it still lasts.
             */
            stop: number | null;
            /**
             * Cause
             * @description The kind of the event that began it; `expired`: what there was its retention class keeps no longer; `purged`: somebody deleted it.
             */
            cause: string;
            /**
             * Detail
             * @default
             */
            detail: string;
            /**
             * Count
             * @description Samples that were lost, or came with a bad time.
             * @default 0
             */
            count: number;
            /**
             * Lost
             * @description Whether what the PV held is unknown. Of cause `clock` it is known, and only the times are when it was received: the IOC's clock was not to be trusted.
             * @default true
             */
            lost: boolean;
        };
        /**
         * Interval
         * @description An interval, start <= time < stop, in which a condition held.
         */
        Interval: {
            /** Start */
            start: number;
            /** Stop */
            stop: number;
            /**
             * Begun Before
             * @description It held already when the range began.
             */
            begun_before: boolean;
            /**
             * Goes On
             * @description It still held when the range ended, or holds now.
             */
            goes_on: boolean;
        };
        /**
         * IntervalsAnswer
         * @description Answer of GET /api/query/v1/intervals.
         *
         *     `unknown` are the intervals in which nobody knows whether the condition held: `cause` is that of the gap,
         *     `no-data` before the first sample, or `not-a-number` where the expression has no value, as log(-1).
         * @example {
         *       "start": 1795000000000000000,
         *       "stop": 1795003600000000000,
         *       "expr": "\"SR:CURRENT\" > 5 and \"SR:VAC\" < 1e-7",
         *       "intervals": [
         *         {
         *           "start": 1795000100000000000,
         *           "stop": 1795003600000000000,
         *           "begun_before": false,
         *           "goes_on": true
         *         }
         *       ],
         *       "total": 1,
         *       "unknown": [
         *         {
         *           "start": 1795000100000000000,
         *           "stop": 1795000104000000000,
         *           "cause": "disconnected"
         *         }
         *       ]
         *     }
         */
        IntervalsAnswer: {
            /** Start */
            start: number;
            /** Stop */
            stop: number;
            /** Expr */
            expr: string;
            /** Intervals */
            intervals: components["schemas"]["Interval"][];
            /**
             * Total
             * @description How long it held, ns: all intervals together.
             */
            total: number;
            /**
             * Unknown
             * @default []
             */
            unknown: components["schemas"]["Gap"][];
        };
        /**
         * Layout
         * @description What a row is.
         * @enum {string}
         */
        Layout: "rows" | "aligned" | "binned";
        /**
         * LiveArchive
         * @description Data of an `archive` event of the live stream: it is away, so that nothing new can come, or back.
         */
        LiveArchive: {
            /**
             * State
             * @enum {string}
             */
            state: "away" | "back";
            /** Reason */
            reason: string;
        };
        /**
         * LiveEnd
         * @description Data of an `end` event, the last one of a live stream: connect again, with Last-Event-ID.
         */
        LiveEnd: {
            /** Reason */
            reason: string;
        };
        /**
         * LiveNotice
         * @description Data of a `gap` event of the live stream: samples that it could not give, and why.
         */
        LiveNotice: {
            /** Pv */
            pv: string;
            /** Start */
            start: number;
            /** Stop */
            stop: number;
            /** Reason */
            reason: string;
            /**
             * Count
             * @description How many samples; 0: nobody counted them.
             * @default 0
             */
            count: number;
        };
        /**
         * LiveQuestion
         * @description What a live stream is to follow, as the body of a POST: more names than fit into a URL.
         * @example {
         *       "pv": [
         *         "SR:CURRENT"
         *       ],
         *       "expr": [
         *         "SR:CURRENT * 2"
         *       ]
         *     }
         */
        LiveQuestion: {
            /**
             * Pv
             * @default []
             */
            pv: string[];
            /**
             * Expr
             * @default []
             */
            expr: string[];
        };
        /**
         * LiveRecording
         * @description Data of a `recording` event of the live stream: gaps of a PV that last, or began or ended just now.
         *
         *     A gap with the same start and cause replaces what was told of it before.
         */
        LiveRecording: {
            /** Pv */
            pv: string;
            /** Gaps */
            gaps: components["schemas"]["Gap"][];
        };
        /**
         * LiveRefused
         * @description Data of a `refused` event of the live stream: a PV or an expression that it can't follow, and why.
         */
        LiveRefused: {
            /** Pv */
            pv: string;
            /**
             * Status
             * @description As it would be without `refuse=each`: 404 unknown, 422 can't be followed.
             */
            status: number;
            /** Reason */
            reason: string;
        };
        /**
         * LiveReplayed
         * @description Data of a `replayed` event of the live stream.
         *
         *     So many samples with start <= time <= stop came late that they are not in the stream, or it is not sure
         *     whether the client has them: read this span again from /data.
         */
        LiveReplayed: {
            /** Pv */
            pv: string;
            /** Start */
            start: number;
            /** Stop */
            stop: number;
            /** Reason */
            reason: string;
        };
        /**
         * LiveSamples
         * @description Samples of one PV in a `samples` or `late` event of the live stream, whose data is a list of these.
         * @example {
         *       "pv": "SR:CURRENT",
         *       "time": [
         *         1795000100000000000
         *       ],
         *       "value": [
         *         249.8
         *       ],
         *       "severity": [
         *         0
         *       ],
         *       "status": [
         *         0
         *       ]
         *     }
         */
        LiveSamples: {
            /**
             * Kind
             * @default raw
             * @constant
             */
            kind: "raw";
            /** Pv */
            pv: string;
            /** Time */
            time: number[];
            /** Value */
            value: unknown[];
            /** Severity */
            severity: number[];
            /** Status */
            status: number[];
            /**
             * Special
             * @default []
             */
            special: [
                number,
                "nan" | "inf" | "-inf"
            ][];
            /**
             * Gaps
             * @default []
             */
            gaps: components["schemas"]["Gap"][];
            /**
             * Completeness
             * @description Percent of the range, as far as it has passed, in which it is known what the PV held. None: nothing of it has passed.
             */
            completeness?: number | null;
        };
        /**
         * Moment
         * @description What a PV held at a time: its last sample until then.
         *
         *     `known` is false where nobody knows whether it still held that: `cause` is that of the gap, or `no-data`
         *     where there is no sample at all.
         */
        Moment: {
            /** Pv */
            pv: string;
            /** Time */
            time: number | null;
            /**
             * Age
             * @description ns since that sample.
             */
            age: number | null;
            /** Value */
            value: unknown;
            /** Special */
            special?: ("nan" | "inf" | "-inf") | null;
            /** Severity */
            severity: number;
            /** Status */
            status: number;
            /** Known */
            known: boolean;
            /**
             * Cause
             * @default
             */
            cause: string;
            /**
             * Detail
             * @default
             */
            detail: string;
        };
        /**
         * MomentsAnswer
         * @description Answer of /api/query/v1/at.
         * @example {
         *       "time": 1795003600000000000,
         *       "pvs": [
         *         {
         *           "pv": "SR:C01-MG:T",
         *           "time": 1795003599100000000,
         *           "age": 900000000,
         *           "value": 38.9,
         *           "severity": 0,
         *           "status": 0,
         *           "known": true
         *         }
         *       ]
         *     }
         */
        MomentsAnswer: {
            /** Time */
            time: number;
            /** Pvs */
            pvs: components["schemas"]["Moment"][];
        };
        /**
         * MomentsQuestion
         * @description Which PVs are asked for: by name, of a group, and all whose name `search` finds; else all there are.
         * @example {
         *       "pvs": [
         *         "SR:CURRENT",
         *         "SR:LIFETIME"
         *       ]
         *     }
         */
        MomentsQuestion: {
            /**
             * Pvs
             * @default []
             */
            pvs: string[];
            /**
             * Search
             * @default
             */
            search: string;
            /**
             * Group
             * @default
             */
            group: string;
        };
        /**
         * PvNames
         * @description PVs that have data in the archive.
         * @example {
         *       "names": [
         *         "SR:CURRENT",
         *         "SR:LIFETIME"
         *       ],
         *       "total": 2,
         *       "truncated": false
         *     }
         */
        PvNames: {
            /** Names */
            names: string[];
            /** Total */
            total: number;
            /** Truncated */
            truncated: boolean;
        };
        /**
         * PvStatistics
         * @description Statistics of one PV over a range; null where there is nothing to make them of.
         */
        PvStatistics: {
            /** Pv */
            pv: string;
            /**
             * Source
             * @description What they are made of; of rollups only where whole ones fit in.
             * @enum {string}
             */
            source: "raw" | "sample_1m" | "sample_1h";
            /**
             * Count
             * @description Samples in the range, whatever they are.
             */
            count: number;
            /**
             * Numbers
             * @description Samples that are finite numbers.
             */
            numbers: number;
            /**
             * Covered
             * @description Seconds in which it is known that the PV held a number.
             */
            covered: number;
            /**
             * First
             * @description The first sample of the range, if it is a finite number.
             */
            first: number | null;
            /** Last */
            last: number | null;
            /** @description The least number that was sampled or held. */
            min: components["schemas"]["Extreme"] | null;
            max: components["schemas"]["Extreme"] | null;
            /**
             * Integral
             * @description ∫v dt over the covered time, in the unit times seconds.
             */
            integral: number | null;
            /**
             * Edges
             * @description Of the histograms.
             */
            edges: number[];
            /** @description Each sample counts once. */
            samples: components["schemas"]["Distribution"] | null;
            /** @description Each number counts by the time for which it was held. */
            held: components["schemas"]["Distribution"] | null;
            /**
             * Exact
             * @description False: medians, percentiles and histograms are right to within 0.1 % of the samples or of the time.
             */
            exact: boolean;
            rates: components["schemas"]["Rates"];
            /**
             * States
             * @description None: it has more than 32 values, or waveforms, or the statistics are made of rollups.
             */
            states: components["schemas"]["StateTime"][] | null;
            /** @description None: made of rollups, of which more have alarms than can be looked into. */
            severities: components["schemas"]["SeverityTime"] | null;
            /**
             * Unknown
             * @description Seconds of the range, as far as it has passed, of which nothing is known.
             */
            unknown: number;
            /**
             * Gaps
             * @default []
             */
            gaps: components["schemas"]["Gap"][];
            /**
             * Completeness
             * @description Percent of the range, as far as it has passed, in which it is known what the PV held. None: nothing of it has passed.
             */
            completeness?: number | null;
        };
        /**
         * Rates
         * @description How fast the numbers changed, in their unit per second.
         */
        Rates: {
            /**
             * Mean
             * @description From the first number to the last.
             */
            mean: number | null;
            /** @description Between two samples without a gap, at the later one. Only from samples. */
            steepest_fall: components["schemas"]["Extreme"] | null;
            steepest_rise: components["schemas"]["Extreme"] | null;
            /**
             * Samples Per Second
             * @description Of the time in which it is known what the PV held.
             */
            samples_per_second: number | null;
        };
        /**
         * Raw
         * @description Samples as they were archived, as columns of equal length, in the order of their times.
         *
         *     The first row may lie before the range that was asked for: then it is the last sample before it, with its
         *     own time, and says what the PV held when the range began.
         *
         *     `value` holds numbers, texts and lists of numbers (waveforms). JSON has no NaN: where `special` names an
         *     index, the value there is null and really was nan, inf or -inf. Inside a waveform they are the strings
         *     nan, inf and -inf.
         */
        Raw: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "raw";
            /** Pv */
            pv: string;
            /** Time */
            time: number[];
            /** Value */
            value: unknown[];
            /** Severity */
            severity: number[];
            /** Status */
            status: number[];
            /**
             * Special
             * @default []
             */
            special: [
                number,
                "nan" | "inf" | "-inf"
            ][];
            /**
             * Gaps
             * @default []
             */
            gaps: components["schemas"]["Gap"][];
            /**
             * Completeness
             * @description Percent of the range, as far as it has passed, in which it is known what the PV held. None: nothing of it has passed.
             */
            completeness?: number | null;
        };
        /**
         * SearchAnswer
         * @description Answer of GET /api/query/v1/search, the best first.
         * @example {
         *       "pvs": [
         *         {
         *           "name": "SR:CURRENT",
         *           "description": "Beam current",
         *           "egu": "mA",
         *           "type": "double",
         *           "archived": true
         *         }
         *       ],
         *       "total": 1,
         *       "fuzzy": false
         *     }
         */
        SearchAnswer: {
            /** Pvs */
            pvs: components["schemas"]["FoundPv"][];
            /**
             * Total
             * @description PVs that match; of a fuzzy search those that are given.
             */
            total: number;
            /**
             * Fuzzy
             * @description Nothing matches as it was typed: these are similar.
             */
            fuzzy: boolean;
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
         * SeverityTime
         * @description For how many seconds the PV was in each severity.
         */
        SeverityTime: {
            /** No Alarm */
            no_alarm: number;
            /** Minor */
            minor: number;
            /** Major */
            major: number;
            /** Invalid */
            invalid: number;
        };
        /**
         * Source
         * @description What statistics are made of.
         * @enum {string}
         */
        Source: "auto" | "raw" | "rollups";
        /**
         * StateTime
         * @description One state of a PV that has few.
         */
        StateTime: {
            /** Value */
            value: number | string;
            /**
             * Label
             * @description The enum's string, if the PV is an enum.
             */
            label: string | null;
            /**
             * Count
             * @description Samples.
             */
            count: number;
            /** Seconds */
            seconds: number;
            /**
             * Percent
             * @description Of the time in which it is known what the PV held.
             */
            percent: number | null;
        };
        /**
         * StatisticsAnswer
         * @description Answer of GET /api/query/v1/statistics; `start` and `stop` are the range as it was understood.
         * @example {
         *       "start": 1795000000000000000,
         *       "stop": 1795003600000000000,
         *       "statistics": [
         *         {
         *           "pv": "SR:CURRENT",
         *           "source": "raw",
         *           "count": 3600,
         *           "numbers": 3600,
         *           "covered": 3596,
         *           "first": 250.1,
         *           "last": 249.8,
         *           "min": {
         *             "value": 248.9,
         *             "time": 1795000100000000000
         *           },
         *           "max": {
         *             "value": 251.2,
         *             "time": 1795000160000000000
         *           },
         *           "integral": 899359.6,
         *           "edges": [
         *             248.9,
         *             250,
         *             251.2
         *           ],
         *           "samples": {
         *             "mean": 250.1,
         *             "std": 0.4,
         *             "rms": 250.1,
         *             "median": 250,
         *             "percentiles": [
         *               [
         *                 5,
         *                 249.4
         *               ],
         *               [
         *                 95,
         *                 250.8
         *               ]
         *             ],
         *             "histogram": [
         *               120,
         *               3480
         *             ]
         *           },
         *           "held": {
         *             "mean": 250.1,
         *             "std": 0.4,
         *             "rms": 250.1,
         *             "median": 250,
         *             "percentiles": [
         *               [
         *                 5,
         *                 249.4
         *               ],
         *               [
         *                 95,
         *                 250.8
         *               ]
         *             ],
         *             "histogram": [
         *               120,
         *               3480
         *             ]
         *           },
         *           "exact": true,
         *           "rates": {
         *             "mean": -0.0001,
         *             "steepest_fall": null,
         *             "steepest_rise": null,
         *             "samples_per_second": 1
         *           },
         *           "states": [],
         *           "severities": {
         *             "no_alarm": 3590,
         *             "minor": 6,
         *             "major": 0,
         *             "invalid": 0
         *           },
         *           "unknown": 4,
         *           "gaps": [
         *             {
         *               "start": 1795000100000000000,
         *               "stop": 1795000104000000000,
         *               "cause": "disconnected"
         *             }
         *           ],
         *           "completeness": 99.9
         *         }
         *       ]
         *     }
         */
        StatisticsAnswer: {
            /** Start */
            start: number;
            /** Stop */
            stop: number;
            /** Statistics */
            statistics: components["schemas"]["PvStatistics"][];
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
    list_archived_pvs: {
        parameters: {
            query?: {
                /** @description Part of the name, or a glob if it has * or ?; case is ignored. */
                search?: string;
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
                    "application/json": components["schemas"]["PvNames"];
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
    search_pvs: {
        parameters: {
            query: {
                /** @description As one types: words, a glob, or nearly right. */
                q: string;
                limit?: number;
                /** @description With the times of the first and last sample: at most 50. */
                times?: boolean;
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
                    "application/json": components["schemas"]["SearchAnswer"];
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
    get_data: {
        parameters: {
            query?: {
                /** @description Most rows per series. */
                points?: number;
                /** @description Without: JSON, or Arrow where the Accept header asks for it. */
                format?: ("json" | "arrow") | null;
                /** @description Name of a PV, or of a virtual one; repeat it for several. */
                pv?: string[];
                /** @description Arithmetic over PVs: `"A" - "B"`; repeat it for several. */
                expr?: string[];
                /** @description Only while this holds: `"SR:I" > 5`. */
                where?: string | null;
                /** @description With `where`: only intervals in which it holds at least so long, as 10s. */
                where_min?: string | null;
                /** @description Rows at multiples of this, like 10s: values held. */
                period?: string | null;
                /** @description Begin of the range: ISO 8601 with up to nine digits after the second (UTC without a zone), now, now-1h30m, or an integer of nanoseconds since 1970. */
                from?: string;
                /** @description End of the range, not included: like `from`. */
                to?: string;
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
                    "application/json": components["schemas"]["DataAnswer"];
                    "application/vnd.apache.arrow.stream": unknown;
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
    get_events: {
        parameters: {
            query: {
                /** @description Only these kinds; repeat it for several. */
                kind?: string[];
                /** @description Name of a PV; repeat it for several. */
                pv: string[];
                /** @description Begin of the range: ISO 8601 with up to nine digits after the second (UTC without a zone), now, now-1h30m, or an integer of nanoseconds since 1970. */
                from?: string;
                /** @description End of the range, not included: like `from`. */
                to?: string;
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
                    "application/json": components["schemas"]["EventsAnswer"];
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
    export_data: {
        parameters: {
            query?: {
                /** @description csv, json, arrow, parquet, hdf5, mat or xlsx. */
                format?: string;
                /** @description rows: a row a sample; aligned: a column a PV, with the value that it held; binned: a row a bin. */
                layout?: components["schemas"]["Layout"];
                /** @description Between rows of an aligned export, as 1s or 100ms; else their union. Width of a bin; of full minutes they are made of rollups. */
                period?: string | null;
                /** @description Severities, too, in an aligned export. */
                severity?: boolean;
                /** @description A name of your choice to ask how far the export is. */
                id?: string | null;
                /** @description Name of a PV, or of a virtual one; repeat it for several. */
                pv?: string[];
                /** @description Arithmetic over PVs: `"A" - "B"`; repeat it for several. */
                expr?: string[];
                /** @description Only while this holds: `"SR:I" > 5`. */
                where?: string | null;
                /** @description With `where`: only intervals in which it holds at least so long, as 10s. */
                where_min?: string | null;
                /** @description Begin of the range: ISO 8601 with up to nine digits after the second (UTC without a zone), now, now-1h30m, or an integer of nanoseconds since 1970. */
                from?: string;
                /** @description End of the range, not included: like `from`. */
                to?: string;
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
            /** @description A value is missing, unknown, or out of its bounds. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Asked too often; the header Retry-After has when to ask again, in seconds. */
            429: {
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
    get_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["ExportState"];
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
            /** @description Asked too often; the header Retry-After has when to ask again, in seconds. */
            429: {
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
    get_intervals: {
        parameters: {
            query: {
                /** @description The condition: `"SR:I" > 5 and "SR:VAC" < 1e-7`. */
                expr: string;
                /** @description Only intervals at least so long, as 10s. */
                min?: string | null;
                /** @description Begin of the range: ISO 8601 with up to nine digits after the second (UTC without a zone), now, now-1h30m, or an integer of nanoseconds since 1970. */
                from?: string;
                /** @description End of the range, not included: like `from`. */
                to?: string;
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
                    "application/json": components["schemas"]["IntervalsAnswer"];
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
    stream_live: {
        parameters: {
            query?: {
                /** @description Name of a PV, or of a virtual one; repeat it for several. */
                pv?: string[];
                /** @description Arithmetic over PVs: `"A" - "B"`; repeat it for several. */
                expr?: string[];
                /** @description Begin with what was archived since then; without: the last sample. */
                from?: string | null;
                /** @description `wait`: a PV that nobody knows yet is streamed once it is archived. */
                unknown?: "refuse" | "wait";
                /** @description `each`: what can't be followed is told in a `refused` event, the others are streamed. */
                refuse?: "all" | "each";
            };
            header?: {
                /** @description Resume after this event. */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events; the schema is that of their data. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveSamples"][] | components["schemas"]["LiveNotice"] | components["schemas"]["LiveReplayed"] | components["schemas"]["LiveRecording"] | components["schemas"]["LiveArchive"] | components["schemas"]["LiveRefused"] | components["schemas"]["LiveEnd"];
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
    stream_live_of: {
        parameters: {
            query?: {
                /** @description Begin with what was archived since then; without: the last sample. */
                from?: string | null;
                /** @description `wait`: a PV that nobody knows yet is streamed once it is archived. */
                unknown?: "refuse" | "wait";
                /** @description `each`: what can't be followed is told in a `refused` event, the others are streamed. */
                refuse?: "all" | "each";
            };
            header?: {
                /** @description Resume after this event. */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiveQuestion"];
            };
        };
        responses: {
            /** @description Server-sent events; the schema is that of their data. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveSamples"][] | components["schemas"]["LiveNotice"] | components["schemas"]["LiveReplayed"] | components["schemas"]["LiveRecording"] | components["schemas"]["LiveArchive"] | components["schemas"]["LiveRefused"] | components["schemas"]["LiveEnd"];
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
    get_moments: {
        parameters: {
            query?: {
                /** @description As `from` of /data. */
                time?: string;
                /** @description Name of a PV; repeat it for several. */
                pv?: string[];
                /** @description And all whose name matches, as in /pvs. */
                search?: string;
                /** @description And the PVs of this group of the configuration. */
                group?: string;
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
                    "application/json": components["schemas"]["MomentsAnswer"];
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
    ask_moments: {
        parameters: {
            query?: {
                /** @description As `from` of /data. */
                time?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MomentsQuestion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MomentsAnswer"];
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
    get_changes: {
        parameters: {
            query: {
                /** @description As `from` of /data. */
                time1: string;
                /** @description As `from` of /data. */
                time2?: string;
                /** @description Name of a PV; repeat it for several. */
                pv?: string[];
                /** @description And all whose name matches, as in /pvs. */
                search?: string;
                /** @description And the PVs of this group of the configuration. */
                group?: string;
                /** @description Before time1; spreads are taken from it. */
                window?: string;
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
                    "application/json": components["schemas"]["ChangesAnswer"];
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
    ask_changes: {
        parameters: {
            query: {
                /** @description As `from` of /data. */
                time1: string;
                /** @description As `from` of /data. */
                time2?: string;
                /** @description Before time1; spreads are taken from it. */
                window?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MomentsQuestion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesAnswer"];
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
    get_statistics: {
        parameters: {
            query?: {
                /** @description In percent; repeat it for several. */
                percentile?: number[];
                /** @description Intervals of the histograms. */
                bins?: number;
                /** @description raw: samples, at most CAFLUX_MAX_SAMPLES; rollups: those wherever they do; auto: samples, but of a PV with more than 4,000,000 of them rollups. */
                source?: components["schemas"]["Source"];
                /** @description Name of a PV, or of a virtual one; repeat it for several. */
                pv?: string[];
                /** @description Arithmetic over PVs: `"A" - "B"`; repeat it for several. */
                expr?: string[];
                /** @description Only while this holds: `"SR:I" > 5`. */
                where?: string | null;
                /** @description With `where`: only intervals in which it holds at least so long, as 10s. */
                where_min?: string | null;
                /** @description Rows at multiples of this, like 10s: values held. */
                period?: string | null;
                /** @description Begin of the range: ISO 8601 with up to nine digits after the second (UTC without a zone), now, now-1h30m, or an integer of nanoseconds since 1970. */
                from?: string;
                /** @description End of the range, not included: like `from`. */
                to?: string;
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
                    "application/json": components["schemas"]["StatisticsAnswer"];
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
