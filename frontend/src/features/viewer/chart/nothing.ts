import { extentOf } from "@/shared/chart/extent";
import type { ViewerTrace } from "../traces";
import type { PlacedAxis } from "./place";

type Seen = Pick<ViewerTrace, "kind" | "history" | "error" | "samples" | "steps" | "band">;

/** Whether something of a trace is seen between two times; `log`: only what is above zero. */
function isDrawn(
  { kind, samples, steps, band, history }: Seen,
  start: number,
  stop: number,
  log: boolean,
): boolean {
  if (kind === "number") return extentOf([{ steps, band }], start, stop, log) !== null;
  return samples.t.length > 0 || (band?.t.length ?? 0) > 0 || (history?.texts.length ?? 0) > 0;
}

/** Say why a chart is empty; null where it is not, or where that is not known yet, or told elsewhere. */
export function whyEmpty(
  seen: readonly ViewerTrace[],
  axes: readonly Pick<PlacedAxis, "log" | "traces">[],
  [start, stop]: readonly [number, number],
  now: number,
): string | null {
  if (seen.length === 0)
    return "All traces are hidden: the line before a trace’s name opens what shows them again.";
  if (start > now) return "This range lies in the future: nothing is recorded yet.";
  if (seen.some(({ history, error }) => !history || error)) return null;
  const logs = new Set(axes.filter(({ log }) => log).flatMap(({ traces }) => traces));
  if (seen.some((trace) => isDrawn(trace, start, stop, logs.has(trace)))) return null;
  if (seen.some((trace) => isDrawn(trace, start, stop, false))) {
    return "A logarithmic axis shows only values above zero, and there are none here: choose Linear in the axis’s form.";
  }
  const some = seen.some(({ samples, band }) => samples.t.length > 0 || band?.t.length);
  return some
    ? "What was recorded in this range are no numbers: NaN or infinite."
    : "Nothing of these traces was recorded in this range.";
}
