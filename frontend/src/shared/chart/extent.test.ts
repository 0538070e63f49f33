import { describe, expect, it } from "vitest";
import { extentOf, padLinear, padLog } from "./extent";

const steps = { t: [0, 10, 20, 30], v: [5, 1, Number.NaN, 9] };

describe("what a window shows", () => {
  it("begins with the value that is held at its edge", () => {
    expect(extentOf([{ steps }], 5, 12)).toEqual([1, 5]);
  });

  it("has no extent where nothing is held", () => {
    expect(extentOf([{ steps }], 22, 25)).toBeNull();
    expect(extentOf([], 0, 1)).toBeNull();
  });

  it("takes in the band", () => {
    const band = { width: 10, t: [0], min: [-3], max: [7] };
    expect(extentOf([{ steps, band }], 0, 12)).toEqual([-3, 7]);
  });

  it("leaves out what a logarithmic axis can't show", () => {
    expect(extentOf([{ steps: { t: [0, 1], v: [-1, 10] } }], 0, 2, true)).toEqual([10, 10]);
  });
});

describe("room around", () => {
  it("a flat line", () => {
    expect(padLinear([0, 0])).toEqual([-1, 1]);
    const [low, high] = padLinear([100, 100]);
    expect(low).toBeLessThan(100);
    expect(high).toBeGreaterThan(100);
  });

  it("at least a decade on a logarithmic axis", () => {
    const [low, high] = padLog([1e-9, 2e-9]);
    expect(Math.log10(high / low)).toBeGreaterThanOrEqual(1 - 1e-9);
    expect(low).toBeLessThan(1e-9);
    expect(high).toBeGreaterThan(2e-9);
  });
});
