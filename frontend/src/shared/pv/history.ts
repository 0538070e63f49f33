import { answerOf, queryApi } from "@/api/clients";
import { ApiProblem, againIn } from "@/api/problems";
import type { Binned, DataAnswer, Raw } from "@/api/types";
import { type Alarm, alarmsOf, alarmsOfBins } from "@/shared/chart/alarms";
import {
  type Band,
  bandOf,
  endOfBin,
  type Span,
  type Steps,
  spansOf,
  stepsOf,
  stepsOfBins,
  textsOf,
} from "@/shared/chart/model";
import { isRelative, moveTime, type TimeRange } from "@/shared/time/range";
import { decodeRaw, nsToMs, type Sample, type Samples } from "./samples";

/** What a trace shows: a PV or an expression, as it is or as it was `-shiftMs` before. */
export interface Source {
  /** Tells it from others. */
  id: string;
  kind: "pv" | "expr";
  /** The PV's name, or the expression. */
  text: string;
  /** Added to the times that are asked for: -86,400,000 shows the day before. */
  shiftMs: number;
}

export const pvSource = (pv: string): Source => ({ id: pv, kind: "pv", text: pv, shiftMs: 0 });

/** Recorded data of one source, ready to be drawn; times in ms. */
export interface History {
  /** Of the source. */
  id: string;
  /** The samples themselves, or null where the answer holds bins. */
  samples: Samples | null;
  /** What the last bin ended with, at the latest when the bin ended; null for samples, and without a number. */
  lastBin: (Sample & { since: number }) | null;
  steps: Steps;
  band: Band | null;
  gaps: Span[];
  /** When the bins begin that have samples, but no number: texts; ms. */
  texts: number[];
  /** When it was in alarm. */
  alarms: Alarm[];
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
  { id, shiftMs }: Pick<Source, "id" | "shiftMs"> = { id: series.pv, shiftMs: 0 },
): History {
  const start = nsToMs(answer.start) - shiftMs;
  const stop = nsToMs(answer.stop) - shiftMs;
  const gaps = spansOf(series.gaps).map((gap) => ({
    ...gap,
    start: gap.start - shiftMs,
    stop: gap.stop - shiftMs,
  }));
  const common = { id, gaps, start, stop, skew: relative && shiftMs === 0 ? stop - arrived : 0 };
  if (series.kind === "binned") {
    const moved = shiftMs === 0 ? series : { ...series, time: series.time.map((ns) => ns - shiftMs * 1e6) };
    const bins = { width: series.width, source: series.source ?? "raw" };
    return {
      ...common,
      samples: null,
      lastBin: lastBinOf(moved, stop),
      steps: stepsOfBins(moved, stop),
      band: bandOf(moved),
      texts: textsOf(moved),
      alarms: alarmsOfBins(moved),
      bins,
    };
  }
  const decoded = decodeRaw(series);
  const samples = shiftMs === 0 ? decoded : { ...decoded, t: decoded.t.map((time) => time - shiftMs) };
  return {
    ...common,
    samples,
    lastBin: null,
    steps: stepsOf(samples),
    band: null,
    texts: [],
    alarms: alarmsOf(samples),
    bins: null,
  };
}

/** Give the range to ask for: moved by the shift. */
const asked = ({ from, to }: TimeRange, { shiftMs }: Source): TimeRange =>
  shiftMs === 0 ? { from, to } : { from: moveTime(from, shiftMs), to: moveTime(to, shiftMs) };

async function fetchHistory(
  source: Source,
  range: TimeRange,
  points: number,
  signal: AbortSignal,
): Promise<History> {
  const what = source.kind === "pv" ? { pv: [source.text] } : { expr: [source.text] };
  const request = queryApi.GET("/v1/data", {
    params: { query: { ...what, ...asked(range, source), points } },
    signal,
  });
  // The client's types turn pairs into lists; the document's own type keeps them.
  const answer = (await answerOf(`Reading ${source.text}`, request)) as DataAnswer;
  const series = answer.series[0];
  if (!series) throw new ApiProblem(`Reading ${source.text}`, 500, "the answer holds no series");
  return historyOf(series, answer, isRelative(range.to), Date.now(), source);
}

/** The query for a source's history. */
export const historyQuery = (source: Source, range: TimeRange, points: number, everyMs: number | null) => ({
  queryKey: ["history", source.id, range.from, range.to, points] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchHistory(source, range, points, signal),
  structuralSharing: false,
  staleTime: everyMs === null && !isRelative(range.to) ? 600_000 : 0,
  refetchInterval: ({ state }: { state: { error: unknown } }) => againIn(state.error, everyMs ?? false),
});
