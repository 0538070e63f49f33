import { describe, expect, it } from "vitest";
import { rangeAround } from "./plot";

const NOW = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;

describe("rangeAround", () => {
  it("goes on live where the later time is now", () => {
    expect(rangeAround("now-10h", "now", NOW)).toEqual({ from: "now-11h", to: "now" });
  });

  it("has room around two times of the past, whichever comes first", () => {
    const a = new Date(NOW - 30 * HOUR).toISOString();
    const b = new Date(NOW - 20 * HOUR).toISOString();
    const range = {
      from: new Date(NOW - 31 * HOUR).toISOString(),
      to: new Date(NOW - 19 * HOUR).toISOString(),
    };
    expect(rangeAround(a, b, NOW)).toEqual(range);
    expect(rangeAround(b, a, NOW)).toEqual(range);
  });

  it("does not reach into the future", () => {
    const a = new Date(NOW - 10 * HOUR).toISOString();
    expect(rangeAround(a, "now", NOW)?.to).toBe(new Date(NOW).toISOString());
  });

  it("is none where a time is none", () => {
    expect(rangeAround("once", "now", NOW)).toBeNull();
  });
});
