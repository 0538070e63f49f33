import { expect, it } from "vitest";
import { isQuiet, meaningsOf, statusOf } from "./status";

const trace = {
  alarms: [
    { start: 0, stop: 10, severity: 1 },
    { start: 20, stop: Number.POSITIVE_INFINITY, severity: 2 },
  ],
  gaps: [
    { start: 5, stop: 8, cause: "disconnected" },
    { start: 6, stop: 7, cause: "clock", known: true },
  ],
};

it("gives what is seen, cut to the window, and leaves out gaps in which values are known", () => {
  expect(statusOf(trace, 6, 25)).toEqual({
    alarms: [
      { start: 6, stop: 10, severity: 1 },
      { start: 20, stop: 25, severity: 2 },
    ],
    gaps: [{ start: 6, stop: 8, cause: "disconnected" }],
  });
  expect(isQuiet(statusOf(trace, 12, 18))).toBe(true);
});

it("says what each sign means, the worst first, and why something is missing", () => {
  expect(meaningsOf(statusOf(trace, 0, 30))).toEqual([
    { sign: "major", word: "major alarm" },
    { sign: "minor", word: "minor alarm" },
    { sign: "lost", word: "not recorded: disconnected" },
  ]);
  expect(meaningsOf(statusOf(trace, 12, 18))).toEqual([]);
});
