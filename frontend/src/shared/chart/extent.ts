import { indexAt } from "@/shared/pv/samples";
import type { Band, Steps } from "./model";
import type { Scale, Trace } from "./trace";

export type Extent = [number, number];

/** Give the smallest and largest value that is seen between two times, or null where nothing is. */
export function extentOf(
  lines: readonly { steps: Steps; band?: Band | null }[],
  start: number,
  stop: number,
  positiveOnly = false,
): Extent | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const see = (value: number) => {
    if (Number.isNaN(value) || (positiveOnly && value <= 0)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const { steps, band } of lines) {
    for (let i = Math.max(0, indexAt(steps.t, start)); i < steps.t.length; i++) {
      if ((steps.t[i] as number) > stop) break;
      see(steps.v[i] as number);
    }
    if (!band) continue;
    for (let i = Math.max(0, indexAt(band.t, start)); i < band.t.length; i++) {
      if ((band.t[i] as number) > stop) break;
      see(band.min[i] as number);
      see(band.max[i] as number);
    }
  }
  return low <= high ? [low, high] : null;
}

/** Keep a number finite. */
export const finite = (value: number): number =>
  Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));

/** Widen an extent so that lines don't touch the frame; a flat one gets room around it. */
export function padLinear([low, high]: Extent): Extent {
  if (high - low > Math.max(Math.abs(low), Math.abs(high)) * 1e-12) {
    const margin = high * 0.06 - low * 0.06;
    return [finite(low - margin), finite(high + margin)];
  }
  const room = Math.abs(low) * 0.05 || 1;
  return [finite(low - room), finite(high + room)];
}

/** Widen a positive extent on a logarithmic axis; at least a decade is shown. */
export function padLog([low, high]: Extent): Extent {
  const bottom = Math.log10(low);
  const top = Math.log10(high);
  const lacking = Math.max(0, 1 - (top - bottom)) / 2;
  const room = Math.max(0.04 * (top - bottom), lacking);
  return [powerOfTen(bottom - room), powerOfTen(top + room)];
}

/** Give a power of ten that a logarithmic axis can end at. */
export const powerOfTen = (exponent: number): number =>
  Math.max(Number.MIN_VALUE, Math.min(Number.MAX_VALUE, 10 ** exponent));

/**
 * Give where an axis begins and ends: as was chosen, else so that what is seen of its traces fits; null where
 * nothing of them is seen, and nothing was chosen.
 */
export function rangeOfScale(
  scale: Scale,
  traces: readonly Trace[],
  start: number,
  stop: number,
): Extent | null {
  if (scale.states) return [-0.4, scale.states.length - 0.6];
  const { log } = scale;
  const fits = (value: number | undefined): value is number => value !== undefined && (!log || value > 0);
  const min = fits(scale.min) ? scale.min : null;
  const max = fits(scale.max) ? scale.max : null;
  if (min !== null && max !== null && min < max) return [min, max];
  const mine = traces.filter((trace) => trace.scale === scale.key);
  const extent = extentOf(mine, start, stop, log);
  if (!extent && min === null && max === null) return null;
  const [low, high] = extent ? (log ? padLog(extent) : padLinear(extent)) : log ? [0.1, 10] : [0, 1];
  // A limit beyond all data still leaves room for an axis.
  const beyond = (value: number, sign: 1 | -1) =>
    log ? powerOfTen(Math.log10(value) + sign) : finite(value + sign * Math.max(Math.abs(value) * 0.1, 1));
  if (min !== null) return [min, min < high ? high : beyond(min, 1)];
  if (max !== null) return [max > low ? low : beyond(max, -1), max];
  return [low, high];
}
