import { describe, expect, it } from "vitest";
import { DEFAULT_RANGE, follows, isLog, rangeOf, spanOf, switchLog } from "./search";

describe("the range", () => {
  it("is the last hour where the address makes no sense", () => {
    expect(rangeOf({ from: "rubbish" })).toEqual(DEFAULT_RANGE);
    expect(rangeOf({ from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" })).toEqual(DEFAULT_RANGE);
    expect(rangeOf({})).toEqual(DEFAULT_RANGE);
  });

  it("is followed only while it ends now", () => {
    expect(follows({ from: "now-5m" })).toBe(true);
    expect(follows({ from: "now-5m", paused: true })).toBe(false);
    expect(follows({ from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z" })).toBe(false);
  });

  it("has a length of its own only where it moves", () => {
    expect(spanOf({ from: "now-8h", to: "now" })).toBe(8 * 3_600_000);
    expect(spanOf({ from: "2026-03-01T00:00:00Z", to: "now" })).toBeNull();
  });
});

describe("logarithmic axes", () => {
  it("switch there and back, and leave no trace in the address", () => {
    expect(isLog(undefined, "mbar", true)).toBe(true);
    const off = switchLog(undefined, "mbar", true);
    expect(isLog(off, "mbar", true)).toBe(false);
    expect(switchLog(off, "mbar", true)).toEqual([]);
    const on = switchLog(["-mbar"], "mA", false);
    expect(on).toEqual(["-mbar", "mA"]);
    expect(isLog(on, "mA", false)).toBe(true);
  });
});
