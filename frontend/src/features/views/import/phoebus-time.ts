import { formatDuration } from "@/shared/time/range";

const UNITS: [RegExp, number][] = [
  [/^(ms|milli)/, 1],
  [/^(s|sec)/, 1_000],
  [/^(mi|min)/, 60_000],
  [/^h/, 3_600_000],
  [/^d/, 86_400_000],
  [/^w/, 604_800_000],
  [/^mo/, 30 * 86_400_000],
  [/^y/, 365 * 86_400_000],
];
const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/gi;

/** Give the ms that `-3 days -10 minutes -3.124 seconds` says, or null where it says none. */
export function spanOfPhoebus(text: string): number | null {
  let sum = 0;
  const rest = text.replace(PART, (_, amount: string, unit: string) => {
    const size = UNITS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1];
    sum += size === undefined ? Number.NaN : Number(amount) * size;
    return "";
  });
  return Number.isFinite(sum) && sum > 0 && /^[-\s,]*(ago)?\s*$/.test(rest) ? sum : null;
}

/** Give a time of a Data Browser file as CAFlux writes it, or null where it is none. */
export function timeOfPhoebus(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "now") return "now";
  const date = /^(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[ T](\d\d?):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?$/.exec(trimmed);
  if (date) {
    const [year, month, day, hour, minute, second] = date.slice(1, 7).map((part) => Number(part ?? 0));
    const ms = Math.floor(Number(`0.${date[7] ?? 0}`) * 1000);
    // As its author saw it: the file does not say of which zone.
    const at = new Date(year ?? 0, (month ?? 1) - 1, day, hour, minute, second, ms);
    return Number.isNaN(at.getTime()) ? null : at.toISOString();
  }
  const span = spanOfPhoebus(trimmed);
  return span === null ? null : `now-${formatDuration(span)}`;
}
