import { instantOf, type Zone } from "./zone";

/** Times as a user writes them: `now`, `now-1h30m`, or ISO 8601. In code a time is ms since 1970. */

const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;

/** A thousand years, ms: what is longer is none, for there is no date so far away. */
const LONGEST_MS = 1_000 * 365.25 * 86_400_000;

/** Give a duration such as `1h30m` in ms, or null where it is none. */
export function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(PART)) sum += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  return sum <= LONGEST_MS ? sum : null;
}

/** Write a duration in ms as `1h30m`. */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, Math.round(ms));
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const size = UNIT_MS[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text || "0s";
}

/** Whether a time moves on with the clock. */
export function isRelative(text: string): boolean {
  return text.startsWith("now");
}

/** Times of these years (ms) are ones: what a calendar can write with four digits. */
const [FIRST, LAST] = [Date.UTC(1000, 0), Date.UTC(10_000, 0)];

const within = (time: number): number | null => (time >= FIRST && time < LAST ? time : null);

/** Give the day with which a text begins, or null where it begins with none that there is. */
export function dayOf(text: string): string | null {
  const day = /^\d{4}-\d\d-\d\d/.exec(text)?.[0];
  const time = Date.parse(`${day}T00:00:00Z`);
  // A 30 February would be taken for a day of March.
  return day && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
}

/** Give the time that `text` means when it is `now`, or null where it means none. */
export function resolveTime(text: string, now: number): number | null {
  if (text === "now") return now;
  const relative = /^now([+-])(.+)$/.exec(text);
  if (relative) {
    const offset = parseDuration(relative[2] ?? "");
    if (offset === null) return null;
    return relative[1] === "-" ? now - offset : now + offset;
  }
  return dayOf(text) === null ? null : within(Date.parse(text));
}

/** Give the time that a date and time mean in a zone, unless they name their own; null: they are none. */
export function parseIn(text: string, zone: Zone): number | null {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(
    text.trim(),
  );
  if (!parts) return null;
  const [, day = "", clock = "00:00:00", own] = parts;
  if (dayOf(day) === null) return null;
  const time = Date.parse(`${day}T${clock}${own ?? "Z"}`);
  if (Number.isNaN(time)) return null;
  return own ? time : instantOf(time, zone);
}

export interface TimeRange {
  from: string;
  to: string;
}

/** Write two times as an absolute range that survives a URL. */
export function absoluteRange(start: number, stop: number): TimeRange {
  return { from: new Date(Math.floor(start)).toISOString(), to: new Date(Math.ceil(stop)).toISOString() };
}

/** Give a time as it is written that lies `ms` after another one; negative: before it. */
export function moveTime(text: string, ms: number): string {
  const offset = isRelative(text) ? resolveTime(text, 0) : null;
  if (offset !== null) {
    const moved = Math.round(offset + ms);
    if (moved === 0) return "now";
    return moved < 0 ? `now-${formatDuration(-moved)}` : `now+${formatDuration(moved)}`;
  }
  const time = resolveTime(text, 0);
  return time === null ? text : new Date(time + ms).toISOString();
}

/** Say what is wrong with a range, or give null where nothing is. */
export function faultOf(range: TimeRange, now: number): string | null {
  const times: [number | null, string][] = [range.from, range.to].map((text) => [
    resolveTime(text, now),
    text,
  ]);
  const unread = times.find(([time]) => time === null);
  if (unread) return `“${unread[1]}” is no time: write it as now-2h or 2026-03-01 14:30:00.`;
  const [start, stop] = times.map(([time]) => time ?? 0) as [number, number];
  if (start === stop) return "The range has no length: it begins and ends at the same time.";
  return start > stop ? "The range ends before it begins." : null;
}

/** Give the range in ms, or null where it is no range (an end that does not parse, or ends in wrong order). */
export function resolveRange(range: TimeRange, now: number): [number, number] | null {
  const start = resolveTime(range.from, now);
  const stop = resolveTime(range.to, now);
  if (start === null || stop === null || stop <= start) return null;
  return [start, stop];
}
