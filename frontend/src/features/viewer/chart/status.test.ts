import { expect, it } from "vitest";
import { describeStatus, isQuiet, statusOf } from "./status";

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

it("says the worst, and why something is missing", () => {
  expect(describeStatus(statusOf(trace, 0, 30))).toBe("major alarm; not recorded: disconnected");
  expect(describeStatus(statusOf(trace, 12, 18))).toBe("");
});
