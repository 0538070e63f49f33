import * as fc from "fast-check";
import { expect, it } from "vitest";
import { expressionKey, fill, followable, MOST_EXPRESSIONS, MOST_FOLLOWED, MOST_STREAMS } from "./watchlist";

const pvs = (first: number, count: number) => Array.from({ length: count }, (_, i) => `PV${first + i}`);
const formulas = (first: number, count: number) => pvs(first, count).map(expressionKey);

it("gives everything one place in as many streams as it takes, whatever came before", () => {
  const part = (make: (first: number, count: number) => string[], most: number) =>
    fc.tuple(fc.nat(most), fc.nat(most)).map(([first, count]) => make(first, count));
  const steps = fc.array(fc.tuple(part(pvs, 1_600), part(formulas, 350)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(steps, (wishes) => {
      let shares: string[][] = [];
      for (const wish of wishes) {
        const keys = followable(wish.flat());
        shares = fill(shares, keys);
        expect(shares.flat().sort()).toEqual(keys);
        expect(shares.length).toBeLessThanOrEqual(MOST_STREAMS);
        for (const share of shares) {
          expect(share.length).toBeLessThanOrEqual(MOST_FOLLOWED);
          expect(share.filter((key) => key.startsWith("=")).length).toBeLessThanOrEqual(MOST_EXPRESSIONS);
        }
      }
    }),
    { numRuns: 60 },
  );
});

it("has one stream as long as one takes all, and leaves what is followed where it is", () => {
  expect(fill([], pvs(0, MOST_FOLLOWED))).toHaveLength(1);
  const two = fill(fill([], pvs(0, 400)), pvs(0, 700));
  expect(two.map((share) => share.length)).toEqual([500, 200]);
  const less = fill(two, pvs(0, 700).slice(300));
  expect(less.map((share) => share.length)).toEqual([200, 200]);
  expect(less[1]).toEqual(two[1]);
});
