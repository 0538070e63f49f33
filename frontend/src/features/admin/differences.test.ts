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
