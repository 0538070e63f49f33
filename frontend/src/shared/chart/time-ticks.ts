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

/** Give the first tick at or before a time, and how to go to the next, in the browser's zone. */
function calendar(from: number, step: number): [Date, (tick: Date) => void] {
  const first = new Date(from);
  first.setHours(0, 0, 0, 0);
  if (step >= YEAR) {
    const years = Math.round(step / YEAR);
    first.setMonth(0, 1);
    first.setFullYear(Math.floor(first.getFullYear() / years) * years);
    return [first, (tick) => tick.setFullYear(tick.getFullYear() + years)];
  }
  if (step >= MONTH) {
    const months = Math.round(step / MONTH);
    first.setMonth(Math.floor(first.getMonth() / months) * months, 1);
    return [first, (tick) => tick.setMonth(tick.getMonth() + months)];
  }
  const days = Math.round(step / D);
  // Counted within the month, so that a tick stays where it is as the window moves.
  first.setDate(Math.floor((first.getDate() - 1) / days) * days + 1);
  return [
    first,
    (tick) => {
      const month = tick.getMonth();
      tick.setDate(tick.getDate() + days);
      const tooNearTheNext = days > 1 && tick.getDate() > 29;
      if (tick.getMonth() !== month) tick.setDate(1);
      else if (tooNearTheNext) tick.setMonth(month + 1, 1);
    },
  ];
}

/** Give the ticks between two times: whole multiples of the step as a clock on the wall shows them. */
export function timeTicks(from: number, to: number, step: number): number[] {
  const ticks: number[] = [];
  if (step < D) {
    const zone = new Date(from).getTimezoneOffset() * MIN;
    for (let tick = Math.ceil((from - zone) / step) * step + zone; tick <= to; tick += step) ticks.push(tick);
    return ticks;
  }
  const [tick, next] = calendar(from, step);
  for (; tick.getTime() <= to; next(tick)) if (tick.getTime() >= from) ticks.push(tick.getTime());
  return ticks;
}
