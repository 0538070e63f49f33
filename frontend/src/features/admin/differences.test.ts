import { expect, test } from "vitest";
import { differences } from "./differences";

test("says what became different, and nothing of what did not", () => {
  const before = { role: "viewer", reach: { names: ["A"] }, disabled: true, same: [1] };
  const after = { role: "engineer", reach: { names: ["A", "B"] }, password: "changed", same: [1] };
  expect(differences(before, after)).toEqual([
    "disabled: true → default",
    "password: changed",
    'reach: {"names":["A"]} → {"names":["A","B"]}',
    "role: viewer → engineer",
  ]);
});

test("an added thing has its settings", () => {
  expect(differences({}, { role: "admin" })).toEqual(["role: admin"]);
});

test("times and lists are written as people write them", () => {
  expect(differences({}, { at: "2026-03-01T12:00:00.5+00:00", groups: ["BPMs", "SR"], scope: null })).toEqual(
    [expect.stringMatching(/^at: 2026-0[23]-\d\d \d\d:00:00$/), "groups: BPMs, SR", "scope: none"],
  );
});
