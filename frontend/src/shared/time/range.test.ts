import { describe, expect, it } from "vitest";
import {
  absoluteRange,
  faultOf,
  formatDuration,
  moveTime,
  parseDuration,
  parseIn,
  resolveRange,
  resolveTime,
} from "./range";
import { zoneOf } from "./zone";

const NOW = Date.UTC(2026, 2, 1, 12);

describe("durations", () => {
  it.each([
    ["90s", 90_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
    ["1.5h", 5_400_000],
    ["2w", 14 * 86_400_000],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "1", "h", "1h 30m", "1h30", "-5m", "1x", "999999999w"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it("writes what it reads", () => {
    for (const ms of [1, 999, 1_000, 61_000, 3_661_001, 694_861_250]) {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }
  });
});

describe("times", () => {
  it("counts relative ones from now", () => {
    expect(resolveTime("now", NOW)).toBe(NOW);
    expect(resolveTime("now-1h30m", NOW)).toBe(NOW - 5_400_000);
    expect(resolveTime("now+5m", NOW)).toBe(NOW + 300_000);
  });

  it("reads ISO 8601", () => {
    expect(resolveTime("2026-03-01T12:00:00.250Z", 0)).toBe(NOW + 250);
  });

  it.each(["yesterday", "now-", "now-1y", "12", "2026-13-40T00:00:00Z", "2026-02-30", "0000-01-01"])(
    "refuses %j",
    (text) => {
      expect(resolveTime(text, NOW)).toBeNull();
      expect(text.startsWith("2026") && parseIn(text, zoneOf("UTC"))).toBeFalsy();
    },
  );
});

describe("ranges", () => {
  it("refuses one that ends before it begins", () => {
    expect(resolveRange({ from: "now", to: "now-1h" }, NOW)).toBeNull();
    expect(resolveRange({ from: "now-1h", to: "now" }, NOW)).toEqual([NOW - 3_600_000, NOW]);
  });

  it("keeps at least what was asked for when it is made absolute", () => {
    const range = absoluteRange(NOW + 0.4, NOW + 1.2);
    expect(resolveRange(range, 0)).toEqual([NOW, NOW + 2]);
  });
});

it("reads dates as clocks of a zone show them, unless they name their own", () => {
  const berlin = zoneOf("Europe/Berlin");
  expect(parseIn("2026-07-01 14:30:00", berlin)).toBe(Date.UTC(2026, 6, 1, 12, 30));
  expect(parseIn("2026-01-01", berlin)).toBe(Date.UTC(2025, 11, 31, 23));
  expect(parseIn("2026-07-01T14:30:00Z", berlin)).toBe(Date.UTC(2026, 6, 1, 14, 30));
  expect(parseIn("2026-07-01 14:30+05:45", berlin)).toBe(Date.UTC(2026, 6, 1, 8, 45));
  expect(parseIn("yesterday", berlin)).toBeNull();
  expect(parseIn("2026-13-01 00:00:00", berlin)).toBeNull();
});

it("moves times, relative ones in relation to now", () => {
  expect(moveTime("now", -3_600_000)).toBe("now-1h");
  expect(moveTime("now-1h", 3_600_000)).toBe("now");
  expect(moveTime("now-1h", -86_400_000)).toBe("now-1d1h");
  expect(moveTime("2026-03-01T00:00:00.000Z", 1_500)).toBe("2026-03-01T00:00:01.500Z");
});

it("says what is wrong with a range", () => {
  const [early, late] = ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"];
  const now = Date.UTC(2026, 4, 1);
  expect(faultOf({ from: early, to: late }, now)).toBeNull();
  expect(faultOf({ from: late, to: early }, now)).toContain("ends before it begins");
  expect(faultOf({ from: early, to: early }, now)).toContain("no length");
  expect(faultOf({ from: "now", to: "now" }, now)).toContain("no length");
  expect(faultOf({ from: "yesterday", to: "now" }, now)).toContain("“yesterday” is no time");
});
