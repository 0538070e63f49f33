import { expect, it } from "vitest";
import { rowTimes } from "./rows";

const trace = (t: number[], bins: number[] = []) => ({
  samples: { t, v: t, severity: [], status: [] },
  band: bins.length > 0 ? { width: 10, t: bins, min: bins, max: bins } : null,
});

it("has a row for each time of any trace, once, in order, and none outside", () => {
  expect(rowTimes([trace([1, 5, 9]), trace([5, 6], [2, 5])], 2, 8)).toEqual([2, 5, 6]);
  expect(rowTimes([], 0, 1)).toEqual([]);
});
