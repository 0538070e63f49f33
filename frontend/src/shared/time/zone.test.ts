import { expect, it } from "vitest";
import { formatOffset, instantOf, isZone, LOCAL, UTC, wall, zoneOf, zoneSpan } from "./zone";

const HOUR = 3_600_000;

it("knows how far a zone is ahead of UTC, in winter and in summer, whole hours or not", () => {
  const berlin = zoneOf("Europe/Berlin");
  expect(berlin.offset(Date.UTC(2026, 0, 15))).toBe(HOUR);
  expect(berlin.offset(Date.UTC(2026, 6, 15))).toBe(2 * HOUR);
  expect(zoneOf("Asia/Kathmandu").offset(Date.UTC(2026, 0, 15))).toBe(5.75 * HOUR);
  expect(formatOffset(Date.UTC(2026, 0, 15), zoneOf("America/St_Johns"))).toBe("UTC−03:30");
  expect(formatOffset(0, UTC)).toBe("UTC");
});

it("goes from a time to what the clock shows and back, also beside a change of clocks", () => {
  const zone = zoneOf("America/Los_Angeles");
  const change = Date.UTC(2026, 2, 8, 10);
  for (let ms = change - 6 * HOUR; ms < change + 6 * HOUR; ms += HOUR / 4) {
    expect(instantOf(wall(ms, zone).getTime(), zone)).toBe(ms);
  }
  expect(wall(change - 1, zone).toISOString()).toBe("2026-03-08T01:59:59.999Z");
  expect(wall(change, zone).toISOString()).toBe("2026-03-08T03:00:00.000Z");
});

it("takes the browser's zone where it knows none of that name", () => {
  expect(isZone("Mars/Olympus")).toBe(false);
  expect(zoneOf("Mars/Olympus")).toBe(LOCAL);
  expect(zoneOf(undefined)).toBe(LOCAL);
});

it("names both offsets where the clocks change", () => {
  const zone = zoneOf("America/New_York");
  const morning = Date.UTC(2026, 2, 8, 12);
  expect(zoneSpan(zone, morning - 12 * HOUR, morning)).toBe("America/New_York, UTC−05:00 → UTC−04:00");
  expect(zoneSpan(zone, morning, morning + HOUR)).toBe("America/New_York, UTC−04:00");
  expect(zoneSpan(UTC, morning, morning + HOUR)).toBe("UTC");
  const year = [Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 31)] as const;
  expect(zoneSpan(zone, ...year)).toBe("America/New_York, UTC−05:00 → UTC−04:00");
});
