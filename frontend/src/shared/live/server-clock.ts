import { formatDuration } from "@/shared/time/range";

/** What a request takes, and that servers tell full seconds, is no difference (ms). */
const TOLERATED_MS = 30_000;
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/**
 * Ask a server for its time of day; give by how much (ms) this clock is ahead of it, 0 where it tells none.
 *
 * @param now the time of day here, ms since 1970.
 */
export async function aheadOf(address: string, now: () => number): Promise<number> {
  const begun = now();
  const response = await fetch(address, { method: "HEAD", cache: "no-store" });
  const told = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(told) ? 0 : (begun + now()) / 2 - told;
}

/** Say by how much a clock is ahead or behind, to what matters of it; null: it is right. */
export function wordsOfAhead(ms: number): string | null {
  const size = Math.abs(ms);
  if (size < TOLERATED_MS) return null;
  const grain = size >= 2 * DAY ? DAY : size >= 2 * HOUR ? HOUR : size >= 2 * MINUTE ? MINUTE : 1_000;
  return `${formatDuration(Math.round(size / grain) * grain)} ${ms > 0 ? "ahead" : "behind"}`;
}
