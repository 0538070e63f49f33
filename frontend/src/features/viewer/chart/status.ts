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

/** What a sign in a lane means. */
export interface Meaning {
  sign: "minor" | "major" | "invalid" | "lost";
  word: string;
}

const SEVERITIES = [
  { sign: "minor", word: "minor alarm" },
  { sign: "major", word: "major alarm" },
  { sign: "invalid", word: "invalid" },
] as const;

/** Say in words what the signs in a lane mean, the worst first: severities, and why something is missing. */
export function meaningsOf({ alarms, gaps }: Status): Meaning[] {
  const levels = new Set(alarms.map(({ severity }) => Math.min(3, severity)));
  const causes = [...new Set(gaps.map(({ cause }) => cause))].slice(0, 5);
  return [
    ...SEVERITIES.filter((_, i) => levels.has(i + 1)).reverse(),
    ...(causes.length > 0 ? [{ sign: "lost" as const, word: `not recorded: ${causes.join(", ")}` }] : []),
  ];
}
