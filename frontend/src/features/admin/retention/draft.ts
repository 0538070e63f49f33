import type { RetentionClass, RetentionSettings } from "@/api/types";

/** A retention class while it is edited: durations as they are typed, empty is for ever. */
export interface Draft {
  name: string;
  description: string;
  raw: string;
  rollup_1m: string;
  rollup_1h: string;
  default: boolean;
}

export const LEVELS = ["raw", "rollup_1m", "rollup_1h"] as const;
export type Level = (typeof LEVELS)[number];
export const NEW: Draft = {
  name: "",
  description: "",
  raw: "30d",
  rollup_1m: "2y",
  rollup_1h: "",
  default: false,
};

export const draftOf = (one: RetentionClass): Draft => ({
  name: one.name,
  description: one.description ?? "",
  raw: one.raw ?? "",
  rollup_1m: one.rollup_1m ?? "",
  rollup_1h: one.rollup_1h ?? "",
  default: one.default ?? false,
});

export const settingsOf = (draft: Draft): RetentionSettings => ({
  description: draft.description.trim(),
  raw: draft.raw.trim() || null,
  rollup_1m: draft.rollup_1m.trim() || null,
  rollup_1h: draft.rollup_1h.trim() || null,
  default: draft.default,
});

const HOURS: Record<string, number> = { h: 1, d: 24, w: 168, y: 8_760 };

/** Give a duration like 30d in hours; none is for ever, null: what is typed is no duration. */
export function hoursOf(text: string): number | null {
  if (text.trim() === "") return Number.POSITIVE_INFINITY;
  const found = /^([1-9]\d{0,6})([hdwy])$/.exec(text.trim());
  return found ? Number(found[1]) * (HOURS[found[2] as string] as number) : null;
}

/** What is wrong with a level of a draft, or null. */
export function wrongWith(draft: Draft, level: Level): string | null {
  const hours = hoursOf(draft[level]);
  if (hours === null) return "36h, 30d, 8w or 2y; empty: for ever";
  if (hours < 24) return "at least a day";
  const before = LEVELS[LEVELS.indexOf(level) - 1];
  const finer = before === undefined ? null : hoursOf(draft[before]);
  return finer !== null && hours < finer ? "at least as long as what it is made from" : null;
}
