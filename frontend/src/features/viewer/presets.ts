import type { TimeRange } from "@/shared/time/range";
import { instantOf, wall, type Zone } from "@/shared/time/zone";

/** The ranges that one asks for most, with a button each. */
export const PRESETS = [
  { span: "5m", label: "5 min" },
  { span: "1h", label: "1 h" },
  { span: "8h", label: "8 h" },
  { span: "24h", label: "24 h" },
  { span: "7d", label: "7 d" },
] as const;

/** More of them, that end now. */
export const LASTS = [
  { span: "15m", label: "15 minutes" },
  { span: "3h", label: "3 hours" },
  { span: "2d", label: "2 days" },
  { span: "30d", label: "30 days" },
  { span: "90d", label: "90 days" },
  { span: "365d", label: "A year" },
] as const;

const DAY = 86_400_000;

/** Ranges of whole days as the calendar of a zone has them; weeks begin on Mondays. */
export function calendarRanges(now: number, zone: Zone): { label: string; range: TimeRange }[] {
  const shown = wall(now, zone);
  const midnight = Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate());
  const iso = (days: number) => new Date(instantOf(midnight + days * DAY, zone)).toISOString();
  const monday = -((shown.getUTCDay() + 6) % 7);
  return [
    { label: "Today", range: { from: iso(0), to: "now" } },
    { label: "Yesterday", range: { from: iso(-1), to: iso(0) } },
    { label: "This week", range: { from: iso(monday), to: "now" } },
    { label: "Last week", range: { from: iso(monday - 7), to: iso(monday) } },
  ];
}
