import type { Ruler } from "@/shared/chart/ruler";
import { TIME_STEPS, timeTicks } from "@/shared/chart/time-ticks";
import { valueTicks } from "@/shared/chart/value-ticks";
import { formatClock, formatDate } from "@/shared/time/format";
import type { Zone } from "@/shared/time/zone";

export interface Tick {
  at: number;
  label: string;
  /** Below it, where another day begins. */
  date?: string;
}

const TICK_PX = 90;
const VALUE_PX = 48;
const DAY = 86_400_000;

/** Give the ticks of an axis of time that is so many px wide. */
export function ticksOfTime(start: number, stop: number, width: number, zone: Zone): Tick[] {
  const least = ((stop - start) / width) * TICK_PX;
  const step = TIME_STEPS.find((one) => one >= least) ?? (TIME_STEPS.at(-1) as number);
  let before = "";
  return timeTicks(start, stop, step, zone).map((at) => {
    const date = formatDate(at, zone);
    if (step >= DAY) return { at, label: step >= 28 * DAY ? date.slice(0, 7) : date };
    const clock = formatClock(at, zone);
    const label = step < 1_000 ? clock : step < 60_000 ? clock.slice(0, 8) : clock.slice(0, 5);
    const tick = { at, label, ...(date !== before && { date }) };
    before = date;
    return tick;
  });
}

/** Give the ticks of an axis of values that is so many px high. */
export const ticksOfValues = (ruler: Ruler, height: number): Tick[] =>
  valueTicks(ruler, height / VALUE_PX).filter(({ label }) => label !== "");
