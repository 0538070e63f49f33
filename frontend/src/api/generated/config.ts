// Generated from the OpenAPI document by `npm run generate`; do not edit.

export interface paths {
    "/v1/pvs/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Pvs
         * @description Add and change many PVs, from CSV, JSON, YAML, a list of names, or what other archivers export.
         *
         *     What a row leaves out stays as it is, and is the default of a new PV. An empty cell is the default. With
         *     `mode=add` PVs that are there stay as they are; with `mode=replace` those that the import doesn't name are
         *     deleted. With `Accept: application/x-ndjson` each row is told as it is done, and how far it is: a line has
         *     `row`, `progress`, or at the end `result` (what is answered else) or `problem`.
         *
         *     Needs the permission `configure`.
         */
        post: operations["import_pvs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Pvs
         * @description Give every PV, or those that match, by name, as a table or a list that import takes again.
         *
         *     Needs the permission `read`.
         */
        get: operations["export_pvs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/{name}/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Purge Pv
         * @description Delete data of a PV from the archive for good, samples and rollups; its configuration stays.
         *
         *     Collectors carry it out as soon as the archive is there; the answer's `id` tells how far they are. A PV
         *     that is being archived keeps its data since `until`, a full hour; all is deleted only of one that is
         *     paused, deleted, or not known any more. What was archived under its other names goes with it.
         *
         *     Needs the permission `administer`.
         */
        post: operations["purge_pv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/purges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Purges
         * @description List what was ordered to be deleted from the archive, the newest first, and how far it is.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_purges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/purges/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Purge
         * @description Give one order.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_purge"];
        put?: never;
        post?: never;
        /**
         * Withdraw Purge
         * @description Take an order back that is not carried out yet; what is deleted already does not come back.
         *
         *     Needs the permission `administer`.
         */
        delete: operations["withdraw_purge"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collectors/{collector}/purges/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Report Purge
         * @description Report how far a collector is with an order (its own part).
         *
         *     Needs the permission `collect`.
         */
        put: operations["report_purge"];
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
        /**
         * List Reports
         * @description Give the reports that there are, and what each says.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Report
         * @description Give one page of a report, of the PVs that match all that is asked for.
         *
         *     What it says of connections and rates is what collectors said a moment ago; `collectors` tells which of
         *     them did not answer.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/{kind}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Report Csv
         * @description Give a whole report as a table for a spreadsheet.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_report_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Pvs
         * @description List PVs, with what their collectors said of them a moment ago.
         *
         *     Whatever is asked for, all of it must hold. The header `Link` has the address of the next page.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_pvs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/{name}/diagnosis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Pv Diagnosis
         * @description Tell why a PV is not archived, or that it is: the cause in a sentence, and what to do.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_pv_diagnosis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Pv
         * @description Give one PV, by its name or another one of it; the ETag is of its configuration, not of metadata.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_pv"];
        /**
         * Put Pv
         * @description Add a PV, or change its settings; whether it is paused stays as it is.
         *
         *     A change needs If-Match: the ETag of what was read, or `*` for whatever is there, or nothing is.
         *
         *     Needs the permission `configure`.
         */
        put: operations["put_pv"];
        post?: never;
        /**
         * Delete Pv
         * @description Stop archiving a PV; the archive keeps its data, and for 30 days `restore` brings it back.
         *
         *     Needs the permission `configure`.
         */
        delete: operations["delete_pv"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Pv
         * @description Stop archiving a PV for a while.
         *
         *     Needs the permission `operate`.
         */
        post: operations["pause_pv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Pv
         * @description Archive a paused PV again.
         *
         *     Needs the permission `operate`.
         */
        post: operations["resume_pv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/{name}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Pv
         * @description Undo that a PV was deleted: it is archived again as it was.
         *
         *     Needs the permission `configure`.
         */
        post: operations["restore_pv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pvs/{name}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rename Pv
         * @description Call a PV otherwise, as its IOC does; its history is found under both names.
         *
         *     Needs the permission `configure`.
         */
        post: operations["rename_pv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Collectors
         * @description List every collector that has registered, alive or not.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_collectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collectors/{collector}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Register Collector
         * @description Register a collector, or renew its lease (its own part, several times a lease).
         *
         *     Needs the permission `collect`.
         */
        put: operations["register_collector"];
        post?: never;
        /**
         * Forget Collector
         * @description Forget a collector that has been taken out of service; one that still runs comes back by itself.
         *
         *     Needs the permission `administer`.
         */
        delete: operations["forget_collector"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collectors/{collector}/draining": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Drain Collector
         * @description Empty a collector before it is taken out of service, or let it have PVs again.
         *
         *     Others have its PVs first. It may be stopped when its `pv_count` and `leaving_count` are 0.
         *
         *     Needs the permission `administer`.
         */
        put: operations["drain_collector"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/collectors/{collector}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Assignment
         * @description Give the PVs of a collector, as soon as there is another revision than the one it has.
         *
         *     Needs the permission `collect` or `read`.
         */
        get: operations["get_assignment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Metadata
         * @description Give what IOCs say of PVs, or said at a time; PVs of which nothing is known are left out.
         *
         *     Of a time before the first version that is known that one is given: `valid_from_ns` tells.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_metadata"];
        put?: never;
        /**
         * Report Metadata
         * @description Store what IOCs say of PVs (a collector's part); PVs that aren't configured are left out.
         *
         *     Needs the permission `collect`.
         */
        post: operations["report_metadata"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metadata/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Metadata Versions
         * @description Give every version of what IOCs said of a PV, the oldest first.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_metadata_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Catalogue
         * @description Give every PV with its description, EGU and type: what query-api searches in.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Session
         * @description Tell a browser who is logged in and what they, or nobody in particular, may do.
         */
        get: operations["get_session"];
        put?: never;
        /**
         * Log In
         * @description Log a browser in: the answer sets a cookie. Later writes also need the header `X-CAFlux: 1`.
         */
        post: operations["log_in"];
        /**
         * Log Out
         * @description End the browser's session.
         */
        delete: operations["log_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
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
         * Log Out Everywhere
         * @description End all of one's own browser sessions, this one too; tokens stay.
         */
        delete: operations["log_out_everywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Am I
         * @description Tell who is asking, and what they may do; 401 where nobody has logged in.
         */
        get: operations["who_am_i"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Own Password
         * @description Change one's own password; ends all of one's sessions.
         */
        put: operations["change_own_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description List one's own API tokens that hold, without their secrets; an admin gets everybody's.
         */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Issue Token
         * @description Make an API token of one's own, by HTTP Basic, a session or an admin's token; it is shown this once.
         */
        post: operations["issue_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{token_id}": {
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
         * Revoke Token
         * @description Delete an API token of one's own, an admin any: from now on it opens nothing.
         */
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description List everybody who may log in, or has been disabled.
         *
         *     Needs the permission `administer`.
         */
        get: operations["list_users"];
        put?: never;
        /**
         * Add User
         * @description Add somebody who logs in with a password.
         *
         *     Needs the permission `administer`.
         */
        post: operations["add_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get User
         * @description Give one user.
         *
         *     Needs the permission `administer`.
         */
        get: operations["get_user"];
        put?: never;
        post?: never;
        /**
         * Delete User
         * @description Delete a user with their sessions and tokens; the last admin stays.
         *
         *     Needs the permission `administer`.
         */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        /**
         * Change User
         * @description Change a user's role, password or reach, or disable them; what is left out stays.
         *
         *     Needs the permission `administer`.
         */
        patch: operations["change_user"];
        trace?: never;
    };
    "/v1/users/{name}/sessions": {
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
         * End Sessions Of User
         * @description Log a user out everywhere; their tokens stay.
         *
         *     Needs the permission `administer`.
         */
        delete: operations["end_sessions_of_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/oidc/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log In By Single Sign On
         * @description Send the browser to the provider of single sign-on.
         */
        get: operations["log_in_by_single_sign_on"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come Back From Single Sign On
         * @description Begin the session of who logged in at the provider, and go to the page that they came from.
         */
        get: operations["come_back_from_single_sign_on"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/virtual-pvs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Virtual Pvs
         * @description Give every virtual PV, as soon as there is another revision than the one that the client has.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_virtual_pvs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/virtual-pvs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Virtual Pv
         * @description Give one virtual PV; the ETag is of its settings.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_virtual_pv"];
        /**
         * Put Virtual Pv
         * @description Name an expression, so that it can be asked for as a PV is; or change it.
         *
         *     To change one that is there needs If-Match: the ETag of what was read, or `*` for whatever is there.
         *
         *     Needs the permission `configure`.
         */
        put: operations["put_virtual_pv"];
        post?: never;
        /**
         * Delete Virtual Pv
         * @description Delete a virtual PV; refused while another one needs it.
         *
         *     Needs the permission `configure`.
         */
        delete: operations["delete_virtual_pv"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/expressions/scale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Expression Scale
         * @description Give unit and precision of an expression: those of its PVs where they are the same, and kept by it.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_expression_scale"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deleted-pvs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deleted Pvs
         * @description List the PVs that were deleted and can be restored.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_deleted_pvs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Aliases
         * @description Give every alias, as soon as there is another revision than the one that the client has.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_aliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/aliases/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Alias
         * @description Give a PV another name. What was ever archived under that name counts as the PV's, too.
         *
         *     Needs the permission `configure`.
         */
        put: operations["put_alias"];
        post?: never;
        /**
         * Delete Alias
         * @description Delete another name of a PV; data that were archived under it stay.
         *
         *     Needs the permission `configure`.
         */
        delete: operations["delete_alias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Changes
         * @description List who changed what, the newest change first, each with the settings before and after.
         *
         *     Who logged in, and what was done to users and tokens, is for who may administer.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policies
         * @description Give all policies; as YAML just as they were written, comments too.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_policies"];
        /**
         * Put Policies
         * @description Replace all policies, given as YAML or JSON; tell which PVs differ from them.
         *
         *     Needs the permission `configure`.
         */
        put: operations["put_policies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply Policies
         * @description Have all PVs follow the policies as they are.
         *
         *     Needs the permission `configure`.
         */
        post: operations["apply_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policy Matches
         * @description Tell which policy holds for each of some names, whether there are such PVs or not.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_policy_matches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/retention-classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Retention Classes
         * @description Give every retention class; `standard`, which keeps everything for ever, is always there.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_retention_classes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/retention-classes/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Retention Class
         * @description Give one retention class; the ETag is of its settings, not of how many PVs are of it.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_retention_class"];
        /**
         * Put Retention Class
         * @description Add or change a retention class.
         *
         *     To keep less deletes what is older, of all PVs of the class, and of those that were in it before: such
         *     a change is refused (409) unless it is confirmed. A change of a class that is there needs If-Match: the
         *     ETag of what was read, or `*` for whatever is there.
         *
         *     Needs the permission `administer`.
         */
        put: operations["put_retention_class"];
        post?: never;
        /**
         * Delete Retention Class
         * @description Delete a retention class of which no PV is; what it holds is kept for as long as it said.
         *
         *     Needs the permission `administer`.
         */
        delete: operations["delete_retention_class"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Documents
         * @description List the views and boards that are shared, and one's own, without their content.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_documents"];
        put?: never;
        /**
         * Add Document
         * @description Keep a view or a board; to share it needs the permission to operate.
         */
        post: operations["add_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Document
         * @description Give a view or a board that is shared, or one's own.
         *
         *     Needs the permission `read`.
         */
        get: operations["get_document"];
        /**
         * Put Document
         * @description Change one's own document; those that are shared, whoever may operate.
         */
        put: operations["put_document"];
        post?: never;
        /**
         * Delete Document
         * @description Delete one's own document; those that are shared, whoever may operate.
         */
        delete: operations["delete_document"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Notes
         * @description List the notes of which a part is in a range of time; of too many, the latest.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_notes"];
        put?: never;
        /**
         * Add Note
         * @description Write a note at a time, or of a span of it; everybody who may read sees it.
         *
         *     Needs the permission `operate`.
         */
        post: operations["add_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notes/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Note
         * @description Change one's own note; those of others, whoever may configure.
         *
         *     Needs the permission `operate`.
         */
        put: operations["put_note"];
        post?: never;
        /**
         * Delete Note
         * @description Delete one's own note; those of others, whoever may configure.
         *
         *     Needs the permission `operate`.
         */
        delete: operations["delete_note"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pv-batches/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Pvs
         * @description Stop archiving many PVs for a while.
         *
         *     Needs the permission `operate`.
         */
        post: operations["pause_pvs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pv-batches/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Pvs
         * @description Archive many paused PVs again.
         *
         *     Needs the permission `operate`.
         */
        post: operations["resume_pvs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pv-batches/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Pvs
         * @description Stop archiving many PVs; the archive keeps their data, and for 30 days `restore` brings them back.
         *
         *     Needs the permission `configure`.
         */
        post: operations["delete_pvs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pv-batches/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Pvs
         * @description Undo that many PVs were deleted: they are archived again as they were.
         *
         *     Needs the permission `configure`.
         */
        post: operations["restore_pvs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Labels
         * @description Give every group, tag and owner that PVs have, with how many have it.
         *
         *     Needs the permission `read`.
         */
        get: operations["list_labels"];
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
         * Alias
         * @description Another name of a PV. What was archived under it counts as the PV's.
         * @example {
         *       "name": "SR:DCCT",
         *       "pv": "SR:CURRENT",
         *       "renamed": true,
         *       "created_at": "2026-11-22T12:00:00Z",
         *       "created_by": "ada"
         *     }
         */
        Alias: {
            /**
             * Pv
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            pv: string;
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /**
             * Renamed
             * @description Whether the PV was called so before.
             */
            renamed: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
        };
        /**
         * AliasList
         * @description Every alias, at one revision of the configuration.
         * @example {
         *       "revision": 42,
         *       "aliases": [
         *         {
         *           "name": "SR:DCCT",
         *           "pv": "SR:CURRENT",
         *           "renamed": true,
         *           "created_at": "2026-11-22T12:00:00Z",
         *           "created_by": "ada"
         *         }
         *       ]
         *     }
         */
        AliasList: {
            /** Revision */
            revision: number;
            /** Aliases */
            aliases: components["schemas"]["Alias"][];
        };
        /**
         * AliasOf
         * @description Of which PV a name is to be another name.
         * @example {
         *       "pv": "SR:CURRENT"
         *     }
         */
        AliasOf: {
            /**
             * Pv
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            pv: string;
        };
        /**
         * ApiToken
         * @description An API token as it is listed, without its secret.
         * @example {
         *       "id": 7,
         *       "name": "orbit display",
         *       "user": "ada",
         *       "scope": [
         *         "read"
         *       ],
         *       "created_at": "2026-11-22T12:00:00Z",
         *       "expires_at": "2027-02-20T12:00:00Z",
         *       "used_at": null
         *     }
         */
        ApiToken: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** User */
            user: string;
            /**
             * Scope
             * @description What it may do at most; null: all that its user may.
             */
            scope: components["schemas"]["Permission"][] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Used At
             * @description When it was last used, to the minute; null: never.
             */
            used_at: string | null;
        };
        /**
         * AssignedPv
         * @description A PV that a collector is to archive; paused ones are assigned so that the pause is recorded.
         *
         *     It says what `NamedPv` says, but for the description, in a tenth of the memory: an engine holds 100,000.
         *     What a newer config-api says besides is passed over: a collector that is not updated yet must go on.
         */
        AssignedPv: {
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** @default active */
            state: components["schemas"]["PvState"];
            /** @default monitor */
            mode: components["schemas"]["Mode"];
            /** Period S */
            period_s?: number | null;
            /** Deadband */
            deadband?: number | null;
            /** Max Rate Hz */
            max_rate_hz?: number | null;
            /** Controlling Pv */
            controlling_pv?: string | null;
            /**
             * Use Adel
             * @default false
             */
            use_adel: boolean;
            /**
             * Moving
             * @default false
             */
            moving: boolean;
            /**
             * Retention
             * @default standard
             */
            retention: string;
        };
        /**
         * AssignedRetention
         * @description A retention class as collectors know it.
         */
        AssignedRetention: {
            /**
             * Raw
             * @description Samples: 36h, 30d, 8w, 2y; null: for ever.
             */
            raw?: string | null;
            /**
             * Rollup 1M
             * @description Rollups of a minute.
             */
            rollup_1m?: string | null;
            /**
             * Rollup 1H
             * @description Rollups of an hour.
             */
            rollup_1h?: string | null;
            /** Name */
            name: string;
        };
        /**
         * Assignment
         * @description The PVs of one collector, complete, at one revision of the configuration.
         * @example {
         *       "collector": "hall-7",
         *       "revision": 42,
         *       "lease_s": 15,
         *       "total": 1,
         *       "pvs": [
         *         {
         *           "name": "SR:CURRENT",
         *           "deadband": 0.01
         *         }
         *       ]
         *     }
         */
        Assignment: {
            /** Collector */
            collector: string;
            /** Revision */
            revision: number;
            /** Lease S */
            lease_s: number;
            /**
             * Total
             * @description PVs of all collectors, so that an empty share is told from an empty list.
             */
            total?: number | null;
            /**
             * Retention
             * @description Retention classes, but for `standard`; those that were deleted, too.
             * @default []
             */
            retention: components["schemas"]["AssignedRetention"][];
            /**
             * Keeper
             * @description Whether it is this one that has the archive follow the classes.
             * @default false
             */
            keeper: boolean;
            /**
             * Purges
             * @description Data that are to be deleted, and that it has not said to be gone.
             * @default []
             */
            purges: components["schemas"]["PurgeOrder"][];
            /** Pvs */
            pvs: components["schemas"]["AssignedPv"][];
        };
        /**
         * Batch
         * @description The PVs to which something is to be done.
         * @example {
         *       "names": [
         *         "SR:CURRENT",
         *         "SR:LIFETIME"
         *       ]
         *     }
         */
        Batch: {
            /** Names */
            names: string[];
        };
        /**
         * BatchResult
         * @description What became of a batch: all of it is one change.
         * @example {
         *       "done": [
         *         "SR:CURRENT"
         *       ],
         *       "unchanged": 1,
         *       "missing": []
         *     }
         */
        BatchResult: {
            /**
             * Done
             * @description PVs to which it was done, by name.
             */
            done: string[];
            /**
             * Unchanged
             * @description PVs that were so already.
             */
            unchanged: number;
            /**
             * Missing
             * @description There is none of this name to do it to; the first hundred.
             */
            missing: string[];
        };
        CatalogueEntry: [
            string,
            string,
            string,
            string
        ];
        /**
         * Cause
         * @description What keeps samples of a PV from the archive.
         * @enum {string}
         */
        Cause: "paused" | "no_collector" | "collector_down" | "collector_behind" | "refused" | "not_found" | "disconnected" | "no_access" | "suspended" | "archive_away" | "two_iocs" | "bad_clock" | "lost" | "left_out" | "quiet";
        /**
         * Change
         * @description One change of one thing.
         */
        Change: {
            /**
             * Id
             * @description Grows with every change.
             */
            id: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * By
             * @description Name of the user or service.
             */
            by: string;
            /**
             * Kind
             * @description What sort of thing: pv, alias, virtual_pv, …
             */
            kind: string;
            /**
             * Name
             * @description Which one.
             */
            name: string;
            /**
             * Action
             * @description added, changed, deleted, restored, renamed, …
             */
            action: string;
            /**
             * Before
             * @description What was set, but for defaults; None: it was not there.
             */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * After
             * @description What is set since, but for defaults; None: it is gone.
             */
            after: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * ChangePage
         * @description One page of changes, the newest first.
         * @example {
         *       "changes": [
         *         {
         *           "id": 981,
         *           "at": "2026-11-22T12:00:00Z",
         *           "by": "ada",
         *           "kind": "pv",
         *           "name": "SR:CURRENT",
         *           "action": "changed",
         *           "before": {
         *             "deadband": null
         *           },
         *           "after": {
         *             "deadband": 0.01
         *           }
         *         }
         *       ]
         *     }
         */
        ChangePage: {
            /** Changes */
            changes: components["schemas"]["Change"][];
            /**
             * Next Cursor
             * @description Give it as `cursor` for the next page.
             */
            next_cursor?: string | null;
        };
        /**
         * Collector
         * @description A collector as config-api knows it.
         * @example {
         *       "id": "hall-7",
         *       "host": "archiver-1",
         *       "version": "0.1.0",
         *       "engine_url": "http://archiver-1:9101",
         *       "manager_url": "http://archiver-1:9102",
         *       "capacity": 100000,
         *       "registered_at": "2026-11-01T08:00:00Z",
         *       "seen_at": "2026-11-22T12:00:00Z",
         *       "lease_s": 15,
         *       "alive": true,
         *       "pv_count": 48211,
         *       "leaving_count": 0,
         *       "draining": false
         *     }
         */
        Collector: {
            /** Host */
            host: string;
            /** Version */
            version: string;
            /**
             * Engine Url
             * @description Base URL of the engine's /status and /metrics.
             */
            engine_url: string;
            /**
             * Manager Url
             * @description Base URL of its manager.
             */
            manager_url?: string | null;
            /**
             * Capacity
             * @description PVs it can take.
             * @default 100000
             */
            capacity: number;
            /**
             * Settled
             * @description The revision up to which it archives what it was assigned, or has looked for it in vain: who had a PV before keeps it until then. None: it does not tell, and nobody waits for it.
             */
            settled?: number | null;
            /** Id */
            id: string;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /**
             * Seen At
             * Format: date-time
             */
            seen_at: string;
            /** Lease S */
            lease_s: number;
            /**
             * Alive
             * @description Whether its lease has not run out.
             */
            alive: boolean;
            /** Pv Count */
            pv_count: number;
            /**
             * Leaving Count
             * @description PVs that it keeps until the collectors that they moved to have them.
             */
            leaving_count: number;
            /**
             * Draining
             * @description Whether it is to have no PVs.
             */
            draining: boolean;
        };
        /**
         * CollectorRegistration
         * @description A collector's announcement; sent again it renews the lease.
         * @example {
         *       "host": "archiver-1",
         *       "version": "0.1.0",
         *       "engine_url": "http://archiver-1:9101",
         *       "manager_url": "http://archiver-1:9102",
         *       "capacity": 100000
         *     }
         */
        CollectorRegistration: {
            /** Host */
            host: string;
            /** Version */
            version: string;
            /**
             * Engine Url
             * @description Base URL of the engine's /status and /metrics.
             */
            engine_url: string;
            /**
             * Manager Url
             * @description Base URL of its manager.
             */
            manager_url?: string | null;
            /**
             * Capacity
             * @description PVs it can take.
             * @default 100000
             */
            capacity: number;
            /**
             * Settled
             * @description The revision up to which it archives what it was assigned, or has looked for it in vain: who had a PV before keeps it until then. None: it does not tell, and nobody waits for it.
             */
            settled?: number | null;
        };
        /**
         * ConfiguredCatalogue
         * @description Every configured PV; `version` changes with the list and with what IOCs say of the PVs.
         * @example {
         *       "version": "42-17",
         *       "pvs": [
         *         [
         *           "SR:CURRENT",
         *           "Beam current",
         *           "mA",
         *           "double"
         *         ]
         *       ]
         *     }
         */
        ConfiguredCatalogue: {
            /** Version */
            version: string;
            /** Pvs */
            pvs: components["schemas"]["CatalogueEntry"][];
        };
        /**
         * Credentials
         * @description A login from the browser.
         * @example {
         *       "username": "ada",
         *       "password": "what ada knows"
         *     }
         */
        Credentials: {
            /** Username */
            username: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /**
         * DeletedPage
         * @description One page of deleted PVs, ordered by name.
         * @example {
         *       "pvs": [
         *         {
         *           "name": "SR:OLD",
         *           "mode": "monitor",
         *           "deadband": 0.01,
         *           "groups": [
         *             "magnets"
         *           ],
         *           "owner": "ada",
         *           "description": "Beam current",
         *           "deleted_at": "2026-11-22T12:00:00Z",
         *           "deleted_by": "ada",
         *           "gone_at": "2026-12-22T12:00:00Z"
         *         }
         *       ]
         *     }
         */
        DeletedPage: {
            /** Pvs */
            pvs: components["schemas"]["DeletedPv"][];
            /**
             * Next Cursor
             * @description Give it as `cursor` for the next page.
             */
            next_cursor?: string | null;
        };
        /**
         * DeletedPv
         * @description A PV that was deleted and can be restored.
         */
        DeletedPv: {
            /** @default monitor */
            mode: components["schemas"]["Mode"];
            /**
             * Period S
             * @description Seconds between samples; scan mode only, and needed there.
             */
            period_s?: number | null;
            /**
             * Deadband
             * @description Archive a change only when it exceeds this, in the PV's own units.
             */
            deadband?: number | null;
            /**
             * Max Rate Hz
             * @description Archive at most this many events a second.
             */
            max_rate_hz?: number | null;
            /**
             * Controlling Pv
             * @description While the value of this PV is zero, archiving is suspended.
             */
            controlling_pv?: string | null;
            /**
             * Use Adel
             * @description Take changes beyond the record's archive deadband ADEL (DBE_LOG), not beyond its MDEL.
             * @default false
             */
            use_adel: boolean;
            /**
             * Fields
             * @description Fields of the record that are archived beside it, like HIHI: each as a PV of its own, which is called like the record with .HIHI behind.
             * @default []
             */
            fields: string[];
            /**
             * Replicas
             * @description So many collectors archive it, as far as there are so many.
             * @default 1
             */
            replicas: number;
            /**
             * Collector
             * @description The collector that archives it while that one lives; else any does.
             */
            collector?: string | null;
            /**
             * Groups
             * @description Groups that it belongs to.
             * @default []
             */
            groups: string[];
            /**
             * Tags
             * @description Free words to find it by.
             * @default []
             */
            tags: string[];
            /**
             * Owner
             * @description Who to ask about it.
             * @default
             */
            owner: string;
            /**
             * Retention
             * @description The retention class, which says how long its data are kept; null: the default class.
             */
            retention?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** @default active */
            state: components["schemas"]["PvState"];
            /**
             * Deleted At
             * Format: date-time
             */
            deleted_at: string;
            /** Deleted By */
            deleted_by: string;
            /**
             * Gone At
             * Format: date-time
             * @description From then on it can't be restored.
             */
            gone_at: string;
        };
        /**
         * Diagnosis
         * @description Why a PV is not archived: what matters most comes first.
         * @example {
         *       "pv": "SR:CURRENT",
         *       "archived": false,
         *       "sentence": "SR:CURRENT has not been found since 11:42:10: no IOC answers to its name.",
         *       "findings": [
         *         {
         *           "cause": "not_found",
         *           "blocks": true,
         *           "sentence": "No IOC answers to its name at 10.0.7.255.",
         *           "advice": "Look whether its IOC runs, and whether EPICS_CA_ADDR_LIST reaches it.",
         *           "since": "2026-11-22T11:42:10Z",
         *           "collector": "hall-7"
         *         }
         *       ]
         *     }
         */
        Diagnosis: {
            /**
             * Pv
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            pv: string;
            /**
             * Archived
             * @description Whether it is archived now, as far as anybody knows.
             */
            archived: boolean;
            /**
             * Sentence
             * @description All in one sentence.
             */
            sentence: string;
            /** Findings */
            findings: components["schemas"]["Finding"][];
        };
        /**
         * DocumentEntry
         * @description A document in a list, without its content.
         */
        DocumentEntry: {
            /** Id */
            id: string;
            kind: components["schemas"]["DocumentKind"];
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Shared */
            shared: boolean;
            /**
             * Owner
             * @description Whose it is; empty of a shared one whose owner is no user any more.
             */
            owner: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Changed By */
            changed_by: string;
            /**
             * Version
             * @description Counts its changes; in quotes it is its ETag.
             */
            version: number;
        };
        /**
         * DocumentKind
         * @description What a document is to the dashboard.
         * @enum {string}
         */
        DocumentKind: "view" | "board";
        /**
         * DocumentList
         * @description The documents that somebody may see, by name.
         * @example {
         *       "documents": [
         *         {
         *           "id": "7f3a",
         *           "kind": "view",
         *           "name": "Orbit",
         *           "description": "Of the shift",
         *           "shared": true,
         *           "owner": "ada",
         *           "created_at": "2026-11-22T12:00:00Z",
         *           "changed_at": "2026-11-22T12:00:00Z",
         *           "changed_by": "ada",
         *           "version": 4
         *         }
         *       ]
         *     }
         */
        DocumentList: {
            /** Documents */
            documents: components["schemas"]["DocumentEntry"][];
        };
        /**
         * DocumentSettings
         * @description What somebody decides about a document.
         * @example {
         *       "name": "Orbit",
         *       "description": "Of the shift",
         *       "shared": true,
         *       "content": {}
         *     }
         */
        DocumentSettings: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Shared
             * @description Whether everybody who may read sees it.
             * @default false
             */
            shared: boolean;
            /**
             * Content
             * @description What the dashboard makes of it is its own affair; at most 256 KiB of JSON.
             */
            content: {
                [key: string]: unknown;
            };
        };
        /**
         * Draining
         * @description Whether a collector is to have no PVs, so that it can be taken out of service.
         * @example {
         *       "draining": true
         *     }
         */
        Draining: {
            /** Draining */
            draining: boolean;
        };
        /**
         * ExpressionScale
         * @description What the numbers of an expression are, as far as what its PVs say of themselves tells.
         * @example {
         *       "egu": "mA",
         *       "precision": 3
         *     }
         */
        ExpressionScale: {
            /**
             * Egu
             * @description Engineering units; empty where there are none, or nobody knows.
             */
            egu: string;
            /**
             * Precision
             * @description Digits after the point, PREC; null where nobody knows.
             */
            precision: number | null;
        };
        /**
         * Finding
         * @description One thing that was found.
         */
        Finding: {
            cause: components["schemas"]["Cause"];
            /**
             * Blocks
             * @description Whether nothing is archived because of it.
             */
            blocks: boolean;
            /**
             * Sentence
             * @description What it is.
             */
            sentence: string;
            /**
             * Advice
             * @description What to do about it; empty where there is nothing to do.
             */
            advice: string;
            /**
             * Since
             * @description Since when, where that is known.
             */
            since?: string | null;
            /**
             * Collector
             * @description Whose finding it is, where several have the PV.
             */
            collector?: string | null;
        };
        /**
         * Holding
         * @description What the archive has of one name.
         */
        Holding: {
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /**
             * First Ns
             * @description Its first sample, ns since 1970; null: samples there are none.
             */
            first_ns: number | null;
            /**
             * Last Ns
             * @description Its last sample before the limit.
             */
            last_ns: number | null;
            /**
             * Samples
             * @description How many; null: too many to be counted at once.
             */
            samples: number | null;
            /**
             * Estimated
             * @description Summed up from rollups, which may lack some.
             * @default false
             */
            estimated: boolean;
        };
        /**
         * ImportMode
         * @description What an import does with PVs that are there, and with those that it doesn't name.
         * @enum {string}
         */
        ImportMode: "add" | "change" | "upsert" | "replace";
        /**
         * ImportResult
         * @description What an import did, or would do; with errors it did nothing, unless asked for row by row.
         * @example {
         *       "added": 2,
         *       "unchanged": 1
         *     }
         */
        ImportResult: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /**
             * Added
             * @default 0
             */
            added: number;
            /**
             * Changed
             * @default 0
             */
            changed: number;
            /**
             * Unchanged
             * @default 0
             */
            unchanged: number;
            /**
             * Skipped
             * @default 0
             */
            skipped: number;
            /**
             * Deleted
             * @default 0
             */
            deleted: number;
            /**
             * Refused
             * @default 0
             */
            refused: number;
            /**
             * Errors
             * @description The first hundred.
             * @default []
             */
            errors: components["schemas"]["RowError"][];
            /**
             * Rows
             * @description Where asked for a dry run or row by row: the first thousand that aren't unchanged. With Accept: application/x-ndjson there are all of them, as they are done.
             * @default []
             */
            rows: components["schemas"]["ImportedRow"][];
        };
        /**
         * ImportedRow
         * @description What became, or would become, of one row.
         */
        ImportedRow: {
            /**
             * Row
             * @description Counted from 1, the header not counted; None of PVs not named.
             */
            row: number | null;
            /** Name */
            name: string;
            outcome: components["schemas"]["Outcome"];
            /**
             * Before
             * @description Of what changes, how it was.
             */
            before?: {
                [key: string]: unknown;
            } | null;
            /**
             * After
             * @description Of what changes, how it is then.
             */
            after?: {
                [key: string]: unknown;
            } | null;
            /**
             * Detail
             * @description Why it was refused, or skipped.
             * @default
             */
            detail: string;
        };
        /**
         * IssuedToken
         * @description A new API token. It is shown this once and stored hashed.
         * @example {
         *       "token": "shown-this-once",
         *       "id": 7,
         *       "name": "orbit display",
         *       "expires_at": "2026-11-22T12:00:00Z"
         *     }
         */
        IssuedToken: {
            /** Token */
            token: string;
            /** Id */
            id: number;
            /** Name */
            name: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * LabelCount
         * @description A group, tag or owner, and how many PVs have it.
         */
        LabelCount: {
            /** Name */
            name: string;
            /** Pvs */
            pvs: number;
        };
        /**
         * LabelList
         * @description All words by which PVs can be chosen, by name.
         * @example {
         *       "groups": [
         *         {
         *           "name": "magnets",
         *           "pvs": 612
         *         }
         *       ],
         *       "tags": [
         *         {
         *           "name": "interlock",
         *           "pvs": 48
         *         }
         *       ],
         *       "owners": [
         *         {
         *           "name": "ada",
         *           "pvs": 120
         *         }
         *       ]
         *     }
         */
        LabelList: {
            /** Groups */
            groups: components["schemas"]["LabelCount"][];
            /** Tags */
            tags: components["schemas"]["LabelCount"][];
            /** Owners */
            owners: components["schemas"]["LabelCount"][];
        };
        /**
         * ListedPv
         * @description A PV in a list.
         */
        ListedPv: {
            /** @default monitor */
            mode: components["schemas"]["Mode"];
            /**
             * Period S
             * @description Seconds between samples; scan mode only, and needed there.
             */
            period_s?: number | null;
            /**
             * Deadband
             * @description Archive a change only when it exceeds this, in the PV's own units.
             */
            deadband?: number | null;
            /**
             * Max Rate Hz
             * @description Archive at most this many events a second.
             */
            max_rate_hz?: number | null;
            /**
             * Controlling Pv
             * @description While the value of this PV is zero, archiving is suspended.
             */
            controlling_pv?: string | null;
            /**
             * Use Adel
             * @description Take changes beyond the record's archive deadband ADEL (DBE_LOG), not beyond its MDEL.
             * @default false
             */
            use_adel: boolean;
            /**
             * Fields
             * @description Fields of the record that are archived beside it, like HIHI: each as a PV of its own, which is called like the record with .HIHI behind.
             * @default []
             */
            fields: string[];
            /**
             * Replicas
             * @description So many collectors archive it, as far as there are so many.
             * @default 1
             */
            replicas: number;
            /**
             * Collector
             * @description The collector that archives it while that one lives; else any does.
             */
            collector?: string | null;
            /**
             * Groups
             * @description Groups that it belongs to.
             * @default []
             */
            groups: string[];
            /**
             * Tags
             * @description Free words to find it by.
             * @default []
             */
            tags: string[];
            /**
             * Owner
             * @description Who to ask about it.
             * @default
             */
            owner: string;
            /**
             * Retention
             * @description The retention class, which says how long its data are kept; null: the default class.
             */
            retention?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** @default active */
            state: components["schemas"]["PvState"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Revision
             * @description The configuration's revision that last changed this PV; in quotes it is its ETag.
             */
            revision: number;
            /**
             * Aliases
             * @description Other names under which it is found, former ones among them.
             * @default []
             */
            aliases: string[];
            metadata?: components["schemas"]["PvMetadata"] | null;
            /** @description How it is now; None where no collector has said so yet. */
            live?: components["schemas"]["PvLive"] | null;
        };
        /**
         * Loss
         * @description What a change of a class would delete for good.
         */
        Loss: {
            /**
             * Level
             * @description raw, rollup_1m or rollup_1h
             */
            level: string;
            /**
             * Before
             * Format: date-time
             * @description Everything of this level that is older.
             */
            before: string;
        };
        /**
         * MetadataReport
         * @description Metadata of PVs that connected.
         * @example {
         *       "metadata": [
         *         {
         *           "pv": "SR:CURRENT",
         *           "native_type": "double",
         *           "element_count": 1,
         *           "egu": "mA"
         *         }
         *       ]
         *     }
         */
        MetadataReport: {
            /** Metadata */
            metadata: components["schemas"]["PvMetadata"][];
        };
        /**
         * Mode
         * @description How a PV is sampled.
         * @enum {string}
         */
        Mode: "monitor" | "scan";
        /**
         * NewDocument
         * @description A document to keep.
         * @example {
         *       "kind": "view",
         *       "name": "Orbit",
         *       "content": {}
         *     }
         */
        NewDocument: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Shared
             * @description Whether everybody who may read sees it.
             * @default false
             */
            shared: boolean;
            /**
             * Content
             * @description What the dashboard makes of it is its own affair; at most 256 KiB of JSON.
             */
            content: {
                [key: string]: unknown;
            };
            kind: components["schemas"]["DocumentKind"];
        };
        /**
         * NewUser
         * @description A user to add.
         * @example {
         *       "name": "ada",
         *       "role": "engineer",
         *       "password": "a first password",
         *       "reach": {
         *         "names": [
         *           "SR:*"
         *         ],
         *         "groups": [
         *           "magnets"
         *         ]
         *       }
         *     }
         */
        NewUser: {
            /** Name */
            name: string;
            role: components["schemas"]["UserRole"];
            /**
             * Password
             * Format: password
             */
            password: string;
            reach?: components["schemas"]["Reach"] | null;
        };
        /**
         * Note
         * @description A note.
         * @example {
         *       "id": 7,
         *       "start": "2026-11-22T12:00:00Z",
         *       "stop": null,
         *       "text": "Beam dump: the RF of cavity 2 tripped.",
         *       "by": "ada",
         *       "created_at": "2026-11-22T12:00:00Z",
         *       "changed_at": "2026-11-22T12:00:00Z",
         *       "changed_by": "ada",
         *       "version": 1
         *     }
         */
        Note: {
            /**
             * Start
             * Format: date-time
             * @description Of what it says something.
             */
            start: string;
            /**
             * Stop
             * @description The end of a span; null: it is of one moment.
             */
            stop?: string | null;
            /** Text */
            text: string;
            /** Id */
            id: number;
            /**
             * By
             * @description Who wrote it.
             */
            by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Changed By */
            changed_by: string;
            /**
             * Version
             * @description Counts its changes; in quotes it is its ETag.
             */
            version: number;
        };
        /**
         * NoteList
         * @description The notes of a range of time, by their begin.
         * @example {
         *       "notes": [
         *         {
         *           "id": 7,
         *           "start": "2026-11-22T12:00:00Z",
         *           "stop": null,
         *           "text": "Beam dump: the RF of cavity 2 tripped.",
         *           "by": "ada",
         *           "created_at": "2026-11-22T12:00:00Z",
         *           "changed_at": "2026-11-22T12:00:00Z",
         *           "changed_by": "ada",
         *           "version": 1
         *         }
         *       ],
         *       "more": false
         *     }
         */
        NoteList: {
            /** Notes */
            notes: components["schemas"]["Note"][];
            /**
             * More
             * @description Whether there are more: these are the latest, ask for a shorter range.
             */
            more: boolean;
        };
        /**
         * NoteSettings
         * @description What somebody says of a time.
         * @example {
         *       "start": "2026-11-22T12:00:00Z",
         *       "stop": null,
         *       "text": "Beam dump: the RF of cavity 2 tripped."
         *     }
         */
        NoteSettings: {
            /**
             * Start
             * Format: date-time
             * @description Of what it says something.
             */
            start: string;
            /**
             * Stop
             * @description The end of a span; null: it is of one moment.
             */
            stop?: string | null;
            /** Text */
            text: string;
        };
        /**
         * Outcome
         * @description What an import does with a row.
         * @enum {string}
         */
        Outcome: "added" | "changed" | "unchanged" | "skipped" | "deleted" | "refused";
        /**
         * PasswordChange
         * @description One's own new password.
         * @example {
         *       "current": "what ada knows",
         *       "new": "what ada will know"
         *     }
         */
        PasswordChange: {
            /**
             * Current
             * Format: password
             */
            current: string;
            /**
             * New
             * Format: password
             */
            new: string;
        };
        /**
         * Permission
         * @description What a route may need; a role is a set of these, and a token's scope a subset.
         * @enum {string}
         */
        Permission: "read" | "operate" | "configure" | "administer" | "collect";
        /**
         * Policy
         * @description Settings for the PVs whose names match, and whom no policy before matches.
         *
         *     What `settings` does not say is left as it is; with none at all it keeps later policies from its PVs.
         */
        Policy: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description: string;
            /** Patterns */
            patterns: string[];
            /**
             * @default {
             *       "mode": "monitor",
             *       "use_adel": false,
             *       "fields": [],
             *       "replicas": 1,
             *       "groups": [],
             *       "tags": [],
             *       "owner": "",
             *       "description": ""
             *     }
             */
            settings: components["schemas"]["PvSettings"];
        };
        /**
         * PolicyChange
         * @description What a policy changes of a PV: of its settings only those that differ.
         */
        PolicyChange: {
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** Policy */
            policy: string;
            /** Before */
            before: {
                [key: string]: unknown;
            };
            /** After */
            after: {
                [key: string]: unknown;
            };
        };
        /**
         * PolicyDocument
         * @description All policies: of each PV the first one that matches holds.
         * @example {
         *       "policies": [
         *         {
         *           "name": "slow",
         *           "patterns": [
         *             "*:TEMP"
         *           ],
         *           "settings": {
         *             "deadband": 0.1
         *           }
         *         }
         *       ]
         *     }
         */
        PolicyDocument: {
            /**
             * Policies
             * @default []
             */
            policies: components["schemas"]["Policy"][];
        };
        /**
         * PolicyMatch
         * @description Which policy holds for a PV, and what it sets.
         */
        PolicyMatch: {
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** Policy */
            policy: string | null;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
        };
        /**
         * PolicyMatches
         * @description Which policies hold for some names.
         * @example {
         *       "matches": [
         *         {
         *           "name": "SR:C01-MG:TEMP",
         *           "policy": "slow",
         *           "settings": {
         *             "deadband": 0.1
         *           }
         *         }
         *       ]
         *     }
         */
        PolicyMatches: {
            /** Matches */
            matches: components["schemas"]["PolicyMatch"][];
        };
        /**
         * PolicyOutcome
         * @description What became of policies, or would become of them, and what they change of the PVs that are there.
         * @example {
         *       "dry_run": true,
         *       "added": [
         *         "slow"
         *       ],
         *       "changed": [],
         *       "removed": [],
         *       "applied": false,
         *       "pvs": 312,
         *       "by_policy": {
         *         "slow": 312
         *       },
         *       "changes": [
         *         {
         *           "name": "SR:C01-MG:TEMP",
         *           "policy": "slow",
         *           "before": {
         *             "deadband": null
         *           },
         *           "after": {
         *             "deadband": 0.1
         *           }
         *         }
         *       ],
         *       "refused": []
         *     }
         */
        PolicyOutcome: {
            /** Dry Run */
            dry_run: boolean;
            /**
             * Added
             * @description Policies that are new.
             */
            added: string[];
            /**
             * Changed
             * @description Policies that say something else.
             */
            changed: string[];
            /**
             * Removed
             * @description Policies that are gone.
             */
            removed: string[];
            /**
             * Applied
             * @description Whether PVs that were there are changed.
             */
            applied: boolean;
            /**
             * Pvs
             * @description PVs that differ from their policy.
             */
            pvs: number;
            /**
             * By Policy
             * @description How many of them are of which policy.
             */
            by_policy: {
                [key: string]: number;
            };
            /**
             * Changes
             * @description The first thousand of them, by name.
             */
            changes: components["schemas"]["PolicyChange"][];
            /**
             * Refused
             * @description PVs that stay as they are, the first hundred.
             */
            refused: components["schemas"]["PolicyRefusal"][];
        };
        /**
         * PolicyRefusal
         * @description Why a policy can't be applied to a PV.
         */
        PolicyRefusal: {
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** Policy */
            policy: string;
            /** Detail */
            detail: string;
        };
        /**
         * Principal
         * @description Who is asking.
         * @example {
         *       "name": "ada",
         *       "role": "engineer",
         *       "permissions": [
         *         "configure",
         *         "operate",
         *         "read"
         *       ],
         *       "via": "session",
         *       "reach": {
         *         "names": [
         *           "SR:*"
         *         ],
         *         "groups": [
         *           "magnets"
         *         ]
         *       }
         *     }
         */
        Principal: {
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /**
             * Permissions
             * @description What they may do: the role's permissions, without what a token's scope leaves out.
             */
            permissions: components["schemas"]["Permission"][];
            /**
             * Via
             * @description How they said so: session, token, or password.
             */
            via: string;
            /** @description The PVs that they may change; null: all. */
            reach?: components["schemas"]["Reach"] | null;
        };
        /**
         * Purge
         * @description An order, or with a dry run what it would be.
         * @example {
         *       "id": 3,
         *       "pv": "SR:OLD",
         *       "names": [
         *         "SR:OLD"
         *       ],
         *       "before": "2026-11-22T12:00:00Z",
         *       "reason": "a test that nobody needs",
         *       "asked_at": "2026-11-22T12:00:00Z",
         *       "asked_by": "ada",
         *       "state": "done",
         *       "detail": "",
         *       "collectors": [
         *         {
         *           "collector": "hall-7",
         *           "state": "done",
         *           "at": "2026-11-22T12:00:00Z",
         *           "deleted": [
         *             {
         *               "name": "SR:OLD",
         *               "first_ns": 1795000000000000000,
         *               "last_ns": 1795003600000000000,
         *               "samples": 36000
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        Purge: {
            /**
             * Id
             * @description Null of a dry run.
             */
            id: number | null;
            /**
             * Pv
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            pv: string;
            /**
             * Names
             * @description Whose data are deleted: the PV, its other names, and the fields archived beside it.
             */
            names: string[];
            /**
             * Before
             * Format: date-time
             * @description What is older is deleted.
             */
            before: string;
            /** Reason */
            reason: string;
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /** Asked By */
            asked_by: string;
            state: components["schemas"]["PurgeState"];
            /**
             * Detail
             * @description What is waited for, or why it failed and when it is tried again.
             */
            detail: string;
            /**
             * Collectors
             * @description What each collector said last.
             * @default []
             */
            collectors: components["schemas"]["PurgeAt"][];
            /**
             * Waits For
             * @description Collectors that have not carried it out. What one of them may have in its spool from before is purged when it comes back.
             * @default []
             */
            waits_for: string[];
            /**
             * Holdings
             * @description What is, or was, there to be deleted. Null: not known; `detail` of a dry run says why.
             */
            holdings?: components["schemas"]["Holding"][] | null;
        };
        /**
         * PurgeAt
         * @description What a collector said of an order, and when.
         */
        PurgeAt: {
            state: components["schemas"]["PurgeState"];
            /**
             * Detail
             * @description What it waits for, or why it failed.
             * @default
             */
            detail: string;
            /**
             * Deleted
             * @description What there was, by name.
             * @default []
             */
            deleted: components["schemas"]["Holding"][];
            /** Collector */
            collector: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
        };
        /**
         * PurgeOrder
         * @description An order as collectors are told: delete what these names have with time < `before_ns`.
         */
        PurgeOrder: {
            /** Id */
            id: number;
            /** Names */
            names: string[];
            /** Before Ns */
            before_ns: number;
            /** By */
            by: string;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * PurgePage
         * @description One page of orders, the newest first.
         * @example {
         *       "purges": [
         *         {
         *           "id": 3,
         *           "pv": "SR:OLD",
         *           "names": [
         *             "SR:OLD"
         *           ],
         *           "before": "2026-11-22T12:00:00Z",
         *           "reason": "a test that nobody needs",
         *           "asked_at": "2026-11-22T12:00:00Z",
         *           "asked_by": "ada",
         *           "state": "done",
         *           "detail": "",
         *           "collectors": [
         *             {
         *               "collector": "hall-7",
         *               "state": "done",
         *               "at": "2026-11-22T12:00:00Z",
         *               "deleted": [
         *                 {
         *                   "name": "SR:OLD",
         *                   "first_ns": 1795000000000000000,
         *                   "last_ns": 1795003600000000000,
         *                   "samples": 36000
         *                 }
         *               ]
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        PurgePage: {
            /** Purges */
            purges: components["schemas"]["Purge"][];
            /**
             * Next Cursor
             * @description Give it as `cursor` for the next page.
             */
            next_cursor?: string | null;
        };
        /**
         * PurgeReport
         * @description What one collector says of an order.
         * @example {
         *       "state": "done"
         *     }
         */
        PurgeReport: {
            state: components["schemas"]["PurgeState"];
            /**
             * Detail
             * @description What it waits for, or why it failed.
             * @default
             */
            detail: string;
            /**
             * Deleted
             * @description What there was, by name.
             * @default []
             */
            deleted: components["schemas"]["Holding"][];
        };
        /**
         * PurgeState
         * @description How far an order is.
         * @enum {string}
         */
        PurgeState: "asked" | "running" | "done" | "failed" | "withdrawn";
        /**
         * PurgeWish
         * @description Which data of a PV are to be deleted, and why.
         * @example {
         *       "reason": "a test that nobody needs"
         *     }
         */
        PurgeWish: {
            /**
             * Until
             * @description Only what is older: a full hour that is over. Null: all there is, of a PV that is not archived now.
             */
            until?: string | null;
            /**
             * Reason
             * @description Told with the gap that is left, and in the audit.
             * @default
             */
            reason: string;
        };
        /**
         * Pv
         * @description A configured PV.
         * @example {
         *       "name": "SR:CURRENT",
         *       "mode": "monitor",
         *       "deadband": 0.01,
         *       "groups": [
         *         "magnets"
         *       ],
         *       "owner": "ada",
         *       "description": "Beam current",
         *       "created_at": "2026-11-22T12:00:00Z",
         *       "changed_at": "2026-11-22T12:00:00Z",
         *       "revision": 42
         *     }
         */
        Pv: {
            /** @default monitor */
            mode: components["schemas"]["Mode"];
            /**
             * Period S
             * @description Seconds between samples; scan mode only, and needed there.
             */
            period_s?: number | null;
            /**
             * Deadband
             * @description Archive a change only when it exceeds this, in the PV's own units.
             */
            deadband?: number | null;
            /**
             * Max Rate Hz
             * @description Archive at most this many events a second.
             */
            max_rate_hz?: number | null;
            /**
             * Controlling Pv
             * @description While the value of this PV is zero, archiving is suspended.
             */
            controlling_pv?: string | null;
            /**
             * Use Adel
             * @description Take changes beyond the record's archive deadband ADEL (DBE_LOG), not beyond its MDEL.
             * @default false
             */
            use_adel: boolean;
            /**
             * Fields
             * @description Fields of the record that are archived beside it, like HIHI: each as a PV of its own, which is called like the record with .HIHI behind.
             * @default []
             */
            fields: string[];
            /**
             * Replicas
             * @description So many collectors archive it, as far as there are so many.
             * @default 1
             */
            replicas: number;
            /**
             * Collector
             * @description The collector that archives it while that one lives; else any does.
             */
            collector?: string | null;
            /**
             * Groups
             * @description Groups that it belongs to.
             * @default []
             */
            groups: string[];
            /**
             * Tags
             * @description Free words to find it by.
             * @default []
             */
            tags: string[];
            /**
             * Owner
             * @description Who to ask about it.
             * @default
             */
            owner: string;
            /**
             * Retention
             * @description The retention class, which says how long its data are kept; null: the default class.
             */
            retention?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** @default active */
            state: components["schemas"]["PvState"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Revision
             * @description The configuration's revision that last changed this PV; in quotes it is its ETag.
             */
            revision: number;
            /**
             * Aliases
             * @description Other names under which it is found, former ones among them.
             * @default []
             */
            aliases: string[];
            metadata?: components["schemas"]["PvMetadata"] | null;
        };
        /**
         * PvLive
         * @description What the collector of a PV said of it a moment ago.
         */
        PvLive: {
            /** Collector */
            collector: string;
            /**
             * Age S
             * @description Seconds since it said so.
             */
            age_s: number;
            /** Connected */
            connected: boolean;
            /**
             * Reason
             * @description Why nothing of it can be archived now; empty where it can.
             */
            reason: string;
            /**
             * Rate Hz
             * @description Events received a second, over the last 10 to 20 seconds.
             */
            rate_hz: number;
            /**
             * Last Event Ns
             * @description The newest sample, ns since 1970.
             */
            last_event_ns: number | null;
            /**
             * Dropped
             * @description Events that were not archived, since the collector's start.
             */
            dropped: number;
        };
        /**
         * PvMetadata
         * @description What a PV's IOC said of it when it connected (DBR_CTRL, DESC), or None where there is no such thing.
         * @example {
         *       "pv": "SR:CURRENT",
         *       "native_type": "double",
         *       "element_count": 1,
         *       "egu": "mA",
         *       "precision": 3,
         *       "ioc_host": "ioc-sr:5064",
         *       "description": "Beam current",
         *       "valid_from_ns": 1795000000000000000
         *     }
         */
        PvMetadata: {
            /**
             * Pv
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            pv: string;
            /**
             * Native Type
             * @description string, short, float, enum, char, long or double
             */
            native_type: string;
            /**
             * Element Count
             * @description A count of Channel Access has 32 bits.
             */
            element_count: number;
            /** Egu */
            egu?: string | null;
            /** Precision */
            precision?: number | null;
            /** Display Low */
            display_low?: number | null;
            /** Display High */
            display_high?: number | null;
            /** Warning Low */
            warning_low?: number | null;
            /** Warning High */
            warning_high?: number | null;
            /** Alarm Low */
            alarm_low?: number | null;
            /** Alarm High */
            alarm_high?: number | null;
            /** Enum Strings */
            enum_strings?: string[] | null;
            /** Ioc Host */
            ioc_host?: string | null;
            /**
             * Description
             * @description The record's DESC; None where it is not known.
             */
            description?: string | null;
            /**
             * Valid From Ns
             * @description Since when it has been so, ns since 1970.
             */
            valid_from_ns?: number | null;
        };
        /**
         * PvPage
         * @description One page of PVs.
         * @example {
         *       "pvs": [
         *         {
         *           "name": "SR:CURRENT",
         *           "mode": "monitor",
         *           "deadband": 0.01,
         *           "groups": [
         *             "magnets"
         *           ],
         *           "owner": "ada",
         *           "description": "Beam current",
         *           "created_at": "2026-11-22T12:00:00Z",
         *           "changed_at": "2026-11-22T12:00:00Z",
         *           "revision": 42,
         *           "metadata": {
         *             "pv": "SR:CURRENT",
         *             "native_type": "double",
         *             "element_count": 1,
         *             "egu": "mA",
         *             "precision": 3,
         *             "ioc_host": "ioc-sr:5064",
         *             "description": "Beam current",
         *             "valid_from_ns": 1795000000000000000
         *           },
         *           "live": {
         *             "collector": "hall-7",
         *             "age_s": 1.2,
         *             "connected": true,
         *             "reason": "",
         *             "rate_hz": 10,
         *             "last_event_ns": 1795003600000000000,
         *             "dropped": 0
         *           }
         *         }
         *       ],
         *       "total": 48211,
         *       "next_cursor": "copy-it-as-it-is"
         *     }
         */
        PvPage: {
            /** Pvs */
            pvs: components["schemas"]["ListedPv"][];
            /**
             * Total
             * @description PVs that match the search, on all pages.
             */
            total: number;
            /**
             * Next Cursor
             * @description Give it as `cursor` for the next page.
             */
            next_cursor?: string | null;
        };
        /**
         * PvRow
         * @description One PV in an import or export.
         * @example {
         *       "name": "SR:CURRENT",
         *       "mode": "monitor",
         *       "deadband": 0.01,
         *       "groups": [
         *         "magnets"
         *       ],
         *       "owner": "ada",
         *       "description": "Beam current"
         *     }
         */
        PvRow: {
            /** @default monitor */
            mode: components["schemas"]["Mode"];
            /**
             * Period S
             * @description Seconds between samples; scan mode only, and needed there.
             */
            period_s?: number | null;
            /**
             * Deadband
             * @description Archive a change only when it exceeds this, in the PV's own units.
             */
            deadband?: number | null;
            /**
             * Max Rate Hz
             * @description Archive at most this many events a second.
             */
            max_rate_hz?: number | null;
            /**
             * Controlling Pv
             * @description While the value of this PV is zero, archiving is suspended.
             */
            controlling_pv?: string | null;
            /**
             * Use Adel
             * @description Take changes beyond the record's archive deadband ADEL (DBE_LOG), not beyond its MDEL.
             * @default false
             */
            use_adel: boolean;
            /**
             * Fields
             * @description Fields of the record that are archived beside it, like HIHI: each as a PV of its own, which is called like the record with .HIHI behind.
             * @default []
             */
            fields: string[];
            /**
             * Replicas
             * @description So many collectors archive it, as far as there are so many.
             * @default 1
             */
            replicas: number;
            /**
             * Collector
             * @description The collector that archives it while that one lives; else any does.
             */
            collector?: string | null;
            /**
             * Groups
             * @description Groups that it belongs to.
             * @default []
             */
            groups: string[];
            /**
             * Tags
             * @description Free words to find it by.
             * @default []
             */
            tags: string[];
            /**
             * Owner
             * @description Who to ask about it.
             * @default
             */
            owner: string;
            /**
             * Retention
             * @description The retention class, which says how long its data are kept; null: the default class.
             */
            retention?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /** @default active */
            state: components["schemas"]["PvState"];
        };
        /**
         * PvSettings
         * @description What a user decides about a PV.
         * @example {
         *       "mode": "monitor",
         *       "deadband": 0.01,
         *       "groups": [
         *         "magnets"
         *       ],
         *       "owner": "ada",
         *       "description": "Beam current"
         *     }
         */
        PvSettings: {
            /** @default monitor */
            mode: components["schemas"]["Mode"];
            /**
             * Period S
             * @description Seconds between samples; scan mode only, and needed there.
             */
            period_s?: number | null;
            /**
             * Deadband
             * @description Archive a change only when it exceeds this, in the PV's own units.
             */
            deadband?: number | null;
            /**
             * Max Rate Hz
             * @description Archive at most this many events a second.
             */
            max_rate_hz?: number | null;
            /**
             * Controlling Pv
             * @description While the value of this PV is zero, archiving is suspended.
             */
            controlling_pv?: string | null;
            /**
             * Use Adel
             * @description Take changes beyond the record's archive deadband ADEL (DBE_LOG), not beyond its MDEL.
             * @default false
             */
            use_adel: boolean;
            /**
             * Fields
             * @description Fields of the record that are archived beside it, like HIHI: each as a PV of its own, which is called like the record with .HIHI behind.
             * @default []
             */
            fields: string[];
            /**
             * Replicas
             * @description So many collectors archive it, as far as there are so many.
             * @default 1
             */
            replicas: number;
            /**
             * Collector
             * @description The collector that archives it while that one lives; else any does.
             */
            collector?: string | null;
            /**
             * Groups
             * @description Groups that it belongs to.
             * @default []
             */
            groups: string[];
            /**
             * Tags
             * @description Free words to find it by.
             * @default []
             */
            tags: string[];
            /**
             * Owner
             * @description Who to ask about it.
             * @default
             */
            owner: string;
            /**
             * Retention
             * @description The retention class, which says how long its data are kept; null: the default class.
             */
            retention?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
        };
        /**
         * PvState
         * @description Whether a configured PV is to be archived.
         * @enum {string}
         */
        PvState: "active" | "paused";
        /**
         * Reach
         * @description The PVs that somebody may change: those in one of `groups`, and those whose name matches `names`.
         */
        Reach: {
            /**
             * Names
             * @description Globs: `*`, `?` and `[…]`.
             * @default []
             */
            names: string[];
            /**
             * Groups
             * @default []
             */
            groups: string[];
        };
        /**
         * Rename
         * @description What a PV is to be called.
         * @example {
         *       "to": "SR:DCCT:CURRENT"
         *     }
         */
        Rename: {
            /**
             * To
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            to: string;
        };
        /**
         * Report
         * @description One page of a report.
         * @example {
         *       "kind": "disconnected",
         *       "at": "2026-11-22T12:00:00Z",
         *       "span": null,
         *       "total": 1,
         *       "totals": {},
         *       "collectors": [
         *         {
         *           "collector": "hall-7",
         *           "age_s": 0.8
         *         }
         *       ],
         *       "rows": [
         *         {
         *           "name": "SR:CURRENT",
         *           "state": "active",
         *           "collector": "hall-7",
         *           "connected": false,
         *           "since_ns": 1795000100000000000
         *         }
         *       ]
         *     }
         */
        Report: {
            kind: components["schemas"]["ReportKind"];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Span */
            span: string | null;
            /**
             * Total
             * @description PVs in it, on all pages.
             */
            total: number;
            /**
             * Totals
             * @description Sums over all of them: rate_hz, bytes_per_day, lost, …
             */
            totals: {
                [key: string]: number;
            };
            /**
             * Collectors
             * @description Whose word it is, where it depends on theirs.
             */
            collectors: components["schemas"]["ReportCollector"][];
            /** Rows */
            rows: components["schemas"]["ReportRow"][];
            /**
             * Next Cursor
             * @description Give it as `cursor` for the next page.
             */
            next_cursor?: string | null;
        };
        /**
         * ReportCollector
         * @description A collector that is alive, and how long ago it said how its PVs are.
         */
        ReportCollector: {
            /** Collector */
            collector: string;
            /**
             * Age S
             * @description Null: it does not answer, so that the report lacks its PVs.
             */
            age_s: number | null;
        };
        /**
         * ReportInfo
         * @description A report that there is.
         * @example {
         *       "kind": "disconnected",
         *       "title": "Disconnected now",
         *       "explanation": "They were connected, and are not any more.",
         *       "columns": [
         *         "name",
         *         "collector",
         *         "since_ns"
         *       ],
         *       "span": null
         *     }
         */
        ReportInfo: {
            kind: components["schemas"]["ReportKind"];
            /** Title */
            title: string;
            /**
             * Explanation
             * @description Which PVs it lists, in which order, and what its figures are from.
             */
            explanation: string;
            /**
             * Columns
             * @description Fields of its rows that matter; the columns of its CSV.
             */
            columns: string[];
            /**
             * Span
             * @description How far it looks back unless `span` says otherwise; null: it does not look back.
             */
            span: string | null;
        };
        /**
         * ReportKind
         * @description What a report is of.
         * @enum {string}
         */
        ReportKind: "never-connected" | "disconnected" | "lost-connections" | "silent" | "paused" | "added" | "changed" | "event-rate" | "storage-rate" | "dropped";
        /**
         * ReportRow
         * @description A PV in a report; what the report is not about is left out.
         */
        ReportRow: {
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            state: components["schemas"]["PvState"];
            /** Owner */
            owner?: string | null;
            /** Collector */
            collector?: string | null;
            /** Connected */
            connected?: boolean | null;
            /**
             * Reason
             * @description Why nothing of it can be archived now.
             */
            reason?: string | null;
            /**
             * Since Ns
             * @description Since when it is connected or not, ns; null: not known.
             */
            since_ns?: number | null;
            /**
             * Last Event Ns
             * @description Its newest sample, ns since 1970.
             */
            last_event_ns?: number | null;
            /**
             * Lost
             * @description Connections that it lost.
             */
            lost?: number | null;
            /**
             * Rate Hz
             * @description Events received a second, in the last 10 to 20 seconds.
             */
            rate_hz?: number | null;
            /**
             * Bytes Per Sample
             * @description Estimated, on the archive's disk.
             */
            bytes_per_sample?: number | null;
            /**
             * Bytes Per Day
             * @description Estimated from the rate of now.
             */
            bytes_per_day?: number | null;
            /**
             * Dropped
             * @description Since its collector's start.
             */
            dropped?: number | null;
            /**
             * Causes
             * @description Dropped events by cause.
             */
            causes?: {
                [key: string]: number;
            } | null;
            /** Created At */
            created_at?: string | null;
            /** Created By */
            created_by?: string | null;
            /** Changed At */
            changed_at?: string | null;
            /** Changed By */
            changed_by?: string | null;
        };
        /**
         * RetentionChange
         * @description What a change of a class does, or would do.
         * @example {
         *       "retention": {
         *         "name": "short",
         *         "raw": "30d",
         *         "rollup_1m": "2y",
         *         "rollup_1h": null,
         *         "description": "fast diagnostics",
         *         "pvs": 120,
         *         "changed_at": "2026-11-22T12:00:00Z",
         *         "changed_by": "ada"
         *       },
         *       "applied": false,
         *       "losses": [
         *         {
         *           "level": "raw",
         *           "before": "2026-10-23T12:00:00Z"
         *         }
         *       ],
         *       "pvs": 120,
         *       "names": [
         *         "SR:FAST:1"
         *       ]
         *     }
         */
        RetentionChange: {
            retention: components["schemas"]["RetentionClass"];
            /**
             * Applied
             * @description False of a dry run.
             */
            applied: boolean;
            /**
             * Losses
             * @description What is deleted; with none, the change deletes nothing.
             */
            losses: components["schemas"]["Loss"][];
            /**
             * Pvs
             * @description PVs of the class now: it is their data, and of PVs that were in it before.
             */
            pvs: number;
            /**
             * Names
             * @description The first hundred of these PVs.
             */
            names: string[];
        };
        /**
         * RetentionClass
         * @description A retention class.
         * @example {
         *       "name": "short",
         *       "raw": "30d",
         *       "rollup_1m": "2y",
         *       "rollup_1h": null,
         *       "description": "fast diagnostics",
         *       "pvs": 120,
         *       "changed_at": "2026-11-22T12:00:00Z",
         *       "changed_by": "ada"
         *     }
         */
        RetentionClass: {
            /**
             * Raw
             * @description Samples: 36h, 30d, 8w, 2y; null: for ever.
             */
            raw?: string | null;
            /**
             * Rollup 1M
             * @description Rollups of a minute.
             */
            rollup_1m?: string | null;
            /**
             * Rollup 1H
             * @description Rollups of an hour.
             */
            rollup_1h?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Default
             * @description PVs that name no class are of this one.
             * @default false
             */
            default: boolean;
            /** Name */
            name: string;
            /**
             * Pvs
             * @description Configured PVs that are of this class.
             */
            pvs: number;
            /**
             * Changed At
             * @description None of `standard`, which is built in.
             */
            changed_at?: string | null;
            /**
             * Changed By
             * @default
             */
            changed_by: string;
            /**
             * Revision
             * @description That last changed it; the ETag.
             * @default 0
             */
            revision: number;
        };
        /**
         * RetentionList
         * @description Every retention class, by name.
         * @example {
         *       "classes": [
         *         {
         *           "name": "short",
         *           "raw": "30d",
         *           "rollup_1m": "2y",
         *           "rollup_1h": null,
         *           "description": "fast diagnostics",
         *           "pvs": 120,
         *           "changed_at": "2026-11-22T12:00:00Z",
         *           "changed_by": "ada"
         *         }
         *       ]
         *     }
         */
        RetentionList: {
            /** Classes */
            classes: components["schemas"]["RetentionClass"][];
        };
        /**
         * RetentionSettings
         * @description What a user decides about a retention class.
         * @example {
         *       "raw": "30d",
         *       "rollup_1m": "2y",
         *       "rollup_1h": null,
         *       "description": "fast diagnostics"
         *     }
         */
        RetentionSettings: {
            /**
             * Raw
             * @description Samples: 36h, 30d, 8w, 2y; null: for ever.
             */
            raw?: string | null;
            /**
             * Rollup 1M
             * @description Rollups of a minute.
             */
            rollup_1m?: string | null;
            /**
             * Rollup 1H
             * @description Rollups of an hour.
             */
            rollup_1h?: string | null;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Default
             * @description PVs that name no class are of this one.
             * @default false
             */
            default: boolean;
        };
        /**
         * Role
         * @description What somebody is to CAFlux; the last two are no users' but the services' own tokens'.
         * @enum {string}
         */
        Role: "viewer" | "operator" | "engineer" | "admin" | "service" | "reader";
        /**
         * RowError
         * @description Why one row of an import was refused.
         */
        RowError: {
            /**
             * Row
             * @description Counted from 1, the header not counted.
             */
            row: number;
            /** Name */
            name: string;
            /** Detail */
            detail: string;
        };
        /**
         * SavedDocument
         * @description A document.
         * @example {
         *       "id": "7f3a",
         *       "kind": "view",
         *       "name": "Orbit",
         *       "description": "Of the shift",
         *       "shared": true,
         *       "owner": "ada",
         *       "created_at": "2026-11-22T12:00:00Z",
         *       "changed_at": "2026-11-22T12:00:00Z",
         *       "changed_by": "ada",
         *       "version": 4,
         *       "content": {}
         *     }
         */
        SavedDocument: {
            /** Id */
            id: string;
            kind: components["schemas"]["DocumentKind"];
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Shared */
            shared: boolean;
            /**
             * Owner
             * @description Whose it is; empty of a shared one whose owner is no user any more.
             */
            owner: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Changed By */
            changed_by: string;
            /**
             * Version
             * @description Counts its changes; in quotes it is its ETag.
             */
            version: number;
            /** Content */
            content: {
                [key: string]: unknown;
            };
        };
        /**
         * SessionState
         * @description What a browser needs to know before it offers anything.
         * @example {
         *       "who": {
         *         "name": "ada",
         *         "role": "engineer",
         *         "permissions": [
         *           "configure",
         *           "operate",
         *           "read"
         *         ],
         *         "via": "session",
         *         "reach": {
         *           "names": [
         *             "SR:*"
         *           ],
         *           "groups": [
         *             "magnets"
         *           ]
         *         }
         *       },
         *       "permissions": [
         *         "configure",
         *         "operate",
         *         "read"
         *       ],
         *       "single_sign_on": null
         *     }
         */
        SessionState: {
            /** @description Who is logged in; null: nobody. */
            who: components["schemas"]["Principal"] | null;
            /**
             * Permissions
             * @description What they, or nobody in particular, may do.
             */
            permissions: components["schemas"]["Permission"][];
            /**
             * Single Sign On
             * @description What logging in by OpenID Connect is called, if it is on.
             */
            single_sign_on: string | null;
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
         * TokenRequest
         * @description A wish for an API token.
         * @example {
         *       "name": "orbit display",
         *       "days": 90,
         *       "scope": [
         *         "read"
         *       ]
         *     }
         */
        TokenRequest: {
            /**
             * Name
             * @default script
             */
            name: string;
            /**
             * Days
             * @default 365
             */
            days: number;
            /**
             * Scope
             * @description What it may do at most; null: all that its user may.
             */
            scope?: components["schemas"]["Permission"][] | null;
        };
        /**
         * User
         * @description Someone who may log in.
         * @example {
         *       "name": "ada",
         *       "role": "engineer",
         *       "disabled": false,
         *       "origin": "local",
         *       "reach": {
         *         "names": [
         *           "SR:*"
         *         ],
         *         "groups": [
         *           "magnets"
         *         ]
         *       },
         *       "created_at": "2026-11-22T12:00:00Z",
         *       "changed_at": "2026-11-22T12:00:00Z",
         *       "seen_at": "2026-11-22T12:00:00Z"
         *     }
         */
        User: {
            /** Name */
            name: string;
            role: components["schemas"]["UserRole"];
            /** Disabled */
            disabled: boolean;
            /**
             * Origin
             * @description local, or oidc: logs in by single sign-on, has no password here
             */
            origin: string;
            /** @description The PVs that they may change; null: all. */
            reach: components["schemas"]["Reach"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Seen At
             * @description When they last logged in; null: never.
             */
            seen_at: string | null;
        };
        /**
         * UserChange
         * @description What is to be different about a user; what is left out stays.
         * @example {
         *       "role": "operator",
         *       "reach": {
         *         "names": [
         *           "SR:*"
         *         ],
         *         "groups": [
         *           "magnets"
         *         ]
         *       }
         *     }
         */
        UserChange: {
            role?: components["schemas"]["UserRole"] | null;
            /** Disabled */
            disabled?: boolean | null;
            /**
             * Password
             * @description A new one; ends the user's sessions.
             */
            password?: string | null;
            /** @description null lifts the limit. */
            reach?: components["schemas"]["Reach"] | null;
        };
        /**
         * UserRole
         * @description The roles that a user may have.
         * @enum {string}
         */
        UserRole: "viewer" | "operator" | "engineer" | "admin";
        /**
         * VirtualPv
         * @description A virtual PV.
         * @example {
         *       "name": "SR:CHARGE",
         *       "expression": "\"SR:CURRENT\" * \"SR:LIFETIME\"",
         *       "egu": "mAh",
         *       "created_at": "2026-11-22T12:00:00Z",
         *       "created_by": "ada",
         *       "changed_at": "2026-11-22T12:00:00Z",
         *       "changed_by": "ada"
         *     }
         */
        VirtualPv: {
            /**
             * Expression
             * @description Arithmetic over PVs, which may be virtual themselves.
             */
            expression: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Egu
             * @description Engineering units of the result.
             * @default
             */
            egu: string;
            /**
             * Name
             * @description Name of a process variable, as a Channel Access client would ask for it.
             */
            name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Changed By */
            changed_by: string;
        };
        /**
         * VirtualPvList
         * @description Every virtual PV, by name, at one revision of the configuration.
         * @example {
         *       "revision": 42,
         *       "pvs": [
         *         {
         *           "name": "SR:CHARGE",
         *           "expression": "\"SR:CURRENT\" * \"SR:LIFETIME\"",
         *           "egu": "mAh",
         *           "created_at": "2026-11-22T12:00:00Z",
         *           "created_by": "ada",
         *           "changed_at": "2026-11-22T12:00:00Z",
         *           "changed_by": "ada"
         *         }
         *       ]
         *     }
         */
        VirtualPvList: {
            /** Revision */
            revision: number;
            /** Pvs */
            pvs: components["schemas"]["VirtualPv"][];
        };
        /**
         * VirtualPvSettings
         * @description What a user decides about a virtual PV.
         * @example {
         *       "expression": "SR:CURRENT * SR:LIFETIME",
         *       "egu": "mAh"
         *     }
         */
        VirtualPvSettings: {
            /**
             * Expression
             * @description Arithmetic over PVs, which may be virtual themselves.
             */
            expression: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Egu
             * @description Engineering units of the result.
             * @default
             */
            egu: string;
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
    import_pvs: {
        parameters: {
            query?: {
                /** @description What to do with PVs that are there. */
                mode?: components["schemas"]["ImportMode"];
                /** @description Only tell what would be done. */
                dry_run?: boolean;
                /** @description All or nothing; else each row by itself. */
                atomic?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example name,mode,period_s,groups
                 *     SR:CURRENT,monitor,,beam
                 *     SR:C01-MG:T,scan,10,magnets
                 */
                "text/csv": string;
                /**
                 * @example [
                 *       {
                 *         "name": "SR:CURRENT",
                 *         "groups": [
                 *           "beam"
                 *         ]
                 *       },
                 *       "SR:LIFETIME"
                 *     ]
                 */
                "application/json": (components["schemas"]["PvRow"] | string | Record<string, never>)[];
                /**
                 * @example [
                 *       {
                 *         "name": "SR:CURRENT",
                 *         "groups": [
                 *           "beam"
                 *         ]
                 *       },
                 *       "SR:LIFETIME"
                 *     ]
                 */
                "application/yaml": (components["schemas"]["PvRow"] | string | Record<string, never>)[];
                /**
                 * @example SR:CURRENT
                 *     SR:LIFETIME
                 */
                "text/plain": string;
                /** @example <engineconfig><group><name>beam</name><channel><name>SR:CURRENT</name><period>1</period><monitor/></channel></group></engineconfig> */
                "application/xml": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
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
    export_pvs: {
        parameters: {
            query?: {
                format?: "csv" | "json" | "yaml" | "txt";
                /** @description Part of a name, or a whole one with * and ?, of any case. */
                search?: string | null;
                /** @description RE2 expression that is found in the name. */
                regex?: string | null;
                state?: components["schemas"]["PvState"] | null;
                group?: string | null;
                tag?: string | null;
                owner?: string | null;
                /** @description As its collector says. */
                connection?: ("connected" | "disconnected" | "unknown") | null;
                /** @description With - before it the greatest first. */
                sort?: "name" | "state" | "changed" | "connection" | "rate" | "last_event" | "dropped" | "-name" | "-state" | "-changed" | "-connection" | "-rate" | "-last_event" | "-dropped";
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
                    "text/csv": string;
                    "application/yaml": (components["schemas"]["PvRow"] | string | Record<string, never>)[];
                    "text/plain": string;
                    "application/json": components["schemas"]["PvRow"][];
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
    purge_pv: {
        parameters: {
            query?: {
                /** @description Delete nothing; tell what would be deleted. */
                dry_run?: boolean;
                /** @description Do it: there is no way back. */
                confirm?: boolean;
            };
            header?: never;
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurgeWish"];
            };
        };
        responses: {
            /** @description A dry run: what would be deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purge"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purge"];
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
    list_purges: {
        parameters: {
            query?: {
                /** @description Of this PV only. */
                pv?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Most entries of the page. */
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
                    "application/json": components["schemas"]["PurgePage"];
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
    get_purge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
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
                    "application/json": components["schemas"]["Purge"];
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
    withdraw_purge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
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
                    "application/json": components["schemas"]["Purge"];
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
    report_purge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collector: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurgeReport"];
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
    list_reports: {
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
                    "application/json": components["schemas"]["ReportInfo"][];
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
    get_report: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Most entries of the page. */
                limit?: number;
                /** @description PVs to pass over, instead of a cursor: to jump. */
                offset?: number;
                /** @description Part of a name, or a whole one with * and ?, of any case. */
                search?: string | null;
                /** @description RE2 expression that is found in the name. */
                regex?: string | null;
                state?: components["schemas"]["PvState"] | null;
                group?: string | null;
                tag?: string | null;
                owner?: string | null;
                /** @description How far to look back: 30m, 12h, 7d; see the report's. */
                span?: string | null;
                /** @description Of dropped events: only those dropped for this. */
                cause?: string | null;
                /** @description One of its columns, with - before it the greatest first; the unknown come last. */
                sort?: string | null;
            };
            header?: never;
            path: {
                kind: components["schemas"]["ReportKind"];
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
                    "application/json": components["schemas"]["Report"];
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
    get_report_csv: {
        parameters: {
            query?: {
                /** @description Part of a name, or a whole one with * and ?, of any case. */
                search?: string | null;
                /** @description RE2 expression that is found in the name. */
                regex?: string | null;
                state?: components["schemas"]["PvState"] | null;
                group?: string | null;
                tag?: string | null;
                owner?: string | null;
                /** @description How far to look back: 30m, 12h, 7d; see the report's. */
                span?: string | null;
                /** @description Of dropped events: only those dropped for this. */
                cause?: string | null;
                /** @description One of its columns, with - before it the greatest first; the unknown come last. */
                sort?: string | null;
            };
            header?: never;
            path: {
                kind: components["schemas"]["ReportKind"];
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
                    "text/csv": string;
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
    list_pvs: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Most entries of the page. */
                limit?: number;
                /** @description PVs to pass over, instead of a cursor: to jump. */
                offset?: number;
                /** @description Part of a name, or a whole one with * and ?, of any case. */
                search?: string | null;
                /** @description RE2 expression that is found in the name. */
                regex?: string | null;
                state?: components["schemas"]["PvState"] | null;
                group?: string | null;
                tag?: string | null;
                owner?: string | null;
                /** @description As its collector says. */
                connection?: ("connected" | "disconnected" | "unknown") | null;
                /** @description With - before it the greatest first. */
                sort?: "name" | "state" | "changed" | "connection" | "rate" | "last_event" | "dropped" | "-name" | "-state" | "-changed" | "-connection" | "-rate" | "-last_event" | "-dropped";
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
                    "application/json": components["schemas"]["PvPage"];
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
    get_pv_diagnosis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
                    "application/json": components["schemas"]["Diagnosis"];
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
    get_pv: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
                    "application/json": components["schemas"]["Pv"];
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
    put_pv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PvSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pv"];
                };
            };
            /** @description The PV is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pv"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
            /** @description It is there already with other settings, and there is no If-Match. */
            428: {
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
    delete_pv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    pause_pv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
                    "application/json": components["schemas"]["Pv"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    resume_pv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
                    "application/json": components["schemas"]["Pv"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    restore_pv: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
                    "application/json": components["schemas"]["Pv"];
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
    rename_pv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pv"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    list_collectors: {
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
                    "application/json": components["schemas"]["Collector"][];
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
    register_collector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collector: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectorRegistration"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collector"];
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
    forget_collector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collector: string;
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
    drain_collector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collector: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draining"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collector"];
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
    get_assignment: {
        parameters: {
            query?: {
                /** @description The one that the collector has. */
                revision?: number | null;
                /** @description Seconds to wait for a newer one. */
                wait?: number;
            };
            header?: never;
            path: {
                collector: string;
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
                    "application/json": components["schemas"]["Assignment"];
                };
            };
            /** @description Nothing has changed since `revision`. */
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
    get_metadata: {
        parameters: {
            query: {
                pv: string[];
                /** @description ISO 8601 (UTC unless it says), or ns since 1970. */
                at?: string | null;
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
                    "application/json": components["schemas"]["PvMetadata"][];
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
    report_metadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetadataReport"];
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
    get_metadata_versions: {
        parameters: {
            query: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
                pv: string;
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
                    "application/json": components["schemas"]["PvMetadata"][];
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
    get_catalogue: {
        parameters: {
            query?: {
                /** @description The one that the client has. */
                version?: string | null;
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
                    "application/json": components["schemas"]["ConfiguredCatalogue"];
                };
            };
            /** @description It is still of this version. */
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
    get_session: {
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
                    "application/json": components["schemas"]["SessionState"];
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
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Principal"];
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
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            /** @description It does not fit what is there. */
            409: {
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
    log_out_everywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            /** @description It does not fit what is there. */
            409: {
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
    who_am_i: {
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
                    "application/json": components["schemas"]["Principal"];
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
    change_own_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
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
    list_tokens: {
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
                    "application/json": components["schemas"]["ApiToken"][];
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
    issue_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TokenRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedToken"];
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
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: number;
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
    list_users: {
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
                    "application/json": components["schemas"]["User"][];
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
    add_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
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
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["User"];
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
    delete_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
    change_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
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
    end_sessions_of_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
    log_in_by_single_sign_on: {
        parameters: {
            query?: {
                /** @description Page of the dashboard to go to after. */
                then?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The browser goes on from there. */
            303: {
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
    come_back_from_single_sign_on: {
        parameters: {
            query: {
                state: string;
                code?: string | null;
                error?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The browser goes on from there. */
            303: {
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
    list_virtual_pvs: {
        parameters: {
            query?: {
                /** @description The one that the client has. */
                revision?: number | null;
                /** @description Seconds to wait for a newer one. */
                wait?: number;
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
                    "application/json": components["schemas"]["VirtualPvList"];
                };
            };
            /** @description Nothing has changed since `revision`. */
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
    get_virtual_pv: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
                    "application/json": components["schemas"]["VirtualPv"];
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
    put_virtual_pv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VirtualPvSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualPv"];
                };
            };
            /** @description The virtual PV is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VirtualPv"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
            /** @description It is there already with other settings, and there is no If-Match. */
            428: {
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
    delete_virtual_pv: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    get_expression_scale: {
        parameters: {
            query: {
                /** @description Arithmetic over PVs. */
                expr: string;
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
                    "application/json": components["schemas"]["ExpressionScale"];
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
    list_deleted_pvs: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Most entries of the page. */
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
                    "application/json": components["schemas"]["DeletedPage"];
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
    list_aliases: {
        parameters: {
            query?: {
                /** @description The one that the client has. */
                revision?: number | null;
                /** @description Seconds to wait for a newer one. */
                wait?: number;
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
                    "application/json": components["schemas"]["AliasList"];
                };
            };
            /** @description Nothing has changed since `revision`. */
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
    put_alias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasOf"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description The alias is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
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
    delete_alias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a process variable, as a Channel Access client would ask for it. */
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
    list_changes: {
        parameters: {
            query?: {
                /** @description pv, alias, virtual_pv, … */
                kind?: string | null;
                /** @description Of this one only. */
                name?: string | null;
                /** @description By this user or service only. */
                by?: string | null;
                /** @description Not before; ISO 8601 with a zone. */
                since?: string | null;
                /** @description Before; ISO 8601 with a zone. */
                until?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Most entries of the page. */
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
                    "application/json": components["schemas"]["ChangePage"];
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
    get_policies: {
        parameters: {
            query?: {
                format?: "json" | "yaml";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policies, in the order in which they hold. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyDocument"];
                    "application/yaml": unknown;
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
    put_policies: {
        parameters: {
            query?: {
                /** @description Whether PVs that are there follow them, too, or only those that are added later. */
                apply?: "new" | "existing";
                /** @description Tell what would be done, and do nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example policies:
                 *       - name: slow
                 *         patterns: ['*:TEMP']
                 *         settings: {deadband: 0.1}
                 */
                "application/yaml": string;
                "application/json": components["schemas"]["PolicyDocument"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyOutcome"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
            /** @description They are otherwise than given, and there is no If-Match. */
            428: {
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
    apply_policies: {
        parameters: {
            query?: {
                /** @description Tell what would be done, and do nothing. */
                dry_run?: boolean;
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
                    "application/json": components["schemas"]["PolicyOutcome"];
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
    get_policy_matches: {
        parameters: {
            query: {
                pv: string[];
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
                    "application/json": components["schemas"]["PolicyMatches"];
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
    list_retention_classes: {
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
                    "application/json": components["schemas"]["RetentionList"];
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
    get_retention_class: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["RetentionClass"];
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
    put_retention_class: {
        parameters: {
            query?: {
                /** @description Change nothing; tell what the change would delete. */
                dry_run?: boolean;
                /** @description Do it although it deletes data. */
                confirm?: boolean;
            };
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionChange"];
                };
            };
            /** @description The class is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionChange"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
            /** @description It is there already with other settings, and there is no If-Match. */
            428: {
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
    delete_retention_class: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    list_documents: {
        parameters: {
            query?: {
                /** @description Of this kind only. */
                kind?: components["schemas"]["DocumentKind"] | null;
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
                    "application/json": components["schemas"]["DocumentList"];
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
    add_document: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedDocument"];
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
    get_document: {
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
                    "application/json": components["schemas"]["SavedDocument"];
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
    put_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedDocument"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
            /** @description There is no If-Match. */
            428: {
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
    delete_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    list_notes: {
        parameters: {
            query: {
                /** @description The begin of the range; ISO 8601 with a zone. */
                since: string;
                /** @description Its end; ISO 8601 with a zone. */
                until: string;
                /** @description Most notes. */
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
                    "application/json": components["schemas"]["NoteList"];
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
    add_note: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
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
    put_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
            /** @description There is no If-Match. */
            428: {
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
    delete_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what was read, or * for whatever is there. */
                "if-match"?: string | null;
            };
            path: {
                number: number;
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
            /** @description It is not what the ETag in If-Match says. */
            412: {
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
    pause_pvs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
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
    resume_pvs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
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
    delete_pvs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
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
    restore_pvs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResult"];
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
    list_labels: {
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
                    "application/json": components["schemas"]["LabelList"];
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
