import { describe, expect, it } from "vitest";
import { gaugeScale, shareOf } from "./gauge-scale";

const NONE = { low: null, high: null };

describe("a gauge", () => {
  it("has the ends that were chosen, else the record's, else what was seen in round numbers", () => {
    const record = { display_low: -5, display_high: 20 };
    expect(gaugeScale(record, { low: 0, high: null }, [])).toMatchObject({ low: 0, high: 20 });
    expect(gaugeScale(record, NONE, [99])).toMatchObject({ low: -5, high: 20 });
    expect(gaugeScale({ display_low: 0, display_high: 0 }, NONE, [3, 43])).toMatchObject({
      low: 0,
      high: 50,
    });
    expect(gaugeScale(null, NONE, [-0.3, Number.NaN])).toMatchObject({ low: -0.5, high: 0.5 });
    expect(gaugeScale(null, { low: 9, high: 3 }, [1])).toMatchObject({ low: 0, high: 1 });
  });

  it("shows where the record warns and alarms, as far as its scale goes", () => {
    const limits = {
      display_low: 0,
      display_high: 100,
      warning_low: 10,
      warning_high: 80,
      alarm_low: 5,
      alarm_high: 120,
    };
    expect(gaugeScale(limits, NONE, []).zones).toEqual([
      { from: 5, to: 10, severity: "minor" },
      { from: 80, to: 100, severity: "minor" },
      { from: 0, to: 5, severity: "major" },
    ]);
    expect(gaugeScale({ alarm_low: 0, alarm_high: 0 }, NONE, [1]).zones).toEqual([]);
  });

  it("has decades of one width where it is logarithmic, which needs an end above 0", () => {
    const decades = gaugeScale({ display_low: 1e-11, display_high: 1e-7 }, NONE, [], true);
    expect(shareOf(1e-9, decades)).toBeCloseTo(0.5);
    expect([1e-12, 0, -1, 1].map((value) => shareOf(value, decades))).toEqual([0, 0, 0, 1]);
    expect(gaugeScale({ display_low: 0, display_high: 1 }, NONE, [], true).log).toBe(false);
  });

  it("shows what is beyond its ends at its end", () => {
    const scale = gaugeScale(null, { low: 10, high: 20 }, []);
    expect([5, 10, 15, 99].map((value) => shareOf(value, scale))).toEqual([0, 0, 0.5, 1]);
  });
});
