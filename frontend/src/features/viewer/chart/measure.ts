import { heldAt } from "@/shared/chart/model";
import type { ViewerTrace } from "../traces";

/** What a trace did between two times; a number is NaN where it is not known. */
export interface Difference {
  from: number;
  to: number;
  change: number;
  /** Per second. */
  slope: number;
}

/** Compare what a trace held at two times, ms. */
export function measure({ steps }: Pick<ViewerTrace, "steps">, first: number, second: number): Difference {
  const from = heldAt(steps, first);
  const to = heldAt(steps, second);
  const change = to - from;
  return { from, to, change, slope: second === first ? Number.NaN : change / ((second - first) / 1000) };
}

/** Give where the cursors stand when they are called for: a third from both ends. */
export function firstMarks([start, stop]: readonly [number, number]): [number, number] {
  const third = (stop - start) / 3;
  return [start + third, stop - third];
}
