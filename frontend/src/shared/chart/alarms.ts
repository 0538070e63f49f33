import type { Binned } from "@/api/types";
import { nsToMs, type Samples } from "@/shared/pv/samples";

/** A time in which a PV was in alarm, at the worst of a severity. Times in ms; the last one holds until the next. */
export interface Alarm {
  start: number;
  /** Infinity: as far as is known it still is. */
  stop: number;
  severity: number;
}

/** Give the alarms of samples: each severity holds until the next sample. */
export function alarmsOf({ t, severity }: Pick<Samples, "t" | "severity">): Alarm[] {
  const alarms: Alarm[] = [];
  for (let i = 0; i < t.length; i++) {
    const level = severity[i] ?? 0;
    if (level > 0) add(alarms, t[i] as number, t[i + 1] ?? Number.POSITIVE_INFINITY, level);
  }
  return alarms;
}

/** Give the alarms of bins: the worst that each of them has. */
export function alarmsOfBins({
  time,
  width,
  severity,
}: Pick<Binned, "time" | "width" | "severity">): Alarm[] {
  const alarms: Alarm[] = [];
  time.forEach((ns, i) => {
    const level = severity[i] ?? 0;
    if (level > 0) add(alarms, nsToMs(ns), nsToMs(ns + width), level);
  });
  return alarms;
}

function add(alarms: Alarm[], start: number, stop: number, severity: number): void {
  const last = alarms.at(-1);
  if (last && last.severity === severity && last.stop >= start) last.stop = Math.max(last.stop, stop);
  else alarms.push({ start, stop, severity });
}

/** Put what came later to what was known; what still lasted ends, or goes on, with it. */
export function joinAlarms(base: readonly Alarm[], tail: readonly Alarm[], from?: number): Alarm[] {
  const last = base.at(-1);
  const next = from ?? tail[0]?.start;
  if (!last || next === undefined || last.stop <= next) return [...base, ...tail];
  const closed = { ...last, stop: Math.max(last.start, next) };
  const first = tail[0];
  if (first && first.severity === closed.severity && first.start <= closed.stop) {
    return [...base.slice(0, -1), { ...closed, stop: first.stop }, ...tail.slice(1)];
  }
  return [...base.slice(0, -1), closed, ...tail];
}
