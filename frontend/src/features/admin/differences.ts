import { formatSecond } from "@/shared/time/format";

type Settings = Record<string, unknown>;

/** A time as the API writes it. */
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/;

function shown(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "string") return TIME.test(value) ? formatSecond(Date.parse(value)) : value || "empty";
  if (Array.isArray(value)) return value.map(shown).join(", ") || "none";
  return JSON.stringify(value);
}

/** What is different, a setting each, as somebody would say it. */
export function differences(before: Settings, after: Settings): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (was === undefined) return [`${name}: ${shown(is)}`];
    if (is === undefined) return [`${name}: ${shown(was)} → default`];
    return [`${name}: ${shown(was)} → ${shown(is)}`];
  });
}
