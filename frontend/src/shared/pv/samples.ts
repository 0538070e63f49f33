import type { Raw } from "@/api/types";
import type { Value } from "@/shared/format/value";

/** Samples of one PV as columns in time order; times are ms since 1970 (the archive's ns, rounded). */
export interface Samples {
  t: number[];
  v: Value[];
  severity: number[];
  status: number[];
}

/** One sample. */
export interface Sample {
  time: number;
  value: Value;
  severity: number;
  status: number;
}

/** Give the last of some samples, or null. */
export function lastOf({ t, v, severity, status }: Samples): Sample | null {
  const last = t.length - 1;
  if (last < 0) return null;
  return {
    time: t[last] as number,
    value: v[last] as Value,
    severity: severity[last] ?? 0,
    status: status[last] ?? 0,
  };
}

export const NO_SAMPLES: Samples = { t: [], v: [], severity: [], status: [] };

const SPECIAL = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY };

export const nsToMs = (ns: number): number => ns / 1e6;

const isOdd = (item: unknown): item is keyof typeof SPECIAL => typeof item === "string" && item in SPECIAL;

/** Give a value as it was; in a waveform, what JSON has no number for is its name. */
function decodeValue(value: unknown): Value {
  if (value === null) return Number.NaN;
  if (!Array.isArray(value) || !value.some(isOdd)) return value as Value;
  if (!value.every((item) => typeof item === "number" || isOdd(item))) return value as Value;
  return value.map((item) => (isOdd(item) ? SPECIAL[item] : (item as number)));
}

/** Decode one value, which is null where JSON has no number for what `special` names. */
export const decodeSpecial = (value: unknown, special: keyof typeof SPECIAL | null): Value =>
  special ? SPECIAL[special] : decodeValue(value);

/** Decode a raw answer; what JSON has no number for (`special`) becomes NaN or an infinity again. */
export function decodeRaw(raw: Pick<Raw, "time" | "value" | "severity" | "status" | "special">): Samples {
  const v = raw.value.map(decodeValue);
  for (const [index, name] of raw.special ?? []) v[index] = SPECIAL[name];
  return { t: raw.time.map(nsToMs), v, severity: raw.severity, status: raw.status };
}

/** Give the index of the last time that is <= `time`, or -1. */
export function indexAt(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const sameValue = (one: Value | undefined, other: Value | undefined): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((item, i) => Object.is(item, other[i]))
    : Object.is(one, other);

/**
 * Give the index of the first sample of `more` that comes after the last of `base`.
 *
 * Numbers can't tell times apart that differ by a few ns, as those of a row and of what puts it right do. Of
 * samples at the very time of the last, those are new that follow the one which is like it.
 */
export function newIn(base: Samples, more: Samples): number {
  const last = base.t.length - 1;
  if (last < 0) return 0;
  const time = base.t[last] as number;
  const after = indexAt(more.t, time) + 1;
  let first = after;
  while (first > 0 && more.t[first - 1] === time) {
    if (more.severity[first - 1] === base.severity[last] && sameValue(more.v[first - 1], base.v[last])) break;
    first -= 1;
  }
  return first;
}

/** Give the samples of `more` that come after the last of `base`, appended to it. */
export function append(base: Samples, more: Samples): Samples {
  const first = newIn(base, more);
  if (first >= more.t.length) return base;
  return {
    t: base.t.concat(more.t.slice(first)),
    v: base.v.concat(more.v.slice(first)),
    severity: base.severity.concat(more.severity.slice(first)),
    status: base.status.concat(more.status.slice(first)),
  };
}

/** Give the samples from the last one at or before `start` on: what a window that begins there shows. */
export function since(samples: Samples, start: number): Samples {
  return from(samples, Math.max(0, indexAt(samples.t, start)));
}

/** Give the samples from an index on. */
export function from(samples: Samples, first: number): Samples {
  if (first === 0) return samples;
  return {
    t: samples.t.slice(first),
    v: samples.v.slice(first),
    severity: samples.severity.slice(first),
    status: samples.status.slice(first),
  };
}
