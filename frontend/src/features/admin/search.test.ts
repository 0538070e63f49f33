import { expect, test } from "vitest";
import { queryOf, validateAdmin } from "./search";

test("keeps what means something, and nothing else", () => {
  const given = { tab: "audit", kind: "pv", name: "SR:CURRENT", by: "ada", since: "2026-03-01", until: "x" };
  expect(validateAdmin(given)).toEqual({
    tab: "audit",
    kind: "pv",
    name: "SR:CURRENT",
    by: "ada",
    since: "2026-03-01",
  });
  expect(validateAdmin({ tab: "nonsense", kind: "toString", since: "2026-13-45", more: 1 })).toEqual({});
});

test("the last day is listed whole", () => {
  const { since, until } = queryOf({ since: "2026-03-31", until: "2026-03-31" });
  expect(Date.parse(until as string) - Date.parse(since as string)).toBeGreaterThanOrEqual(23 * 3_600_000);
  expect(new Date(since as string).getHours()).toBe(0);
  expect(queryOf({})).toEqual({});
});
