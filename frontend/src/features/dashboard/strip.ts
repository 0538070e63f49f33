import type { Span, Steps } from "@/shared/chart/model";
import type { Assembled } from "@/shared/pv/assemble";
import { indexAt } from "@/shared/pv/samples";

/** A time in which a PV was in one state; `state` null: not recorded. Shares of the window, 0 to 1. */
export interface Stretch {
  from: number;
  to: number;
  state: number | null;
}

const LEAST = 1 / 600;

/** Give the severity of a trace as a line, from its first sample or bin on. */
export function severitySteps({ steps, alarms, gaps }: Pick<Assembled, "steps" | "alarms" | "gaps">): Steps {
  const begin = steps.t[0];
  if (begin === undefined) return { t: [], v: [] };
  const turns = [...alarms, ...gaps.filter(({ known }) => !known)].flatMap(({ start, stop }) => [
    start,
    stop,
  ]);
  const later = turns.filter((time) => time > begin && Number.isFinite(time));
  const t = [...new Set([begin, ...later])].sort((a, b) => a - b);
  const at = (time: number) => alarms.findLast(({ start, stop }) => start <= time && time < stop);
  return { t, v: t.map((time) => at(time)?.severity ?? 0) };
}

/**
 * Give what a line held as stretches of the window; where many are narrower than a pixel, the one that began
 * there stands for them.
 */
export function stretches(steps: Steps, gaps: readonly Span[], window: readonly [number, number]): Stretch[] {
  const [start, stop] = window;
  const width = stop - start;
  const found: Stretch[] = [];
  const add = (time: number, state: number | null) => {
    const from = Math.max(0, (time - start) / width);
    const last = found.at(-1);
    if (last) {
      if (last.state === state) return;
      if (from - last.from < LEAST) {
        last.state = state;
        return;
      }
      last.to = from;
    }
    found.push({ from, to: 1, state });
  };
  const first = Math.max(0, indexAt(steps.t, start));
  const inGap = (time: number) => gaps.some((gap) => !gap.known && gap.start <= time && time < gap.stop);
  for (let i = first; i < steps.t.length && (steps.t[i] as number) < stop; i++) {
    const value = steps.v[i] as number;
    const time = steps.t[i] as number;
    add(time, Number.isNaN(value) || inGap(time) ? null : value);
  }
  return found;
}
