import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { ApiProblem } from "@/api/problems";
import type { Pv } from "@/api/types";
import { useLive } from "@/shared/live/hooks";
import type { Tail } from "@/shared/live/ring";
import { absoluteRange, formatDuration, resolveTime, type TimeRange } from "@/shared/time/range";
import { type Assembled, assemble } from "./assemble";
import { type History, historyQuery } from "./history";
import { kindOf } from "./kind";
import { usePvs } from "./queries";

/** Everything that a page needs to show of a PV. */
export interface PvTrace extends Assembled {
  pv: string;
  info: Pv | undefined;
  history: History | undefined;
  loading: boolean;
  error: Error | null;
  retry(): void;
}

export interface TracesRequest {
  range: TimeRange;
  /** About how many points are wanted of each PV. */
  points: number;
  live: boolean;
  /** How often the history is read anew while it is live, ms. */
  everyMs?: number;
}

const NO_PVS: readonly string[] = [];

/** What a trace was made of; while that stays, so does the trace, and what shows it is not drawn again. */
interface Made {
  tail: Tail | undefined;
  version: number;
  assembled: Assembled;
  trace: PvTrace;
}

const SECOND_MS = 1_000;

/** An hour of waveforms would be megabytes; what is drawn of them is the newest. */
function newestOf({ to }: TimeRange): TimeRange {
  if (to.startsWith("now")) {
    const beforeNow = -(resolveTime(to, 0) ?? 0);
    return { from: `now-${formatDuration(beforeNow + SECOND_MS)}`, to };
  }
  const stop = Date.parse(to);
  return absoluteRange(stop - SECOND_MS, stop);
}

const isUnknown = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

/** Read the history of PVs and, where it is live, keep adding what arrives. */
export function useTraces(pvs: readonly string[], request: TracesRequest): PvTrace[] {
  const { range, points, live, everyMs = 60_000 } = request;
  const infos = usePvs(pvs);
  const cache = useQueryClient();
  const histories = useQueries({
    queries: pvs.map((pv) => {
      const wanted = kindOf(infos.get(pv)) === "waveform" ? newestOf(range) : range;
      return { ...historyQuery(pv, wanted, points, live ? everyMs : null), enabled: infos.has(pv) };
    }),
  }) as UseQueryResult<History>[];
  // A stream is refused as a whole where one PV is unknown: those that the archive does not know stay out.
  const followed = live ? pvs.filter((_, i) => !isUnknown(histories[i]?.error)) : NO_PVS;
  const { store, version } = useLive(followed);
  const { epoch } = store;
  const seen = useRef(epoch);
  useEffect(() => {
    if (seen.current === epoch) return;
    seen.current = epoch;
    void cache.invalidateQueries({ queryKey: ["history"] });
  }, [cache, epoch]);

  const outdated = pvs.map((pv) => store.outdated.get(pv) ?? 0).join();
  const known = useRef(new Map<string, number>());
  useEffect(() => {
    outdated.split(",").forEach((count, i) => {
      const pv = pvs[i] as string;
      const before = known.current.get(pv);
      known.current.set(pv, Number(count));
      if (before !== undefined && before !== Number(count)) {
        void cache.invalidateQueries({ queryKey: ["history", pv] });
      }
    });
  }, [cache, outdated, pvs]);

  const kept = useRef(new Map<string, Made>());
  return useMemo(() => {
    void version;
    const next = new Map<string, Made>();
    pvs.forEach((pv, i) => {
      const query = histories[i];
      const tail = live ? store.tail(pv) : undefined;
      next.set(pv, make(pv, infos.get(pv) ?? undefined, query, tail, kept.current.get(pv)));
    });
    kept.current = next;
    return [...next.values()].map(({ trace }) => trace);
  }, [pvs, histories, infos, store, version, live]);
}

function make(
  pv: string,
  info: Pv | undefined,
  query: UseQueryResult<History> | undefined,
  tail: Tail | undefined,
  before: Made | undefined,
): Made {
  const history = query?.data;
  const loading = query?.isFetching ?? false;
  const error = query?.error ?? null;
  const version = tail?.version ?? -1;
  const same = before?.trace.history === history && before?.tail === tail && before?.version === version;
  if (before && same) {
    const { trace } = before;
    if (trace.info === info && trace.loading === loading && trace.error === error) return before;
  }
  const assembled = before && same ? before.assembled : assemble(history, tail);
  const retry = () => void query?.refetch();
  return { tail, version, assembled, trace: { ...assembled, pv, info, history, loading, error, retry } };
}
