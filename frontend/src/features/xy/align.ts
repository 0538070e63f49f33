import type { Steps } from "@/shared/chart/model";
import { indexAt } from "@/shared/pv/samples";

/** What two PVs held at the same times, as columns of equal length; ms. */
export interface Pairs {
  t: number[];
  x: number[];
  y: number[];
  /** For how long each pair was held, ms. */
  held: number[];
}

/**
 * Pair two lines: a pair at each time at which one of them changes, with what both then hold, from `start` until
 * `stop`. Where one of them is unknown (NaN), there is none.
 */
export function alignByHold(x: Steps, y: Steps, start: number, stop: number): Pairs {
  const pairs: Pairs = { t: [], x: [], y: [], held: [] };
  let i = indexAt(x.t, start);
  let j = indexAt(y.t, start);
  let time = start;
  while (time < stop) {
    const nextX = x.t[i + 1] ?? Number.POSITIVE_INFINITY;
    const nextY = y.t[j + 1] ?? Number.POSITIVE_INFINITY;
    const next = Math.min(nextX, nextY, stop);
    const [vx, vy] = [x.v[i], y.v[j]];
    if (next > time && vx !== undefined && vy !== undefined && !Number.isNaN(vx) && !Number.isNaN(vy)) {
      pairs.t.push(time);
      pairs.x.push(vx);
      pairs.y.push(vy);
      pairs.held.push(next - time);
    }
    while ((x.t[i + 1] ?? Number.POSITIVE_INFINITY) <= next) i += 1;
    while ((y.t[j + 1] ?? Number.POSITIVE_INFINITY) <= next) j += 1;
    time = next;
  }
  return pairs;
}

/** How two quantities go together. */
export interface Fit {
  /** Pearson's, -1 to 1. */
  correlation: number;
  slope: number;
  intercept: number;
}

/** Fit a line through pairs, each weighing as long as it was held; null where one of them never changed. */
export function fitOf({ x, y, held }: Pairs): Fit | null {
  const total = held.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return null;
  const meanOf = (values: readonly number[]) =>
    values.reduce((sum, value, i) => sum + value * (held[i] as number), 0) / total;
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] as number) - meanX;
    const dy = (y[i] as number) - meanY;
    const weight = held[i] as number;
    xx += weight * dx * dx;
    xy += weight * dx * dy;
    yy += weight * dy * dy;
  }
  // What is left of rounding is no spread.
  const none = (spread: number, mean: number) => spread <= 1e-24 * mean * mean * total;
  if (none(xx, meanX) || none(yy, meanY)) return null;
  const slope = xy / xx;
  return { correlation: xy / Math.sqrt(xx * yy), slope, intercept: meanY - slope * meanX };
}
