import { expect, it } from "vitest";
import { zoneOf } from "@/shared/time/zone";
import { TIME_STEPS, timeTicks } from "./time-ticks";

const at = (...parts: [number, number, number, number?, number?, number?]) => {
  const [year, month, ...rest] = parts;
  return new Date(year, month - 1, ...rest).getTime();
};
const MIN = 60_000;
const DAY = 86_400_000;

it("stand at whole multiples of the step, in the browser's zone", () => {
  expect(timeTicks(at(2026, 3, 1, 9, 26, 30), at(2026, 3, 1, 9, 31), 2 * MIN)).toEqual([
    at(2026, 3, 1, 9, 28),
    at(2026, 3, 1, 9, 30),
  ]);
  expect(timeTicks(at(2026, 3, 1, 1), at(2026, 3, 1, 23), 6 * 60 * MIN)).toEqual([
    at(2026, 3, 1, 6),
    at(2026, 3, 1, 12),
    at(2026, 3, 1, 18),
  ]);
});

it("stand at midnights, and begin anew with each month", () => {
  expect(timeTicks(at(2026, 1, 20), at(2026, 2, 7), 10 * DAY)).toEqual([at(2026, 1, 21), at(2026, 2, 1)]);
});

it("stand at the first of months and years", () => {
  expect(timeTicks(at(2025, 11, 15), at(2026, 5, 2), 90 * DAY)).toEqual([at(2026, 1, 1), at(2026, 4, 1)]);
  expect(timeTicks(at(2019, 5, 1), at(2026, 5, 2), 5 * 365 * DAY)).toEqual([at(2020, 1, 1), at(2025, 1, 1)]);
});

it("are never too many nor out of the window, whatever the step", () => {
  const from = at(2024, 2, 28, 13, 14, 15);
  for (const step of TIME_STEPS) {
    const ticks = timeTicks(from, from + step * 12, step);
    expect(ticks.length).toBeGreaterThanOrEqual(9);
    expect(ticks.length).toBeLessThanOrEqual(16);
    expect(ticks.every((tick) => tick >= from && tick <= from + step * 12)).toBe(true);
    expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
  }
});

it("stand where the clocks of another zone show whole hours and days", () => {
  const kathmandu = zoneOf("Asia/Kathmandu");
  const from = Date.UTC(2026, 2, 1, 0, 0);
  expect(timeTicks(from, from + 4 * 60 * MIN, 2 * 60 * MIN, kathmandu)).toEqual([
    Date.UTC(2026, 2, 1, 0, 15),
    Date.UTC(2026, 2, 1, 2, 15),
  ]);
  const berlin = zoneOf("Europe/Berlin");
  const [before, after] = timeTicks(Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 30, 12), DAY, berlin);
  expect([before, after]).toEqual([Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)]);
});

it("go on at the same hours where the clocks change", () => {
  const newYork = zoneOf("America/New_York");
  const midnight = Date.UTC(2026, 2, 8, 5);
  const hours = timeTicks(midnight, midnight + DAY, 6 * 60 * MIN, newYork).map(
    (tick) => (tick - midnight) / (60 * MIN),
  );
  expect(hours).toEqual([0, 5, 11, 17, 23]);
});
