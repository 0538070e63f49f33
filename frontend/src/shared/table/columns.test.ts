import { expect, it } from "vitest";
import { type Column, orderOf, shownOf, sortingOf } from "./columns";

const columns: Column<object>[] = [
  { id: "name", enableHiding: false },
  { id: "value", meta: { width: "1fr" } },
  { id: "rate", meta: { width: "1fr", minor: true } },
  { id: "owner", meta: { width: "1fr", extra: true } },
];
const seen = (wanted: readonly string[] | null, narrow: boolean) =>
  columns.flatMap(({ id = "" }) => (shownOf(columns, wanted, narrow)[id] === false ? [] : [id]));

it("shows what is usual, what is wanted, and on a narrow screen what matters", () => {
  expect(seen(null, false)).toEqual(["name", "value", "rate"]);
  expect(seen(["owner"], false)).toEqual(["name", "owner"]);
  expect(seen(["owner"], true)).toEqual(["name", "value"]);
});

it("writes an order as it reads it", () => {
  for (const order of ["name", "-rate"]) expect(sortingOf(order).map(orderOf)).toEqual([order]);
  expect(sortingOf(undefined)).toEqual([]);
});
