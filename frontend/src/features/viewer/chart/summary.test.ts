import { expect, it } from "vitest";
import { summaryOf } from "./summary";

const trace = (title: string, v: number[]) => ({
  pv: title,
  steps: { t: v.map((_, i) => i * 10), v },
  alarms: [],
  gaps: [],
  info: undefined,
});

it("says the last value that is shown, alarms, and what is missing", () => {
  const alarms = [{ start: 5, stop: 15, severity: 2 }];
  const gaps = [
    { start: 2, stop: 4, cause: "disconnected" },
    { start: 80, stop: 90, cause: "paused" },
  ];
  expect(summaryOf([{ ...trace("A", [1, 2, 3]), alarms, gaps }], 0, 15)).toBe(
    "A last 2, major alarm, not recorded: disconnected",
  );
});

it("says where there is no value", () => {
  expect(summaryOf([trace("A", []), trace("B", [1, Number.NaN])], 0, 30)).toBe(
    "A without a value; B not recorded at the end",
  );
});

it("calls a trace by its title where it has one", () => {
  expect(summaryOf([{ ...trace("A", [1]), title: "A yesterday" }], 0, 5)).toBe("A yesterday last 1");
});

it("stays short", () => {
  const many = Array.from({ length: 8 }, (_, i) => trace(`T${i}`, [i]));
  expect(summaryOf(many, 0, 5)).toMatch(/T4 last 4; and 3 more$/);
});
