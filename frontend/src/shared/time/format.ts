import { formatDuration } from "./range";
import { LOCAL, wall, type Zone } from "./zone";

const two = (n: number) => String(n).padStart(2, "0");
const three = (n: number) => String(n).padStart(3, "0");

/** Write a time of day with milliseconds, as a clock of the zone shows it. */
export function formatClock(ms: number, zone: Zone = LOCAL): string {
  const d = wall(ms, zone);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}.${three(d.getUTCMilliseconds())}`;
}

/** Write a date as 2026-03-01. */
export function formatDate(ms: number, zone: Zone = LOCAL): string {
  const d = wall(ms, zone);
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
}

/** Write date and time with milliseconds. */
export function formatStamp(ms: number, zone: Zone = LOCAL): string {
  return `${formatDate(ms, zone)} ${formatClock(ms, zone)}`;
}

/** Write date and time to the second. */
export function formatSecond(ms: number, zone: Zone = LOCAL): string {
  return formatStamp(ms, zone).slice(0, 19);
}

/** Write how long ago something was, in one or two units: `now`, `12 s`, `4 min`, `3 h`, `2 d`. */
export function formatAge(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1.5) return "now";
  if (seconds < 100) return `${Math.round(seconds)} s ago`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} d ago`;
}

/** Write the width of a bin, given in ns: `20 s`, `1.5 min`. */
export function formatWidth(ns: number): string {
  const ms = ns / 1e6;
  if (ms < 1) return `${Number((ns / 1e3).toPrecision(3))} µs`;
  if (ms < 1_000) return `${Number(ms.toPrecision(3))} ms`;
  if (ms < 120_000) return `${Number((ms / 1_000).toPrecision(3))} s`;
  if (ms < 7_200_000) return `${Number((ms / 60_000).toPrecision(3))} min`;
  if (ms < 172_800_000) return `${Number((ms / 3_600_000).toPrecision(3))} h`;
  return `${Number((ms / 86_400_000).toPrecision(3))} d`;
}

/** Write how long something lasts, to the two largest units. */
export function formatSpan(ms: number): string {
  const text = formatDuration(Math.round(ms / 1000) * 1000);
  const parts = [...text.matchAll(/(\d+)([a-z]+)/g)].slice(0, 2);
  return parts.map(([, count, unit]) => `${count} ${unit === "m" ? "min" : unit}`).join(" ");
}
