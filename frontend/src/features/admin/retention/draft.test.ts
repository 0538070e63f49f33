import { expect, test } from "vitest";
import { draftOf, hoursOf, NEW, settingsOf, wrongWith } from "./draft";

test("a class comes out of its form as it went in", () => {
  const one = { name: "short", description: "", raw: "36h", rollup_1m: "8w", rollup_1h: null, default: true };
  const { name: _, ...settings } = one;
  expect(settingsOf(draftOf({ ...one, pvs: 3, changed_by: "", revision: 7 }))).toEqual(settings);
});

test("durations are hours, days, weeks and years, or for ever", () => {
  expect(["36h", " 2d ", "1w", "2y", ""].map(hoursOf)).toEqual([
    36,
    48,
    168,
    17_520,
    Number.POSITIVE_INFINITY,
  ]);
  expect(["0d", "1.5d", "-1d", "d", "30 days", "1m"].map(hoursOf)).toEqual(Array(6).fill(null));
});

test("what is coarse is kept as long as what is fine, and everything for a day", () => {
  expect(wrongWith(NEW, "rollup_1h")).toBeNull();
  expect(wrongWith({ ...NEW, raw: "12h" }, "raw")).toBe("at least a day");
  expect(wrongWith({ ...NEW, raw: "" }, "rollup_1m")).toMatch(/as long as/);
  expect(wrongWith({ ...NEW, rollup_1m: "29d" }, "rollup_1m")).toMatch(/as long as/);
  expect(wrongWith({ ...NEW, raw: "?" }, "rollup_1m")).toBeNull();
});
