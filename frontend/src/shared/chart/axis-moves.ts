import type { Extent } from "./extent";

/** Where the values of an axis lie evenly: as they are, or their powers of ten. */
const even = ([low, high]: Extent, log: boolean): Extent =>
  log ? [Math.log10(low), Math.log10(high)] : [low, high];
const back = ([low, high]: Extent, log: boolean): Extent => (log ? [10 ** low, 10 ** high] : [low, high]);

/** Move an axis by a part of its length, upwards where `part` is above 0. */
export function slide(range: Extent, part: number, log: boolean): Extent {
  const [low, high] = even(range, log);
  const by = part * (high - low);
  return back([low - by, high - by], log);
}

/** Show `factor` times as much of an axis; what is at `place`, 0 at its lower end and 1 at its upper, stays there. */
export function stretch(range: Extent, place: number, factor: number, log: boolean): Extent {
  const [low, high] = even(range, log);
  const at = low + place * (high - low);
  return back([at - (at - low) * factor, at + (high - at) * factor], log);
}

/** Round the ends of an axis to what can be told on it: a thousandth of its length. */
export function rounded(range: Extent, log: boolean): Extent {
  if (log) return range.map((value) => Number(value.toPrecision(3))) as Extent;
  const [low, high] = range;
  const digits = (value: number) =>
    Math.min(15, Math.max(3, 4 + Math.floor(Math.log10(Math.abs(value) / (high - low) || 1))));
  return range.map((value) => Number(value.toPrecision(digits(value)))) as Extent;
}
