import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { ApiProblem } from "@/api/problems";
import type { Pv } from "@/api/types";
import { useLive } from "@/shared/live/hooks";
import { absoluteRange, resolveTime, type TimeRange } from "@/shared/time/range";
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

interface Kept {
  history: History | undefined;
  version: number;
  assembled: Assembled;
}

/** An hour of waveforms would be megabytes; what is drawn of them is the newest. */
function newestOf({ to }: TimeRange): TimeRange {
  if (to === "now") return { from: "now-1s", to };
  const stop = resolveTime(to, Date.now()) ?? Date.now();
  return absoluteRange(stop - 1_000, stop);
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

  const kept = useRef(new Map<string, Kept>());
  return useMemo(() => {
    void version;
    const next = new Map<string, Kept>();
    const traces = pvs.map((pv, i) => {
      const query = histories[i];
      const history = query?.data;
      const tail = live ? store.tail(pv) : undefined;
      const before = kept.current.get(pv);
      const tailVersion = tail?.version ?? -1;
      const assembled =
        before && before.history === history && before.version === tailVersion
          ? before.assembled
          : assemble(history, tail);
      next.set(pv, { history, version: tailVersion, assembled });
      return {
        ...assembled,
        pv,
        info: infos.get(pv) ?? undefined,
        history,
        loading: query?.isFetching ?? false,
        error: query?.error ?? null,
        retry: () => void query?.refetch(),
      };
    });
    kept.current = next;
    return traces;
  }, [pvs, histories, infos, store, version, live]);
}
