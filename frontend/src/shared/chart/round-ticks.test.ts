import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundTicks } from "./round-ticks";

describe("roundTicks", () => {
  it("are round", () => {
    expect(roundTicks(0, 10, 5)).toEqual({ step: 2, ticks: [0, 2, 4, 6, 8, 10] });
    expect(roundTicks(-0.3, 0.3, 3).ticks).toEqual([-0.2, 0, 0.2]);
  });

  it("lie between the ends, and are about as many as asked for", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        (low, size, count) => {
          const { step, ticks } = roundTicks(low, low + size, count);
          expect(ticks.length).toBeLessThanOrEqual(count + 1);
          for (const tick of ticks) {
            expect(tick).toBeGreaterThanOrEqual(low - step * 1e-6);
            expect(tick).toBeLessThanOrEqual(low + size + step * 1e-6);
          }
        },
      ),
    );
  });
});
