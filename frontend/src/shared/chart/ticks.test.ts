import { expect, it } from "vitest";
import { tickLabels } from "./ticks";

it.each([
  [[0, 20, 40], 20, ["0", "20", "40"]],
  [[0, 2.5, 5], 2.5, ["0", "2.5", "5.0"]],
  [[-0.05, 0, 0.05], 0.05, ["−0.05", "0", "0.05"]],
  [[1e-9, 1.5e-9], 5e-10, ["1.0e−9", "1.5e−9"]],
  [[2_000_000, 2_000_500], 500, ["2.0000e6", "2.0005e6"]],
])("labels %j in steps of %d", (splits, step, labels) => {
  expect(tickLabels(splits, step, false)).toEqual(labels);
});

it("labels decades", () => {
  expect(tickLabels([1e-9, null, 0.01, 100, 1e6], 1, true)).toEqual(["1e−9", "", "0.01", "100", "1e6"]);
});
