import { roundTicks } from "@/shared/chart/round-ticks";
import { tickLabels } from "@/shared/chart/ticks";
import { TIME_STEPS, timeTicks } from "@/shared/chart/time-ticks";
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
export function ticksOfValues(low: number, high: number, height: number, log: boolean): Tick[] {
  if (log) return ticksOfDecades(low, high);
  const { step, ticks } = roundTicks(low, high, Math.max(2, height / VALUE_PX));
  const labels = tickLabels(ticks, step, false);
  return ticks.map((at, i) => ({ at, label: labels[i] ?? "" }));
}

function ticksOfDecades(low: number, high: number): Tick[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first) / 10));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) ticks.push(10 ** power);
  // Within a single decade its own parts are told.
  if (ticks.length < 2) {
    const base = 10 ** Math.floor(Math.log10(low));
    ticks.splice(0, ticks.length, ...[1, 2, 5, 10, 20, 50].map((n) => n * base));
  }
  const inside = ticks.filter((at) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9));
  const labels = tickLabels(inside, 1, true);
  return inside.map((at, i) => ({ at, label: labels[i] ?? "" }));
}
