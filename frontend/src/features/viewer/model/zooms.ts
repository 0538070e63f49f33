import type { TimeRange } from "@/shared/time/range";

/** The ranges that were looked at before and, once one went back, those after. */
export interface Zooms {
  past: readonly TimeRange[];
  future: readonly TimeRange[];
}

export const NO_ZOOMS: Zooms = { past: [], future: [] };
const MOST = 50;

/** Remember the range that is left for a new one. */
export const leave = ({ past }: Zooms, left: TimeRange): Zooms => ({
  past: [...past, left].slice(-MOST),
  future: [],
});

/** Give the range before this one, or null. */
export function backFrom({ past, future }: Zooms, now: TimeRange): { range: TimeRange; zooms: Zooms } | null {
  const range = past.at(-1);
  return range ? { range, zooms: { past: past.slice(0, -1), future: [now, ...future] } } : null;
}

/** Give the first of the ranges that were looked at, or null. */
export function firstFrom(
  { past, future }: Zooms,
  now: TimeRange,
): { range: TimeRange; zooms: Zooms } | null {
  const [range, ...rest] = past;
  return range ? { range, zooms: { past: [], future: [...rest, now, ...future] } } : null;
}

/** Give the range that one went back from, or null. */
export function forwardFrom(
  { past, future }: Zooms,
  now: TimeRange,
): { range: TimeRange; zooms: Zooms } | null {
  const [range, ...rest] = future;
  return range ? { range, zooms: { past: [...past, now], future: rest } } : null;
}
