import type { Extent } from "./extent";
import { roundTicks } from "./round-ticks";
import type { Ruler } from "./ruler";
import { tickLabels } from "./ticks";

/** A line across the chart; those without a label lie between others. */
export interface ValueTick {
  at: number;
  label: string;
}

/** So many decades at most have lines between their ends. */
const DETAILED = 6;

/** Give the ticks of an axis of values, about `most` of them with a label; none where nothing is known. */
export function valueTicks({ extent, log, known }: Ruler, most: number): ValueTick[] {
  if (!known) return [];
  if (log) return decades(extent, Math.max(2, most));
  const { step, ticks } = roundTicks(...extent, Math.max(2, most));
  const labels = tickLabels(ticks, step, false);
  return ticks.map((at, i) => ({ at, label: labels[i] ?? "" }));
}

function decades([low, high]: Extent, most: number): ValueTick[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first) / most));
  const labelled: number[] = [];
  for (let power = first; power <= last; power += every) labelled.push(10 ** power);
  const between: number[] = [];
  // Within a single decade its own parts are told.
  const few = labelled.length < 2;
  if (last - first <= DETAILED) {
    for (let power = first - 1; power <= last; power += 1) {
      for (const n of [2, 3, 4, 5, 6, 7, 8, 9]) {
        (few && (n === 2 || n === 5) ? labelled : between).push(n * 10 ** power);
      }
    }
  }
  const inside = (at: number) => at >= low * (1 - 1e-9) && at / high <= 1 + 1e-9;
  const told = labelled.filter(inside).sort((a, b) => a - b);
  const labels = tickLabels(told, 1, true);
  return [
    ...told.map((at, i) => ({ at, label: labels[i] ?? "" })),
    ...between.filter(inside).map((at) => ({ at, label: "" })),
  ].sort((a, b) => a.at - b.at);
}
