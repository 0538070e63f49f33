import { answerOf, queryApi } from "@/api/clients";
import { ApiProblem, againIn } from "@/api/problems";
import type { Binned, DataAnswer, Raw } from "@/api/types";
import {
  type Band,
  bandOf,
  endOfBin,
  type Span,
  type Steps,
  spansOf,
  stepsOf,
  stepsOfBins,
} from "@/shared/chart/model";
import { isRelative, type TimeRange } from "@/shared/time/range";
import { decodeRaw, nsToMs, type Sample, type Samples } from "./samples";

/** Recorded data of one PV, ready to be drawn; times in ms. */
export interface History {
  pv: string;
  /** The samples themselves, or null where the answer holds bins. */
  samples: Samples | null;
  /** What the last bin ended with, at the latest when the bin ended; null for samples, and without a number. */
  lastBin: (Sample & { since: number }) | null;
  steps: Steps;
  band: Band | null;
  gaps: Span[];
  /** Width of the bins in ns and where they were made from; null for samples. */
  bins: { width: number; source: string } | null;
  /** The range as the archive understood it. */
  start: number;
  stop: number;
  /** How far the archive's clock is ahead of this browser's, as far as the answer tells. */
  skew: number;
}

function lastBinOf(bins: Binned, stop: number): History["lastBin"] {
  const index = bins.time.length - 1;
  const value = endOfBin(bins, index);
  const start = bins.time[index];
  if (value == null || start === undefined) return null;
  const since = nsToMs(start);
  const time = Math.min(since + nsToMs(bins.width), stop);
  return { since, time, value, severity: bins.severity[index] ?? 0, status: 0 };
}

/** Make a history of an answer that arrived at `arrived` (ms). */
export function historyOf(
  series: Raw | Binned,
  answer: DataAnswer,
  relative: boolean,
  arrived: number,
): History {
  const start = nsToMs(answer.start);
  const stop = nsToMs(answer.stop);
  const common = {
    pv: series.pv,
    gaps: spansOf(series.gaps),
    start,
    stop,
    skew: relative ? stop - arrived : 0,
  };
  if (series.kind === "binned") {
    const bins = { width: series.width, source: series.source ?? "raw" };
    return {
      ...common,
      samples: null,
      lastBin: lastBinOf(series, stop),
      steps: stepsOfBins(series, stop),
      band: bandOf(series),
      bins,
    };
  }
  const samples = decodeRaw(series);
  return { ...common, samples, lastBin: null, steps: stepsOf(samples), band: null, bins: null };
}

async function fetchHistory(
  pv: string,
  range: TimeRange,
  points: number,
  signal: AbortSignal,
): Promise<History> {
  const query = { pv: [pv], from: range.from, to: range.to, points };
  const request = queryApi.GET("/v1/data", { params: { query }, signal });
  // The client's types turn pairs into lists; the document's own type keeps them.
  const answer = (await answerOf(`Reading ${pv}`, request)) as DataAnswer;
  const series = answer.series[0];
  if (!series) throw new ApiProblem(`Reading ${pv}`, 500, "the answer holds no series");
  return historyOf(series, answer, isRelative(range.to), Date.now());
}

/** The query for a PV's history; while another range loads, the old data stay. */
export const historyQuery = (pv: string, range: TimeRange, points: number, everyMs: number | null) => ({
  queryKey: ["history", pv, range.from, range.to, points] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchHistory(pv, range, points, signal),
  placeholderData: (previous: History | undefined) => (previous?.pv === pv ? previous : undefined),
  structuralSharing: false,
  staleTime: everyMs === null && !isRelative(range.to) ? 600_000 : 0,
  refetchInterval: ({ state }: { state: { error: unknown } }) => againIn(state.error, everyMs ?? false),
});
