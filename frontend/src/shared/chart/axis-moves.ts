import { type Extent, finite, powerOfTen } from "./extent";

/** What is as large as numbers get is moved as a part of itself: else its length would be none. */
const PART = 1 / 64;
const partOf = (range: Extent): number => (range.some((value) => Math.abs(value) > 1e300) ? PART : 1);

/** Where the values of an axis lie evenly: as they are, or their powers of ten. */
const even = ([low, high]: Extent, log: boolean, part: number): Extent =>
  log ? [Math.log10(low), Math.log10(high)] : [low * part, high * part];
const back = ([low, high]: Extent, log: boolean, part: number): Extent =>
  log ? [powerOfTen(low), powerOfTen(high)] : [finite(low / part), finite(high / part)];

/** Whether an axis can show a range: a shorter one has no numbers to be told apart. */
export const isShowable = ([low, high]: Extent): boolean =>
  Number.isFinite(low) &&
  Number.isFinite(high) &&
  high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high));

/** Move an axis by a part of its length, upwards where `part` is above 0. */
export function slide(range: Extent, part: number, log: boolean): Extent {
  const unit = partOf(range);
  const [low, high] = even(range, log, unit);
  const by = part * (high - low);
  return back([low - by, high - by], log, unit);
}

/** Show `factor` times as much of an axis; what is at `place`, 0 at its lower end and 1 at its upper, stays there. */
export function stretch(range: Extent, place: number, factor: number, log: boolean): Extent {
  const unit = partOf(range);
  const [low, high] = even(range, log, unit);
  const at = low + place * (high - low);
  return back([at - (at - low) * factor, at + (high - at) * factor], log, unit);
}

/** Round the ends of an axis to what can be told on it: a thousandth of its length. */
export function rounded(range: Extent, log: boolean): Extent {
  const told = (value: number, digits: number) => finite(Number(value.toPrecision(digits)));
  if (log) return range.map((value) => told(value, 3) || value) as Extent;
  const [low, high] = range;
  const digits = (value: number) =>
    Math.min(15, Math.max(3, 4 + Math.floor(Math.log10(Math.abs(value) / (high - low) || 1))));
  return range.map((value) => told(value, digits(value))) as Extent;
}
