import { expect, test } from "vitest";
import type { PvRow, User } from "@/api/types";
import { isGroupName, moved, namesIn, reaching } from "./groups";

const ROWS = [{ name: "A", groups: ["old", "other"] }, { name: "B" }] as unknown as PvRow[];

test("PVs go into a group and out of another, and keep the rest", () => {
  expect(moved(ROWS, "new", "old")).toEqual([
    { name: "A", groups: ["new", "other"] },
    { name: "B", groups: ["new"] },
  ]);
  expect(moved(ROWS, null, "other")).toEqual([
    { name: "A", groups: ["old"] },
    { name: "B", groups: [] },
  ]);
});

test("names are taken from whatever is between them, each once", () => {
  expect(namesIn(" A\nB, A;C\t")).toEqual(["A", "B", "C"]);
  expect(["magnets", "a b", "", "x".repeat(65), "a,b"].map(isGroupName)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("who may change a group is who is limited to it", () => {
  const user = (name: string, role: string, groups: string[] | null) =>
    ({ name, role, reach: groups && { names: [], groups } }) as unknown as User;
  const users = [
    user("ada", "engineer", ["magnets"]),
    user("bo", "operator", null),
    user("al", "admin", ["magnets"]),
  ];
  expect(reaching(users, "magnets")).toEqual(["ada (engineer)"]);
});
