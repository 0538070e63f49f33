import { expect, it } from "vitest";
import { zoneOf } from "@/shared/time/zone";
import { calendarRanges } from "./presets";

it("are the days and weeks of the zone's calendar", () => {
  const zone = zoneOf("America/New_York");
  // A Sunday evening in New York, already Monday in UTC; the clocks had gone forward that morning.
  const ranges = calendarRanges(Date.UTC(2026, 2, 9, 2, 0), zone);
  expect(Object.fromEntries(ranges.map(({ label, range }) => [label, range]))).toEqual({
    Today: { from: "2026-03-08T05:00:00.000Z", to: "now" },
    Yesterday: { from: "2026-03-07T05:00:00.000Z", to: "2026-03-08T05:00:00.000Z" },
    "This week": { from: "2026-03-02T05:00:00.000Z", to: "now" },
    "Last week": { from: "2026-02-23T05:00:00.000Z", to: "2026-03-02T05:00:00.000Z" },
  });
});
