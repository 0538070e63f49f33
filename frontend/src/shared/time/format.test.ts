import { expect, it } from "vitest";
import { formatAge, formatClock, formatSpan, formatStamp, formatWidth } from "./format";

it("keeps milliseconds", () => {
  const time = new Date(2026, 2, 1, 9, 5, 7, 42).getTime();
  expect(formatStamp(time)).toBe("2026-03-01 09:05:07.042");
  expect(formatClock(time + 0.9)).toBe("09:05:07.042");
});

it.each([
  [0, "now"],
  [-5_000, "now"],
  [12_000, "12 s ago"],
  [240_000, "4 min ago"],
  [3 * 3_600_000, "3 h ago"],
  [5 * 86_400_000, "5 d ago"],
])("writes an age of %d ms as %s", (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

it.each([
  [250_000, "250 µs"],
  [5e7, "50 ms"],
  [2e10, "20 s"],
  [9e10, "90 s"],
  [432e9, "7.2 min"],
  [864e11, "24 h"],
])("writes a bin of %d ns as %s", (ns, text) => {
  expect(formatWidth(ns)).toBe(text);
});

it("writes spans in their two largest units", () => {
  expect(formatSpan(52_400)).toBe("52 s");
  expect(formatSpan(3_723_000)).toBe("1 h 2 min");
  expect(formatSpan(0)).toBe("0 s");
});
