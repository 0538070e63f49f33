import { expect, test } from "vitest";
import type { RetentionClass } from "@/api/types";
import { keeps, retentionChoices, spoken } from "./retention";

const named = (name: string, more: Partial<RetentionClass> = {}): RetentionClass => ({
  name,
  raw: null,
  rollup_1m: null,
  rollup_1h: null,
  description: "",
  default: false,
  pvs: 0,
  changed_at: null,
  changed_by: "",
  revision: 0,
  ...more,
});

test("durations are said in words", () => {
  expect([null, "1d", "30d", "36h", "8w", "1y"].map(spoken)).toEqual([
    "for ever",
    "1 day",
    "30 days",
    "36 hours",
    "8 weeks",
    "1 year",
  ]);
});

test("a class says what it keeps up to what it keeps for ever", () => {
  expect(keeps(named("standard"))).toBe("everything for ever");
  expect(keeps(named("a", { raw: "30d" }))).toBe("samples 30 days, minutes for ever");
  expect(keeps(named("b", { raw: "30d", rollup_1m: "2y", rollup_1h: "10y" }))).toBe(
    "samples 30 days, minutes 2 years, hours 10 years",
  );
});

test("not to choose is the class that is the default", () => {
  const classes = [named("short", { raw: "30d", default: true }), named("standard")];
  expect(retentionChoices(classes)).toEqual([
    { value: "", label: "As usual: samples 30 days, minutes for ever" },
    { value: "short", label: "short: samples 30 days, minutes for ever" },
    { value: "standard", label: "standard: everything for ever" },
  ]);
  expect(retentionChoices([])).toEqual([{ value: "", label: "As usual" }]);
});
