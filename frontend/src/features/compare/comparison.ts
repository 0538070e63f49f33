import type { Moment, PvChange } from "@/api/types";
import type { Value } from "@/shared/format/value";
import { decodeSpecial } from "@/shared/pv/samples";

export const KINDS = ["number", "state", "lost", "found"] as const;
export type Kind = (typeof KINDS)[number];

const SORTS = ["name", "difference", "significance"] as const;
type SortKey = (typeof SORTS)[number];
export type Sort = SortKey | `-${SortKey}`;
/** As query-api ranks them, what changed most first. */
export const RANKED: Sort = "-significance";

export const isSort = (text: string | undefined): text is Sort =>
  SORTS.some((key) => text === key || text === `-${key}`);

/** One PV at two times. */
export interface Comparison {
  pv: string;
  kind: Kind | "same";
  before: Moment;
  after: Moment;
  difference: number | null;
  spread: number | null;
  /** How much more than usual it changed; null where that is not known, or nothing did. */
  significance: number | null;
}

/** Give what a PV held, or null where there is nothing. */
export function heldValue({ time, value, special }: Moment): Value | null {
  return time === null ? null : decodeSpecial(value, special ?? null);
}

export const ofChange = (change: PvChange): Comparison => ({
  ...change,
  difference: change.difference ?? null,
  spread: change.spread ?? null,
});

const equal = (a: Moment, b: Moment): boolean =>
  JSON.stringify([a.value, a.special ?? null]) === JSON.stringify([b.value, b.special ?? null]);

/** Tell how a PV differs between two moments, as far as they alone tell. */
export function compare(before: Moment, after: Moment): Comparison {
  const found = { pv: before.pv, before, after, difference: null, spread: null, significance: null };
  if (before.known !== after.known) return { ...found, kind: before.known ? "lost" : "found" };
  if (!before.known || equal(before, after)) return { ...found, kind: "same" };
  const numbers = typeof before.value === "number" && typeof after.value === "number";
  if (!numbers) return { ...found, kind: "state" };
  return { ...found, kind: "number", difference: Number(after.value) - Number(before.value) };
}

/**
 * Join what changed, ranked, with everything that PVs held: first the ranked ones, then the others by name.
 */
export function joined(
  changes: readonly PvChange[],
  before: readonly Moment[],
  after: readonly Moment[],
): Comparison[] {
  const ranked = changes.map(ofChange);
  const told = new Set(ranked.map(({ pv }) => pv));
  const later = new Map(after.map((moment) => [moment.pv, moment]));
  const others: Comparison[] = [];
  for (const moment of before) {
    const then = later.get(moment.pv);
    if (then && !told.has(moment.pv)) others.push(compare(moment, then));
  }
  others.sort((a, b) => Number(a.kind === "same") - Number(b.kind === "same") || byName(a, b));
  return [...ranked, ...others];
}

const byName = (a: Comparison, b: Comparison) => (a.pv < b.pv ? -1 : a.pv > b.pv ? 1 : 0);

/** Give ranked rows in another order; where there is nothing to sort by, they stay behind the others. */
export function inOrder(rows: readonly Comparison[], sort: Sort): readonly Comparison[] {
  if (sort === RANKED) return rows;
  const sign = sort.startsWith("-") ? -1 : 1;
  const key = sort.replace(/^-/, "") as SortKey;
  if (key === "name") return [...rows].sort((a, b) => sign * byName(a, b));
  const size = (row: Comparison) => (row[key] === null ? null : Math.abs(row[key]));
  return [...rows].sort((a, b) => {
    const [one, other] = [size(a), size(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * (one - other);
  });
}

/** Count comparisons by their kind. */
export function countKinds(found: readonly Comparison[]): Record<Comparison["kind"], number> {
  const counts = { number: 0, state: 0, lost: 0, found: 0, same: 0 };
  for (const { kind } of found) counts[kind] += 1;
  return counts;
}

const FULL = Math.log10(20_000);

/** Give how much of a bar a significance fills, 0 to 1: a tenfold larger one is as much more, as usual is 1. */
export function barOf(significance: number): number {
  if (significance <= 1) return 0.02;
  return Math.min(1, 0.02 + (0.98 * Math.log10(significance)) / FULL);
}

/** Write a significance as it is read: twice as much as usual is news, 1234 times is as much as 1200. */
export function formatSignificance(significance: number): string {
  if (significance >= 10_000) return "> 10 000 ×";
  if (significance >= 100) return `${Number(significance.toPrecision(2))} ×`;
  return `${significance.toFixed(significance < 10 ? 1 : 0)} ×`;
}
