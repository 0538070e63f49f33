import type { ViewerTrace } from "../traces";

type Timed = Pick<ViewerTrace, "samples" | "band">;

/** Give every time in [start, stop] at which one of the traces has a sample or begins a bin, and `more`, in order, once. */
export function rowTimes(
  traces: readonly Timed[],
  start: number,
  stop: number,
  more: readonly number[] = [],
): number[] {
  const all = more.filter((time) => time >= start && time <= stop);
  for (const { samples, band } of traces) {
    for (const times of band ? [band.t, samples.t] : [samples.t]) {
      for (const time of times) if (time >= start && time <= stop) all.push(time);
    }
  }
  all.sort((a, b) => a - b);
  return all.filter((time, i) => i === 0 || time !== all[i - 1]);
}
