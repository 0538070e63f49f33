import { describe, expect, it } from "vitest";
import { timeBefore, validateCompare } from "./search";

describe("validateCompare", () => {
  it("keeps what makes sense and is not usual", () => {
    const given = { time1: "now-3d", time2: "now", search: "SR:*", window: "8h", show: "lost", sort: "name" };
    expect(validateCompare(given)).toEqual({
      time1: "now-3d",
      search: "SR:*",
      window: "8h",
      show: "lost",
      sort: "name",
    });
  });

  it("leaves out what makes none", () => {
    expect(
      validateCompare({ time1: "once", window: "long", show: "some", group: "", sort: "-significance" }),
    ).toEqual({});
  });
});

describe("timeBefore", () => {
  it("stays relative to now", () => {
    expect(timeBefore("now", "8h")).toBe("now-8h");
    expect(timeBefore("now-1h", "8h")).toBe(`now-${9 * 3_600_000}ms`);
  });

  it("is absolute before an absolute time", () => {
    expect(timeBefore("2026-03-02T04:00:00.000Z", "24h")).toBe("2026-03-01T04:00:00.000Z");
  });
});
