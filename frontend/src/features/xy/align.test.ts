import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heldAt, type Steps } from "@/shared/chart/model";
import { alignByHold, fitOf } from "./align";

const NAN = Number.NaN;

describe("alignByHold", () => {
  it("has a pair at each time at which one of them changes", () => {
    const x = { t: [0, 10, 20], v: [1, 2, 3] };
    const y = { t: [5, 20], v: [7, 8] };
    expect(alignByHold(x, y, 0, 30)).toEqual({
      t: [5, 10, 20],
      x: [1, 2, 3],
      y: [7, 7, 8],
      held: [5, 10, 10],
    });
  });

  it("begins with what was held before, and leaves out what is not known", () => {
    const x = { t: [-5, 10, 12], v: [1, NAN, 2] };
    const y = { t: [-1], v: [7] };
    expect(alignByHold(x, y, 0, 20)).toEqual({ t: [0, 12], x: [1, 2], y: [7, 7], held: [10, 8] });
  });

  const line = fc.uniqueArray(fc.integer({ min: -20, max: 60 }), { maxLength: 30 }).chain((times) =>
    fc
      .array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(NAN)), {
        minLength: times.length,
        maxLength: times.length,
      })
      .map((v): Steps => ({ t: [...times].sort((a, b) => a - b), v })),
  );

  it("holds at every moment what both lines hold", () => {
    fc.assert(
      fc.property(line, line, (x, y) => {
        const pairs = alignByHold(x, y, 0, 40);
        for (let time = 0; time < 40; time++) {
          const at = pairs.t.findIndex((t, i) => t <= time && time < t + (pairs.held[i] as number));
          const both = [heldAt(x, time), heldAt(y, time)];
          if (both.some(Number.isNaN)) expect(at).toBe(-1);
          else expect([pairs.x[at], pairs.y[at]]).toEqual(both);
        }
      }),
    );
  });
});

describe("fitOf", () => {
  it("finds a line, and weighs what was held for long", () => {
    const pairs = { t: [0, 1, 2], x: [0, 1, 2], y: [1, 3, 5], held: [1, 5, 1] };
    const fit = fitOf(pairs);
    expect(fit?.slope).toBeCloseTo(2);
    expect(fit?.intercept).toBeCloseTo(1);
    expect(fit?.correlation).toBeCloseTo(1);
  });

  it("is none where one of them never changed, and without pairs", () => {
    expect(fitOf({ t: [0, 1], x: [0.1, 0.1], y: [1, 2], held: [1, 1] })).toBeNull();
    expect(fitOf({ t: [], x: [], y: [], held: [] })).toBeNull();
  });
});
