import { absoluteRange, formatDuration, isRelative, resolveTime, type TimeRange } from "@/shared/time/range";

const MARGIN = 0.1;
const LEAST_MS = 60_000;

/**
 * Give a range that shows both times with some room around them; it goes on live where the later one is now.
 *
 * @param time1 As the address says them, either first.
 * @param now ms.
 */
export function rangeAround(time1: string, time2: string, now: number): TimeRange | null {
  const times = [resolveTime(time1, now), resolveTime(time2, now)];
  if (times[0] == null || times[1] == null) return null;
  const start = Math.min(...(times as number[]));
  const stop = Math.max(...(times as number[]));
  const margin = Math.max(LEAST_MS, (stop - start) * MARGIN);
  if (isRelative(time1) && isRelative(time2) && stop === now) {
    return { from: `now-${formatDuration(Math.ceil((now - start + margin) / 1000) * 1000)}`, to: "now" };
  }
  return absoluteRange(start - margin, Math.min(stop + margin, Math.max(now, stop)));
}
