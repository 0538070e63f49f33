import { describe, expect, it } from "vitest";
import { alarmsOf, alarmsOfBins, joinAlarms } from "./alarms";

const FOREVER = Number.POSITIVE_INFINITY;

describe("alarms", () => {
  it("hold until the next sample, and join where the severity stays", () => {
    expect(alarmsOf({ t: [0, 10, 20, 30], severity: [0, 2, 2, 0] })).toEqual([
      { start: 10, stop: 30, severity: 2 },
    ]);
    expect(alarmsOf({ t: [0, 10], severity: [1, 3] })).toEqual([
      { start: 0, stop: 10, severity: 1 },
      { start: 10, stop: FOREVER, severity: 3 },
    ]);
  });

  it("of bins are as wide as the bins", () => {
    expect(alarmsOfBins({ time: [0, 1e6, 3e6], width: 1e6, severity: [1, 1, 1] })).toEqual([
      { start: 0, stop: 2, severity: 1 },
      { start: 3, stop: 4, severity: 1 },
    ]);
  });

  it("go on, change or end with what comes live", () => {
    const base = [{ start: 0, stop: FOREVER, severity: 2 }];
    expect(joinAlarms(base, [{ start: 10, stop: FOREVER, severity: 2 }], 10)).toEqual(base);
    expect(joinAlarms(base, [{ start: 10, stop: FOREVER, severity: 3 }], 10)).toEqual([
      { start: 0, stop: 10, severity: 2 },
      { start: 10, stop: FOREVER, severity: 3 },
    ]);
    expect(joinAlarms(base, [], 10)).toEqual([{ start: 0, stop: 10, severity: 2 }]);
    expect(joinAlarms(base, [])).toEqual(base);
  });
});
