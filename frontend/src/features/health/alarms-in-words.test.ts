import { describe, expect, it } from "vitest";
import { alarmsInWords } from "./alarms-in-words";

describe("alarms in words", () => {
  it("counts them, and says how bad they are", () => {
    expect(alarmsInWords({})).toBe("");
    expect(alarmsInWords({ minor: 1 })).toBe("1 minor alarm on PVs");
    expect(alarmsInWords({ major: 1 })).toBe("1 major alarm on PVs");
    expect(alarmsInWords({ major: 2 })).toBe("2 major alarms on PVs");
    expect(alarmsInWords({ minor: 2, major: 1 })).toBe("3 alarms on PVs, 1 of them major");
  });
});
