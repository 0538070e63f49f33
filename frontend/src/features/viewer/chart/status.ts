import type { Alarm } from "@/shared/chart/alarms";
import type { Span } from "@/shared/chart/model";
import type { PvTrace } from "@/shared/pv/traces";

/** What there is to say of the recording of a trace in a window. */
export interface Status {
  alarms: Alarm[];
  gaps: Span[];
}

type Told = Pick<PvTrace, "alarms" | "gaps">;

/** Give the alarms and gaps of a trace that are seen between two times, cut to them. */
export function statusOf({ alarms, gaps }: Told, start: number, stop: number): Status {
  const inside = <T extends { start: number; stop: number }>(one: T): T[] =>
    one.stop > start && one.start < stop
      ? [{ ...one, start: Math.max(start, one.start), stop: Math.min(stop, one.stop) }]
      : [];
  return {
    alarms: alarms.flatMap(inside),
    gaps: gaps.filter((gap) => !gap.known).flatMap(inside),
  };
}

export const isQuiet = ({ alarms, gaps }: Status): boolean => alarms.length === 0 && gaps.length === 0;

/** Say it in words: the worst severity, and why something is missing. */
export function describeStatus({ alarms, gaps }: Status): string {
  const worst = Math.max(0, ...alarms.map(({ severity }) => severity));
  const word = ["", "minor alarm", "major alarm", "invalid"][Math.min(3, worst)];
  const causes = [...new Set(gaps.map(({ cause }) => cause))].slice(0, 5);
  return [word, causes.length > 0 ? `not recorded: ${causes.join(", ")}` : ""].filter(Boolean).join("; ");
}
