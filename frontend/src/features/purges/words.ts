import type { Purge } from "@/api/types";

const STATES: Record<Purge["state"], string> = {
  asked: "asked for",
  running: "being done",
  done: "done",
  failed: "failed, tried again",
  withdrawn: "withdrawn",
};

/** Whether collectors have still to do something about an order. */
export const isUnderWay = ({ state }: Pick<Purge, "state">): boolean =>
  state === "asked" || state === "running" || state === "failed";

/** Say how far an order is. */
export function progress({
  state,
  detail,
  waits_for,
}: Pick<Purge, "state" | "detail" | "waits_for">): string {
  const waits = (waits_for ?? []).length > 0 ? `waits for ${(waits_for ?? []).join(", ")}` : "";
  return [STATES[state], ...(isUnderWay({ state }) ? [detail || waits] : [waits])].filter(Boolean).join(": ");
}

/** Say how many samples of what would go: those that are counted. */
export function samplesOf(holdings: Purge["holdings"]): string {
  if (!holdings) return "an unknown number of samples";
  const known = holdings.map(({ samples }) => samples ?? null);
  const sum = known.reduce<number>((total, one) => total + (one ?? 0), 0);
  const about = holdings.some(({ estimated }) => estimated) || known.includes(null);
  const words = `${sum.toLocaleString("en")} ${sum === 1 ? "sample" : "samples"}`;
  if (known.includes(null)) return sum === 0 ? "too many samples to count" : `more than ${words}`;
  return about ? `about ${words}` : words;
}

/** Give the full hour that a field holds as config-api takes it; null: it holds none that is over. */
export function fullHour(typed: string, now: number): string | null {
  const time = Date.parse(typed);
  if (Number.isNaN(time) || time > now) return null;
  const date = new Date(time);
  return date.getUTCMinutes() === 0 && date.getUTCSeconds() === 0 ? date.toISOString() : null;
}
