import { formatSecond } from "./format";
import { isRelative, resolveTime } from "./range";

/** Give a time of the address as it is typed: relative ones as they are, others in the browser's zone. */
export function typedTime(text: string): string {
  const time = isRelative(text) ? null : resolveTime(text, 0);
  return time === null ? text : formatSecond(time);
}

/** Give what was typed as it goes into an address, or null where it means no time. */
export function meantTime(text: string): string | null {
  const trimmed = text.trim();
  if (resolveTime(trimmed, 0) === null) return null;
  return isRelative(trimmed) ? trimmed : new Date(trimmed.replace(" ", "T")).toISOString();
}
