import { describe, expect, it } from "vitest";
import type { AlarmRuleSettings } from "@/api/types";
import { draftOf, EMPTY, inWords, isComplete, ruleOf } from "./draft";

const vacuum: AlarmRuleSettings = {
  description: "Look at the gauge.",
  enabled: true,
  pvs: ["VAC:*", "X, Y"],
  expression: null,
  condition: { kind: "limits", high_minor: 5e-8, high_major: 1e-7, hysteresis: 0 },
  on_delay_s: 5,
  off_delay_s: 0,
  group: "",
};

describe("a rule's form", () => {
  it("gives a rule back as it was", () => {
    expect(ruleOf(draftOf("vacuum", vacuum))).toEqual(vacuum);
  });

  it("keeps a limit of zero", () => {
    const rule = { ...vacuum, condition: { kind: "limits" as const, low_minor: 0, hysteresis: 0 } };
    expect(ruleOf(draftOf("r", rule)).condition).toMatchObject({ low_minor: 0 });
  });

  it("takes what has quotes for an expression", () => {
    const rule = ruleOf({ ...EMPTY, watched: '"A" - "B"', kind: "rate", fields: { per_s: "2" } });
    expect(rule.expression).toBe('"A" - "B"');
    expect(rule.pvs).toEqual([]);
    expect(rule.condition).toEqual({ kind: "rate", per_s: 2, level: "major" });
  });

  it("gives severity and level to those conditions that have them", () => {
    const own = ruleOf({ ...EMPTY, watched: "A", kind: "severity", severity: "invalid" });
    expect(own.condition).toEqual({ kind: "severity", at_least: "invalid" });
    const silent = { ...EMPTY, watched: "A", kind: "silent" as const, severity: "minor" as const };
    expect(ruleOf({ ...silent, fields: { longer_than_s: "60" } }).condition).toEqual({
      kind: "silent",
      longer_than_s: 60,
      level: "minor",
    });
  });

  it("is complete once it can be asked for", () => {
    expect(isComplete(EMPTY)).toBe(false);
    expect(isComplete({ ...EMPTY, watched: "A" })).toBe(false);
    expect(isComplete({ ...EMPTY, watched: "A", fields: { high_major: "x" } })).toBe(false);
    expect(isComplete({ ...EMPTY, watched: "A", fields: { high_major: "1e-7" } })).toBe(true);
    expect(isComplete({ ...EMPTY, watched: "A", kind: "silent" })).toBe(false);
  });

  it("says a condition in words", () => {
    expect(inWords(vacuum)).toBe("Beyond a limit: high, minor 5e-8; high, major 1e-7");
    const silent = { kind: "silent" as const, longer_than_s: 600, level: "major" as const };
    expect(inWords({ ...vacuum, condition: silent })).toBe("Silent for too long: longer than 600 s");
    expect(inWords({ ...vacuum, condition: { kind: "severity", at_least: "minor" } })).toBe(
      "Its own severity",
    );
  });
});
