import type { PvTrace } from "@/shared/pv/traces";

const LEAST_MS = 60_000;

/**
 * Give the times that are shown, ms: the last `span`, but nothing from before recording began, so that a new
 * archive does not show mostly emptiness.
 */
export function shownWindow(
  traces: readonly Pick<PvTrace, "steps">[],
  now: number,
  span: number,
): [number, number] {
  const first = Math.min(...traces.map(({ steps }) => steps.t[0] ?? now));
  return [Math.max(now - span, Math.min(first, now - LEAST_MS)), now];
}
