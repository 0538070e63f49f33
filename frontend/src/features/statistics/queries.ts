import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { answerOf, queryApi } from "@/api/clients";
import { ApiProblem, againIn } from "@/api/problems";
import type { PvStatistics, StatisticsAnswer } from "@/api/types";
import type { ViewerTrace } from "@/features/viewer/traces";
import { moveTime, type TimeRange } from "@/shared/time/range";
import { PERCENTILES } from "./columns";

const BINS = 48;
const LIVE_MS = 15_000;

interface Request {
  shiftMs: number;
  pv: string[];
  expr: string[];
}

const isUnknown = ({ error, history }: ViewerTrace): boolean =>
  !history && error instanceof ApiProblem && error.status === 404;

/** A request a shift: each looks at a range of its own. Who is unknown would have the whole of it refused. */
function requestsOf(traces: readonly ViewerTrace[]): Request[] {
  const requests = new Map<number, Request>();
  for (const { source } of traces.filter((trace) => !isUnknown(trace))) {
    const { shiftMs, kind, text } = source;
    const request = requests.get(shiftMs) ?? { shiftMs, pv: [], expr: [] };
    request[kind].push(text);
    requests.set(shiftMs, request);
  }
  return [...requests.values()];
}

async function fetchStatistics(
  { shiftMs, pv, expr }: Request,
  range: TimeRange,
  signal: AbortSignal,
): Promise<StatisticsAnswer> {
  const times = { from: moveTime(range.from, shiftMs), to: moveTime(range.to, shiftMs) };
  const query = { pv, expr, ...times, percentile: [...PERCENTILES], bins: BINS };
  const request = queryApi.GET("/v1/statistics", { params: { query }, signal });
  return (await answerOf("Computing the statistics", request)) as StatisticsAnswer;
}

/** A trace with its statistics, or null where they are not there yet. */
export interface TraceStatistics {
  trace: ViewerTrace;
  statistics: PvStatistics | null;
}

/** Ask for the statistics of all traces over a range; those of a live one are asked for again and again. */
export function useStatistics(traces: readonly ViewerTrace[], range: TimeRange, live: boolean) {
  const requests = requestsOf(traces);
  const results = useQueries({
    queries: requests.map((request) => ({
      queryKey: ["statistics", request, range.from, range.to] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchStatistics(request, range, signal),
      placeholderData: (before: StatisticsAnswer | undefined) => before,
      structuralSharing: false,
      staleTime: live ? 0 : 60_000,
      refetchInterval: ({ state }: { state: { error: unknown } }) =>
        againIn(state.error, live ? LIVE_MS : false),
    })),
  }) as UseQueryResult<StatisticsAnswer>[];
  const found = new Map<string, PvStatistics>();
  results.forEach(({ data }, i) => {
    for (const one of data?.statistics ?? []) found.set(`${requests[i]?.shiftMs} ${one.pv}`, one);
  });
  const rows = traces.map<TraceStatistics>((trace) => ({
    trace,
    statistics: found.get(`${trace.source.shiftMs} ${trace.source.text}`) ?? null,
  }));
  const failed = results.find(({ error }) => error);
  const whole = results[0]?.data;
  return {
    rows,
    range: whole ? { start: whole.start / 1e6, stop: whole.stop / 1e6 } : null,
    busy: results.some(({ isFetching }) => isFetching),
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}
