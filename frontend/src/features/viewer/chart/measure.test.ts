import { expect, it } from "vitest";
import { firstMarks, measure } from "./measure";

const ramp = { steps: { t: [0, 1_000, 2_000, 3_000], v: [0, 10, 20, Number.NaN] } };

it("gives the difference and the slope a second of what was held", () => {
  expect(measure(ramp, 0, 2_500)).toEqual({ from: 0, to: 20, change: 20, slope: 8 });
  expect(measure(ramp, 2_000, 0)).toMatchObject({ change: -20, slope: 10 });
});

it("knows nothing before the first value and in a gap", () => {
  expect(measure(ramp, -1, 1_000).change).toBeNaN();
  expect(measure(ramp, 1_000, 3_000).slope).toBeNaN();
  expect(measure(ramp, 1_000, 1_000).slope).toBeNaN();
});

it("begins a third from both ends", () => {
  expect(firstMarks([0, 300])).toEqual([100, 200]);
});
