import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { answerOf, configApi } from "@/api/clients";
import { ApiProblem, againIn } from "@/api/problems";
import type { BatchResult, ListedPv, PvPage, PvRow, PvSettings } from "@/api/types";
import { useSession } from "@/features/session/provider";
import { type PagedRows, usePagedRows } from "@/shared/table/pages";
import { type ImportOutcome, type ImportWanted, importPvs, undoing } from "./imports";
import { type PvsFilter, queryOf, type Sort } from "./search";
import type { Selection } from "./selection";

const CALM_MS = 20_000;

/** The PVs that a filter lets through, on some pages of the list. */
export function usePvRows(filter: PvsFilter, sort: Sort, pages: readonly number[]): PvRows {
  const wanted = { ...queryOf(filter), sort };
  return usePagedRows<ListedPv, PvPage>(
    {
      key: ["pvs", wanted],
      read: (page, signal) =>
        answerOf(
          "Listing the PVs",
          configApi.GET("/v1/pvs", { params: { query: { ...wanted, ...page } }, signal }),
        ),
      rowsOf: ({ pvs }) => pvs,
    },
    pages,
  );
}

export type PvRows = PagedRows<ListedPv, PvPage>;

/** The retention classes, of which a PV may be. */
export function useRetentionClasses() {
  return useQuery({
    queryKey: ["retention-classes"],
    queryFn: async () =>
      (await answerOf("Listing the retention classes", configApi.GET("/v1/retention-classes"))).classes,
    staleTime: CALM_MS,
  });
}

/** Every group, tag and owner that PVs have. */
export function useLabels() {
  return useQuery({
    queryKey: ["labels"],
    queryFn: () => answerOf("Listing the groups", configApi.GET("/v1/labels")),
    staleTime: CALM_MS,
  });
}

const at = (name: string) => ({ params: { path: { name } } });

/** As often a PV is looked at whose details are open, ms. */
const LOOK_MS = 10_000;

/** One PV with its version, to change it. */
export function usePv(name: string) {
  return useQuery({
    queryKey: ["pv-details", name],
    queryFn: () => answerOf(`Asking what ${name} is`, configApi.GET("/v1/pvs/{name}", at(name))),
    refetchInterval: ({ state }) => againIn(state.error, LOOK_MS),
  });
}

/** Why a PV is archived or not, asked again while one looks. */
export function useDiagnosis(name: string) {
  return useQuery({
    queryKey: ["diagnosis", name],
    queryFn: () => answerOf(`Finding out about ${name}`, configApi.GET("/v1/pvs/{name}/diagnosis", at(name))),
    refetchInterval: ({ state }) => againIn(state.error, LOOK_MS),
  });
}

/** Who changed a PV, the newest change first. */
export function useHistory(name: string) {
  return useQuery({
    queryKey: ["pv-changes", name],
    queryFn: async () => {
      const query = { kind: "pv", name, limit: 100 };
      return (await answerOf("Reading the audit", configApi.GET("/v1/audit", { params: { query } }))).changes;
    },
    staleTime: 0,
  });
}

/** Read the settings of all PVs that are chosen. */
export async function rowsOf(filter: PvsFilter, selection: Selection): Promise<PvRow[]> {
  const query = { ...(selection.all ? queryOf(filter) : {}), format: "json" as const };
  const rows = await answerOf("Reading the PVs", configApi.GET("/v1/pvs/export", { params: { query } }));
  return (rows as PvRow[]).filter(({ name }) =>
    selection.all ? !selection.but.has(name) : selection.names.has(name),
  );
}

/** Give the names of all PVs that are chosen. */
export async function namesOf(filter: PvsFilter, selection: Selection): Promise<string[]> {
  if (!selection.all) return [...selection.names];
  const query = { ...queryOf(filter), format: "txt" as const };
  const text = await answerOf(
    "Reading the names",
    configApi.GET("/v1/pvs/export", { params: { query }, parseAs: "text" }),
  );
  return String(text)
    .split("\n")
    .filter((name) => name !== "" && !selection.but.has(name));
}

/** What is to be done to which PVs; their names may have to be read first. */
interface BatchWanted {
  action: BatchAction;
  names: string[] | (() => Promise<string[]>);
}

export type BatchAction = "pause" | "resume" | "delete" | "restore";
const DOING = { pause: "Pausing", resume: "Resuming", delete: "Deleting", restore: "Restoring" };
const DONE = { pause: "paused", resume: "archived again", delete: "deleted", restore: "restored" };
const OPPOSITE = { pause: "resume", resume: "pause", delete: "restore", restore: "delete" } as const;

const runBatch = (action: BatchAction, names: string[]): Promise<BatchResult> => {
  const body = { names };
  const what = `${DOING[action]} ${names.length === 1 ? names[0] : "PVs"}`;
  const paths = {
    pause: () => configApi.POST("/v1/pv-batches/pause", { body }),
    resume: () => configApi.POST("/v1/pv-batches/resume", { body }),
    delete: () => configApi.POST("/v1/pv-batches/delete", { body }),
    restore: () => configApi.POST("/v1/pv-batches/restore", { body }),
  };
  return answerOf(what, paths[action]());
};

/** What was done last, and what undoes it. */
export interface Done {
  said: string;
  undo: (() => Promise<unknown>) | null;
}

const JSON_TYPE = "application/json";
const count = (names: readonly string[]) => (names.length === 1 ? names[0] : `${names.length} PVs`);

/** What can be done to PVs; each asks to log in where that is needed, and tells how it is undone. */
export function usePvActions() {
  const cache = useQueryClient();
  const { guard } = useSession();
  const [done, setDone] = useState<Done | null>(null);
  const [share, setShare] = useState(0);
  const settled = useCallback(
    () =>
      Promise.all(
        [
          "pvs",
          "pv",
          "pv-choices",
          "labels",
          "pv-details",
          "pv-changes",
          "diagnosis",
          "retention-classes",
        ].map((key) => cache.invalidateQueries({ queryKey: [key] })),
      ),
    [cache],
  );
  const load = (wanted: ImportWanted) => {
    setShare(0);
    return guard(() => importPvs(wanted, setShare));
  };
  const undoImport = (rows: Record<string, unknown>[]) => () =>
    load({ body: JSON.stringify(rows), type: JSON_TYPE, mode: "change", dryRun: false });

  const put = useMutation({
    mutationFn: ({ name, settings, version }: { name: string; settings: PvSettings; version?: number }) =>
      guard(() =>
        answerOf(
          `${version === undefined ? "Adding" : "Changing"} ${name}`,
          configApi.PUT("/v1/pvs/{name}", {
            params: {
              path: { name },
              ...(version === undefined ? {} : { header: { "if-match": `"${version}"` } }),
            },
            body: settings,
          }),
        ),
      ),
    onSuccess: settled,
    onError: (error) => (error instanceof ApiProblem && error.status === 412 ? settled() : undefined),
  });
  const batch = useMutation({
    mutationFn: ({ action, names }: BatchWanted) =>
      guard(async () => runBatch(action, typeof names === "function" ? await names() : names)),
    onSuccess: ({ done: names }, { action }) => {
      setDone({
        said: `${count(names)} ${names.length === 1 ? "is" : "are"} ${DONE[action]}.`,
        undo: names.length === 0 ? null : () => guard(() => runBatch(OPPOSITE[action], names)),
      });
      return settled();
    },
  });
  const bulk = useMutation({
    mutationFn: load,
    onSuccess: ({ result, rows }: ImportOutcome, { dryRun }) => {
      if (dryRun) return undefined;
      const before = undoing(rows);
      const added = rows.filter(({ outcome }) => outcome === "added").map(({ name }) => name);
      const undoAll = async () => {
        if (before.length > 0) await undoImport(before)();
        if (added.length > 0) await guard(() => runBatch("delete", added));
      };
      setDone({
        said: `${result.added} added, ${result.changed} changed, ${result.deleted} deleted.`,
        undo: before.length + added.length > 0 && result.deleted === 0 ? undoAll : null,
      });
      return settled();
    },
  });
  const undo = useMutation({
    mutationFn: async ({ undo: back }: Done) => back?.(),
    onSuccess: () => {
      setDone({ said: "It is as it was before.", undo: null });
      return settled();
    },
  });
  return { put, batch, bulk, undo, done, forget: () => setDone(null), share };
}

export type PvActions = ReturnType<typeof usePvActions>;
