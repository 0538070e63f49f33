import { instantOf, LOCAL, type Zone } from "@/shared/time/zone";

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;
const MONTH = 30 * D;
const YEAR = 365 * D;

const times = (unit: number, ...counts: number[]) => counts.map((count) => count * unit);

/** Steps between the ticks of a time axis, ms; months and years are those of the calendar, whatever they last. */
export const TIME_STEPS = [
  ...times(1, 1, 2, 5, 10, 20, 50, 100, 200, 500),
  ...times(S, 1, 2, 5, 10, 15, 30),
  ...times(MIN, 1, 2, 5, 10, 15, 30),
  ...times(H, 1, 2, 3, 6, 12),
  ...times(D, 1, 2, 5, 10),
  ...times(MONTH, 1, 2, 3, 6),
  ...times(YEAR, 1, 2, 5, 10),
];

/** Give the first tick at or before what a clock shows, and how to go to the next; in UTC fields. */
function calendar(from: number, step: number): [Date, (tick: Date) => void] {
  const first = new Date(from);
  first.setUTCHours(0, 0, 0, 0);
  if (step >= YEAR) {
    const years = Math.round(step / YEAR);
    first.setUTCMonth(0, 1);
    first.setUTCFullYear(Math.floor(first.getUTCFullYear() / years) * years);
    return [first, (tick) => tick.setUTCFullYear(tick.getUTCFullYear() + years)];
  }
  if (step >= MONTH) {
    const months = Math.round(step / MONTH);
    first.setUTCMonth(Math.floor(first.getUTCMonth() / months) * months, 1);
    return [first, (tick) => tick.setUTCMonth(tick.getUTCMonth() + months)];
  }
  const days = Math.round(step / D);
  // Counted within the month, so that a tick stays where it is as the window moves.
  first.setUTCDate(Math.floor((first.getUTCDate() - 1) / days) * days + 1);
  return [
    first,
    (tick) => {
      const month = tick.getUTCMonth();
      tick.setUTCDate(tick.getUTCDate() + days);
      const tooNearTheNext = days > 1 && tick.getUTCDate() > 29;
      if (tick.getUTCMonth() !== month) tick.setUTCDate(1);
      else if (tooNearTheNext) tick.setUTCMonth(month + 1, 1);
    },
  ];
}

/** Give the ticks between two times: whole multiples of the step as a clock on the wall of the zone shows them. */
export function timeTicks(from: number, to: number, step: number, zone: Zone = LOCAL): number[] {
  const ticks: number[] = [];
  const begin = from + zone.offset(from);
  if (step <= H) {
    const offset = begin - from;
    for (let tick = Math.ceil(begin / step) * step - offset; tick <= to; tick += step) ticks.push(tick);
    return ticks;
  }
  if (step < D) {
    // Where the clocks change, they are still 6:00, 12:00, 18:00.
    for (let wall = Math.ceil(begin / step) * step; ; wall += step) {
      const tick = instantOf(wall, zone);
      if (tick > to) return ticks;
      if (tick >= from && tick > (ticks.at(-1) ?? Number.NEGATIVE_INFINITY)) ticks.push(tick);
    }
  }
  const [tick, next] = calendar(begin, step);
  for (let time = instantOf(tick.getTime(), zone); time <= to; time = instantOf(tick.getTime(), zone)) {
    if (time >= from) ticks.push(time);
    next(tick);
  }
  return ticks;
}
