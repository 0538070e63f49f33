import { textOf } from "@/app/search";
import { parseDuration, resolveTime } from "@/shared/time/range";
import { isSort, KINDS, type Kind, RANKED, type Sort } from "./comparison";

/** What the address of the page says: two times, which PVs, and which of them are listed. */
export interface CompareSearch {
  time1?: string;
  time2?: string;
  search?: string;
  group?: string;
  /** Before the first time; what a PV's usual spread is taken from. */
  window?: string;
  /** `all`: also what is the same; else only what changed, or one kind of change. */
  show?: "all" | Kind;
  sort?: Sort;
}

export const DEFAULTS = { time1: "now-24h", time2: "now", window: "1h" };

/** How long before the second time the first one is, as they are offered. */
export const AGO = [
  { ago: "1h", label: "1 h before" },
  { ago: "8h", label: "8 h before" },
  { ago: "24h", label: "Yesterday" },
  { ago: "7d", label: "Last week" },
] as const;

const timeOf = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text !== undefined && resolveTime(text, 0) !== null ? text : undefined;
};

export function validateCompare(given: Record<string, unknown>): CompareSearch {
  const found = {
    time1: timeOf(given.time1),
    time2: timeOf(given.time2),
    search: textOf(given.search),
    group: textOf(given.group),
    window: textOf(given.window),
    show: textOf(given.show),
    sort: textOf(given.sort),
  };
  const kept: CompareSearch = {};
  if (found.time1 && found.time1 !== DEFAULTS.time1) kept.time1 = found.time1;
  if (found.time2 && found.time2 !== DEFAULTS.time2) kept.time2 = found.time2;
  if (found.search) kept.search = found.search;
  if (found.group) kept.group = found.group;
  if (found.window && found.window !== DEFAULTS.window && parseDuration(found.window)) {
    kept.window = found.window;
  }
  if (found.show === "all" || KINDS.includes(found.show as Kind)) kept.show = found.show as Kind;
  if (isSort(found.sort) && found.sort !== RANKED) kept.sort = found.sort;
  return kept;
}

/** Give the time that lies `ago` before another, written as that one is: relative to now, or absolute. */
export function timeBefore(time: string, ago: string): string {
  const length = parseDuration(ago) ?? 0;
  if (time === "now") return `now-${ago}`;
  const at = resolveTime(time, 0);
  if (at === null) return DEFAULTS.time1;
  if (time.startsWith("now")) return `now-${Math.round(length - at)}ms`;
  return new Date(at - length).toISOString();
}
