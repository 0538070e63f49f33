import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isShowable, rounded, slide, stretch } from "./axis-moves";
import { type Extent, padLinear, padLog } from "./extent";
import { placer, rulerOf } from "./ruler";
import { valueTicks } from "./value-ticks";

const LARGEST = Number.MAX_VALUE;
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, LARGEST, -LARGEST, 1e308, -1e308, 1e-300, -1e-300, Number.MIN_VALUE, 1e15, 1e15 + 0.125),
);
const extent = fc.tuple(number, number).map(([a, b]): Extent => [Math.min(a, b), Math.max(a, b)]);
const positive = fc
  .tuple(number, number)
  .map((both) => both.map((value) => Math.abs(value) || 1))
  .map(([a = 1, b = 1]): Extent => [Math.min(a, b), Math.max(a, b)]);
const shown = fc.oneof(
  extent.map((one) => ({ extent: padLinear(one), inside: one, log: false })),
  positive.map((one) => ({ extent: padLog(one), inside: one, log: true })),
);

describe("an axis of any numbers that there are", () => {
  it("has its values on it, from its lower end to its upper", () => {
    fc.assert(
      fc.property(shown, ({ extent: [low, high], inside, log }) => {
        expect(low).toBeLessThan(high);
        expect([low, high].every(Number.isFinite)).toBe(true);
        const place = placer([low, high], log);
        expect(place(low)).toBe(0);
        expect(place(high)).toBeCloseTo(1);
        for (const value of inside) {
          expect(place(value)).toBeGreaterThanOrEqual(-1e-9);
          expect(place(value)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it("has a few ticks on it, each with a number", () => {
    fc.assert(
      fc.property(shown, fc.integer({ min: 1, max: 20 }), ({ extent: range, log }, most) => {
        const ruler = rulerOf(range, log);
        const ticks = valueTicks(ruler, most);
        expect(ticks.length).toBeLessThanOrEqual(80);
        expect(ticks.filter(({ label }) => label !== "").length).toBeLessThanOrEqual(Math.max(2, most) + 5);
        for (const { at, label } of ticks) {
          expect(ruler.place(at)).toBeGreaterThanOrEqual(-1e-6);
          expect(ruler.place(at)).toBeLessThanOrEqual(1 + 1e-6);
          expect(label).not.toMatch(/NaN|∞|Infinity/);
        }
      }),
    );
  });

  it("is moved and stretched to one that can be shown, or refused", () => {
    const by = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(shown, by, ({ extent: range, log }, part) => {
        for (const next of [slide(range, part, log), stretch(range, Math.abs(part), 4 ** part, log)]) {
          expect(next.some(Number.isNaN)).toBe(false);
          if (isShowable(next)) expect(rounded(next, log).every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  it("can be zoomed where it spans all numbers", () => {
    const [low, high] = stretch([-LARGEST, LARGEST], 0.5, 0.5, false);
    expect([low / LARGEST, high / LARGEST]).toEqual([-0.5, 0.5]);
    expect(valueTicks(rulerOf([-LARGEST, LARGEST], false), 4).map(({ label }) => label)).toEqual([
      "−1e308",
      "0",
      "1e308",
    ]);
    expect(placer([-LARGEST, LARGEST], false)(0)).toBe(0.5);
  });
});

it("an axis of which nothing is known has no numbers", () => {
  expect(valueTicks(rulerOf(null, false), 5)).toEqual([]);
  expect(valueTicks(rulerOf(null, true), 5)).toEqual([]);
});

it("a value far off the axis is drawn far off it, where a canvas still can", () => {
  expect(placer([0, 1], false)(1e308)).toBe(1e6);
  expect(placer([0, 1], false)(Number.NaN)).toBeNaN();
});
