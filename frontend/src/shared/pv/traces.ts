import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { ApiProblem } from "@/api/problems";
import type { Pv } from "@/api/types";
import { useLive } from "@/shared/live/hooks";
import type { Tail } from "@/shared/live/ring";
import type { LiveStore } from "@/shared/live/store";
import { moveTime, type TimeRange } from "@/shared/time/range";
import { type Assembled, assemble } from "./assemble";
import { type History, historyQuery, pvSource, type Source } from "./history";
import { kindOf } from "./kind";
import { usePvs } from "./queries";

/** Everything that a page needs to show of a source; `pv` is its name or the expression. */
export interface PvTrace extends Assembled {
  id: string;
  pv: string;
  source: Source;
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
  /** Given: what arrives is shown when this changes, with the window that moves; without: as it arrives. */
  tick?: number;
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
  return { from: moveTime(to, -SECOND_MS), to };
}

const isUnknown = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;

/** A shifted trace has its own future: what is shown a while from now is read already. */
function ahead(range: TimeRange, source: Source, ms: number): TimeRange {
  if (source.shiftMs >= 0 || !range.to.startsWith("now")) return range;
  return { from: range.from, to: moveTime(range.to, Math.min(-source.shiftMs, ms)) };
}

/** Expressions are not streamed: their newest rows come by reading again. */
const EXPRESSION_MS = 5_000;

/** Read the history of PVs and, where it is live, keep adding what arrives. */
export function useTraces(pvs: readonly string[], request: TracesRequest): PvTrace[] {
  const sources = useMemo(() => pvs.map(pvSource), [pvs]);
  return useSources(sources, request);
}

/** Read the history of sources and, where it is live, keep adding what arrives of PVs. */
export function useSources(sources: readonly Source[], request: TracesRequest): PvTrace[] {
  const { range, points, live, everyMs = 60_000, tick } = request;
  const pvs = useMemo(
    () => [...new Set(sources.filter(({ kind }) => kind === "pv").map(({ text }) => text))],
    [sources],
  );
  const infos = usePvs(pvs);
  const histories = useQueries({
    queries: sources.map((source) => {
      const isPv = source.kind === "pv";
      const waveform = isPv && kindOf(infos.get(source.text)) === "waveform";
      const wanted = waveform ? newestOf(range) : live ? ahead(range, source, 2 * everyMs) : range;
      const every = isPv ? everyMs : Math.min(everyMs, EXPRESSION_MS);
      return {
        ...historyQuery(source, wanted, points, live ? every : null),
        enabled: !isPv || infos.has(source.text),
      };
    }),
  }) as UseQueryResult<History>[];
  // A stream is refused as a whole where one PV is unknown: those that the archive does not know stay out.
  const followed = live ? streamed(sources, histories) : NO_PVS;
  const { store, version } = useLive(followed, tick);
  useReadAgain(pvs, store);

  const kept = useRef(new Map<string, Made>());
  return useMemo(() => {
    void version;
    const next = new Map<string, Made>();
    sources.forEach((source, i) => {
      const tail = live && isStreamed(source) ? store.tail(source.text) : undefined;
      const info = source.kind === "pv" ? (infos.get(source.text) ?? undefined) : undefined;
      next.set(source.id, make(source, info, histories[i], tail, kept.current.get(source.id)));
    });
    kept.current = next;
    return [...next.values()].map(({ trace }) => trace);
  }, [sources, histories, infos, store, version, live]);
}

const isStreamed = ({ kind, shiftMs }: Source): boolean => kind === "pv" && shiftMs === 0;

const streamed = (sources: readonly Source[], histories: readonly UseQueryResult<History>[]): string[] =>
  sources
    .filter((source, i) => isStreamed(source) && !isUnknown(histories[i]?.error))
    .map(({ text }) => text);

/** Have the history read again where the stream says that it is not what it was. */
function useReadAgain(pvs: readonly string[], { epoch, outdated }: LiveStore): void {
  const cache = useQueryClient();
  const seen = useRef(epoch);
  useEffect(() => {
    if (seen.current === epoch) return;
    seen.current = epoch;
    void cache.invalidateQueries({ queryKey: ["history"] });
  }, [cache, epoch]);

  const counts = pvs.map((pv) => outdated.get(pv) ?? 0).join();
  const known = useRef(new Map<string, number>());
  useEffect(() => {
    counts.split(",").forEach((count, i) => {
      const pv = pvs[i];
      if (pv === undefined) return;
      const before = known.current.get(pv);
      known.current.set(pv, Number(count));
      if (before !== undefined && before !== Number(count)) {
        void cache.invalidateQueries({ queryKey: ["history", pv] });
      }
    });
  }, [cache, counts, pvs]);
}

function make(
  source: Source,
  info: Pv | undefined,
  query: UseQueryResult<History> | undefined,
  tail: Tail | undefined,
  before: Made | undefined,
): Made {
  // While another range is read, and where it can't be, what was known stays.
  const history = query?.data ?? before?.trace.history;
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
  const { id, text: pv } = source;
  return {
    tail,
    version,
    assembled,
    trace: { ...assembled, id, pv, source, info, history, loading, error, retry },
  };
}
