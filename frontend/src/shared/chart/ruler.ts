import type { Extent } from "./extent";

/** Where values lie on an axis. */
export interface Ruler {
  extent: Extent;
  log: boolean;
  /** Without: nothing of its traces is known in what is shown, and the extent means nothing. */
  known: boolean;
  /** 0 at the lower end of the axis, 1 at its upper; NaN where it can't show a value. */
  place(value: number): number;
}

export type Rulers = ReadonlyMap<string, Ruler>;

/** What lies farther off than so many lengths of the axis is drawn there: canvases lose what is farther still. */
const FARTHEST = 1e6;
const near = (place: number): number => Math.min(FARTHEST, Math.max(-FARTHEST, place));

/** Give where values lie between two, as they are or as their powers of ten. */
export function placer([low, high]: Extent, log: boolean): (value: number) => number {
  if (log) {
    const bottom = Math.log10(low);
    const length = Math.log10(high) - bottom;
    return (value) => (value > 0 ? near((Math.log10(value) - bottom) / length) : Number.NaN);
  }
  const length = high - low;
  if (Number.isFinite(length)) return (value) => near((value - low) / length);
  // Half of it still is a number.
  const half = high / 2 - low / 2;
  return (value) => near((value / 2 - low / 2) / half);
}

/** Where nothing is known, an axis still has a length. */
const nothing = (log: boolean): Extent => (log ? [0.1, 10] : [0, 1]);

/** Give the ruler of an axis that shows an extent; null: of one of which nothing is known. */
export function rulerOf(shown: Extent | null, log: boolean): Ruler {
  const extent = shown ?? nothing(log);
  return { extent, log, known: shown !== null, place: placer(extent, log) };
}
