import type { Binned, Gap } from "@/api/types";
import { indexAt, nsToMs, type Samples } from "@/shared/pv/samples";

/**
 * A line that holds each value until the next time; NaN: nothing is held from there on. Times in ms.
 */
export interface Steps {
  t: number[];
  v: number[];
}

/** Minimum and maximum per bin, [t, t + width); columns of equal length. Times in ms. */
export interface Band {
  width: number;
  t: number[];
  min: number[];
  max: number[];
}

/** A time in which a PV was not recorded as it should have been. Times in ms. */
export interface Span {
  start: number;
  stop: number;
  cause: string;
  /** What the PV held is known all the same; only the times of its samples are not the IOC's. */
  known?: boolean;
  /** Samples were lost: what the PV held is unknown until its next sample. */
  untilNext?: boolean;
}

const LOSSES = ["dropped", "overflow"];
/** Of causes that are named after the event which began the gap, what they mean. */
const MEANT: Record<string, string> = { started: "not connected" };

export const spansOf = (gaps: readonly Gap[] | undefined): Span[] =>
  (gaps ?? []).map((gap) => ({
    start: nsToMs(gap.start),
    stop: gap.stop == null ? Number.POSITIVE_INFINITY : nsToMs(gap.stop),
    cause: [MEANT[gap.cause] ?? gap.cause, gap.detail].filter(Boolean).join(": "),
    ...(gap.lost === false && { known: true }),
    ...(LOSSES.includes(gap.cause) && { untilNext: true }),
  }));

/** Give the line of numeric samples; infinities can't be drawn and count as NaN. */
export function stepsOf(samples: Samples): Steps {
  return {
    t: samples.t,
    v: samples.v.map((value) => (typeof value === "number" && Number.isFinite(value) ? value : Number.NaN)),
  };
}

/** Give what bin `i` ended with: its last sample, or what it held where it has none. */
export const endOfBin = (bins: Binned, i: number): number | null =>
  (bins.count[i] === 0 ? bins.twmean[i] : bins.last[i]) ?? null;

/**
 * Give the line of a binned answer that ends at `stop`: each bin's mean, or what it held where it has no sample;
 * then, where bins are missing, what it ended with. The mean of the samples is taken, which lies in the band; the
 * time-weighted one may not, because it counts what was held when the bin began.
 */
export function stepsOfBins(bins: Binned, stop: number): Steps {
  const t: number[] = [];
  const v: number[] = [];
  const width = nsToMs(bins.width);
  bins.time.forEach((time, i) => {
    const start = nsToMs(time);
    t.push(start);
    v.push((bins.count[i] === 0 ? bins.twmean[i] : bins.mean[i]) ?? Number.NaN);
    const next = bins.time[i + 1];
    if (next === undefined || nsToMs(next) > start + width * 1.5) {
      t.push(Math.min(start + width, Math.max(stop, start)));
      v.push(endOfBin(bins, i) ?? Number.NaN);
    }
  });
  return { t, v };
}

/** Give the min–max band of a binned answer; bins that hold no number are left out. */
export function bandOf(bins: Binned): Band {
  const band: Band = { width: nsToMs(bins.width), t: [], min: [], max: [] };
  bins.time.forEach((time, i) => {
    const min = bins.min[i];
    const max = bins.max[i];
    if (min == null || max == null) return;
    band.t.push(nsToMs(time));
    band.min.push(min);
    band.max.push(max);
  });
  return band;
}

/** Give when the bins begin (ms) that have samples, but no number among them. */
export const textsOf = (bins: Binned): number[] =>
  bins.time.flatMap((ns, i) => ((bins.count[i] ?? 0) > 0 && bins.min[i] == null ? [nsToMs(ns)] : []));

/**
 * Break a line where its PV was not recorded: NaN from a gap's start, the last known value from its stop, unless
 * samples were lost in it. Samples whose IOC stamped them inside a gap are known only once it has ended.
 */
export function cutGaps(steps: Steps, gaps: readonly Span[]): Steps {
  if (gaps.length === 0) return steps;
  const t: number[] = [];
  const v: number[] = [];
  let held = Number.NaN;
  let i = 0;
  const takeUntil = (limit: number, draw: boolean) => {
    for (; i < steps.t.length && (steps.t[i] as number) < limit; i++) {
      held = steps.v[i] as number;
      if (!draw) continue;
      t.push(steps.t[i] as number);
      v.push(held);
    }
  };
  let reached = Number.NEGATIVE_INFINITY;
  for (const gap of gaps) {
    if (gap.known || gap.stop <= reached) continue;
    const start = Math.max(gap.start, reached);
    reached = gap.stop;
    takeUntil(start, true);
    if (t.length > 0) {
      t.push(start);
      v.push(Number.NaN);
    }
    takeUntil(gap.stop, false);
    if (gap.untilNext) held = Number.NaN;
    if (Number.isFinite(gap.stop) && !Number.isNaN(held) && steps.t[i] !== gap.stop) {
      t.push(gap.stop);
      v.push(held);
    }
  }
  takeUntil(Number.POSITIVE_INFINITY, true);
  return { t, v };
}

/** Give the times within [start, stop) at which each of several lists of gaps has one. */
export function commonGaps(
  lists: readonly (readonly Span[])[],
  start: number,
  stop: number,
): [number, number][] {
  let common: [number, number][] = lists.length > 0 && start < stop ? [[start, stop]] : [];
  for (const gaps of lists) {
    const lost = gaps.filter((gap) => !gap.known && gap.stop > start && gap.start < stop);
    common = common.flatMap(([from, to]) =>
      lost
        .map((gap): [number, number] => [Math.max(from, gap.start), Math.min(to, gap.stop)])
        .filter(([first, last]) => first < last),
    );
    if (common.length === 0) break;
  }
  return common;
}

/** Append to a line those of other steps that are later. */
export function joinSteps(base: Steps, tail: Steps): Steps {
  const last = base.t.at(-1) ?? Number.NEGATIVE_INFINITY;
  const first = indexAt(tail.t, last) + 1;
  return appendSteps(base, { t: tail.t.slice(first), v: tail.v.slice(first) });
}

/** Append steps to a line, all of which come after it. */
export function appendSteps(base: Steps, more: Steps): Steps {
  if (more.t.length === 0) return base;
  return { t: base.t.concat(more.t), v: base.v.concat(more.v) };
}

/** Give the value held at a time, or NaN. */
export function heldAt(steps: Steps, time: number): number {
  const index = indexAt(steps.t, time);
  return index < 0 ? Number.NaN : (steps.v[index] as number);
}
