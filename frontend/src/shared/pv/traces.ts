import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { Described } from "@/api/types";
import { useLive } from "@/shared/live/hooks";
import type { Tail } from "@/shared/live/ring";
import type { LiveStore } from "@/shared/live/store";
import { expressionKey } from "@/shared/live/watchlist";
import { moveTime, type TimeRange } from "@/shared/time/range";
import { type Assembled, assemble } from "./assemble";
import { type History, historyQuery, pvSource, type Source } from "./history";
import { kindOf } from "./kind";
import { useDescribed, usePvs } from "./queries";

/** Everything that a page needs to show of a source; `pv` is its name or the expression. */
export interface PvTrace extends Assembled {
  id: string;
  pv: string;
  source: Source;
  info: Described | undefined;
  history: History | undefined;
  loading: boolean;
  error: Error | null;
  /** Why its newest is read again now and then instead of being streamed, or null. */
  unstreamed: string | null;
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

const NO_KEYS: readonly string[] = [];

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

/** A shifted trace has its own future: what is shown a while from now is read already. */
function ahead(range: TimeRange, source: Source, ms: number): TimeRange {
  if (source.shiftMs >= 0 || !range.to.startsWith("now")) return range;
  return { from: range.from, to: moveTime(range.to, Math.min(-source.shiftMs, ms)) };
}

/** How often that is read again which can't be streamed. */
const UNSTREAMED_MS = 5_000;

/** Under which key a source is streamed; null where it shows another time. */
const keyOf = ({ kind, text, shiftMs }: Source): string | null =>
  shiftMs !== 0 ? null : kind === "pv" ? text : expressionKey(text);

/** Read the history of PVs and, where it is live, keep adding what arrives. */
export function useTraces(pvs: readonly string[], request: TracesRequest): PvTrace[] {
  const sources = useMemo(() => pvs.map(pvSource), [pvs]);
  return useSources(sources, request);
}

/** Read the history of sources and, where it is live, keep adding what arrives. */
export function useSources(sources: readonly Source[], request: TracesRequest): PvTrace[] {
  const { range, points, live, everyMs = 60_000, tick } = request;
  const pvs = useMemo(
    () => [...new Set(sources.filter(({ kind }) => kind === "pv").map(({ text }) => text))],
    [sources],
  );
  const infos = usePvs(pvs);
  const described = useDescribed(sources, infos);
  const keys = useMemo(() => sources.map(keyOf), [sources]);
  const { store, version } = useLive(live ? keys.filter((key) => key !== null) : NO_KEYS, tick);
  const histories = useQueries({
    queries: sources.map((source, i) => {
      const isPv = source.kind === "pv";
      const waveform = isPv && kindOf(infos.get(source.text)) === "waveform";
      const wanted = waveform ? newestOf(range) : live ? ahead(range, source, 2 * everyMs) : range;
      const every = refusal(keys[i], store) ? Math.min(everyMs, UNSTREAMED_MS) : everyMs;
      return {
        ...historyQuery(source, wanted, points, live ? every : null),
        enabled: !isPv || infos.has(source.text),
      };
    }),
  }) as UseQueryResult<History>[];
  useReadAgain(sources, keys, store);

  const kept = useRef(new Map<string, Made>());
  return useMemo(() => {
    void version;
    const next = new Map<string, Made>();
    sources.forEach((source, i) => {
      const key = live ? keys[i] : null;
      const tail = key ? store.tail(key) : undefined;
      const info = described[i];
      next.set(
        source.id,
        make(source, info, histories[i], tail, refusal(key, store), kept.current.get(source.id)),
      );
    });
    kept.current = next;
    return [...next.values()].map(({ trace }) => trace);
  }, [sources, keys, histories, described, store, version, live]);
}

const refusal = (key: string | null | undefined, store: LiveStore): string | null =>
  (key && store.refused.get(key)) || null;

/** Have the history read again where the stream says that it is not what it was. */
function useReadAgain(
  sources: readonly Source[],
  keys: readonly (string | null)[],
  { epoch, outdated }: LiveStore,
): void {
  const cache = useQueryClient();
  const seen = useRef(epoch);
  useEffect(() => {
    if (seen.current === epoch) return;
    seen.current = epoch;
    void cache.invalidateQueries({ queryKey: ["history"] });
  }, [cache, epoch]);

  const counts = keys.map((key) => (key && outdated.get(key)) || 0).join();
  const known = useRef(new Map<string, number>());
  useEffect(() => {
    counts.split(",").forEach((count, i) => {
      const id = sources[i]?.id;
      if (id === undefined) return;
      const before = known.current.get(id);
      known.current.set(id, Number(count));
      if (before !== undefined && before !== Number(count)) {
        void cache.invalidateQueries({ queryKey: ["history", id] });
      }
    });
  }, [cache, counts, sources]);
}

function make(
  source: Source,
  info: Described | undefined,
  query: UseQueryResult<History> | undefined,
  tail: Tail | undefined,
  unstreamed: string | null,
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
    const told = trace.info === info && trace.unstreamed === unstreamed;
    if (told && trace.loading === loading && trace.error === error) return before;
  }
  const assembled = before && same ? before.assembled : assemble(history, tail);
  const retry = () => void query?.refetch();
  const { id, text: pv } = source;
  return {
    tail,
    version,
    assembled,
    trace: { ...assembled, id, pv, source, info, history, loading, error, unstreamed, retry },
  };
}
