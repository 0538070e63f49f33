import { flagOf, listOf, pvsOf, textOf } from "@/app/search";
import { isRelative, parseDuration, resolveRange, type TimeRange } from "@/shared/time/range";

/** What the viewer's address says: everything that it shows. */
export interface ViewerSearch {
  pv?: string[];
  from?: string;
  to?: string;
  /** A range that ends now stands still. */
  paused?: boolean;
  /** Units with a logarithmic axis, and those that would have one of themselves but don't (`-mbar`). */
  log?: string[];
}

export const DEFAULT_RANGE: TimeRange = { from: "now-1h", to: "now" };

export const PRESETS = [
  { span: "5m", label: "5 min" },
  { span: "1h", label: "1 h" },
  { span: "8h", label: "8 h" },
  { span: "24h", label: "24 h" },
  { span: "7d", label: "7 d" },
] as const;

export function validateViewer(search: Record<string, unknown>): ViewerSearch {
  const pv = pvsOf(search.pv);
  const log = listOf(search.log);
  const from = textOf(search.from);
  const to = textOf(search.to);
  return {
    ...(pv.length > 0 ? { pv } : {}),
    ...(from ? { from } : {}),
    ...(to && to !== "now" ? { to } : {}),
    ...(flagOf(search.paused) ? { paused: true } : {}),
    ...(log.length > 0 ? { log } : {}),
  };
}

/** Give the range that the address asks for, or the default where it makes no sense. */
export function rangeOf({ from, to }: ViewerSearch): TimeRange {
  const range = { from: from ?? DEFAULT_RANGE.from, to: to ?? DEFAULT_RANGE.to };
  return resolveRange(range, Date.UTC(2100, 0)) === null ? DEFAULT_RANGE : range;
}

/** Whether the chart moves on with the clock. */
export const follows = (search: ViewerSearch): boolean => rangeOf(search).to === "now" && !search.paused;

/** Give the length of a range that begins at `now-…` and ends now, in ms, or null where it is another. */
export function spanOf({ from, to }: TimeRange): number | null {
  if (to !== "now" || !isRelative(from) || !from.startsWith("now-")) return null;
  return parseDuration(from.slice(4));
}

/** Whether the axis of a unit is logarithmic: as the address says, else as the unit is usually looked at. */
export function isLog(log: readonly string[] | undefined, unit: string, usually: boolean): boolean {
  if (log?.includes(`-${unit}`)) return false;
  return usually || (log?.includes(unit) ?? false);
}

/** Give the `log` parameter after the axis of a unit was switched. */
export function switchLog(log: readonly string[] | undefined, unit: string, usually: boolean): string[] {
  const others = (log ?? []).filter((one) => one !== unit && one !== `-${unit}`);
  const becomes = !isLog(log, unit, usually);
  if (becomes === usually) return others;
  return [...others, becomes ? unit : `-${unit}`];
}
