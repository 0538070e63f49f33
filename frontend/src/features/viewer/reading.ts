import type { Alarm } from "@/shared/chart/alarms";
import type { Value } from "@/shared/format/value";
import { indexAt, nsToMs } from "@/shared/pv/samples";
import type { PvTrace } from "@/shared/pv/traces";

/** What a PV was at a time: a sample, the statistics of a bin, or texts that a bin has no statistics of. */
export type Reading =
  | { kind: "sample"; time: number; value: Value; severity: number; status: number }
  | { kind: "bin"; time: number; mean: number; min: number; max: number; severity: number }
  | { kind: "texts"; time: number; severity: number };

/** What is said of a bin that has texts. */
export const MANY_TEXTS = "zoom in to read it";

/** Give what a PV held at a time; null where it was not recorded. */
export function readingAt(trace: PvTrace, time: number): Reading | null {
  if (trace.gaps.some((gap) => !gap.known && gap.start <= time && time < gap.stop)) return null;
  const { band, samples, steps, history } = trace;
  if (history?.bins && history.texts.length > 0) {
    const start = history.texts[indexAt(history.texts, time)];
    if (start !== undefined && time < start + nsToMs(history.bins.width)) {
      return { kind: "texts", time: start, severity: severityAt(trace.alarms, start) };
    }
  }
  if (band) {
    const bin = indexAt(band.t, time);
    const start = band.t[bin];
    if (start !== undefined && time < start + band.width) {
      const mean = steps.v[indexAt(steps.t, start)] as number;
      return {
        kind: "bin",
        time: start,
        mean,
        min: band.min[bin] as number,
        max: band.max[bin] as number,
        severity: severityAt(trace.alarms, start),
      };
    }
  }
  const index = indexAt(samples.t, time);
  const value = samples.v[index];
  if (value === undefined) {
    const held = steps.v[indexAt(steps.t, time)];
    if (held === undefined || Number.isNaN(held)) return null;
    return { kind: "sample", time, value: held, severity: severityAt(trace.alarms, time), status: 0 };
  }
  return {
    kind: "sample",
    time: samples.t[index] as number,
    value,
    severity: samples.severity[index] ?? 0,
    status: samples.status[index] ?? 0,
  };
}

function severityAt(alarms: readonly Alarm[], time: number): number {
  return alarms.find(({ start, stop }) => start <= time && time < stop)?.severity ?? 0;
}

/** Give the newest that is known of a PV up to a time: its last sample, or its last bin. */
export function newestReading(trace: PvTrace, end: number): Reading | null {
  const sampled = trace.samples.t.at(-1) ?? Number.NEGATIVE_INFINITY;
  const binned = trace.band?.t.at(-1) ?? Number.NEGATIVE_INFINITY;
  const texts = trace.history?.texts.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (texts > Math.max(sampled, binned)) return readingAt(trace, texts);
  return readingAt(sampled > binned ? { ...trace, band: null } : trace, end);
}

/** Say in words what was drawn of a PV. */
export function drawnOf(
  trace: Pick<PvTrace, "history" | "band" | "samples">,
): { points: number; width: number | null } | null {
  const { history } = trace;
  if (!history) return null;
  if (history.bins) {
    return { points: trace.band?.t.length || history.texts.length, width: history.bins.width };
  }
  return { points: trace.samples.t.length, width: null };
}
