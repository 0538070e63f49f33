import { expect, it } from "vitest";
import { contentOf, searchOf } from "./content";

it("keeps what the address says, and gives it back", () => {
  const search = { trace: ["shift:-1d;pv:A"], axis: ["log:1;name:mA"], from: "now-2h", zone: "UTC" };
  expect(searchOf(contentOf({ ...search, tab: "xy", view: "abc" }))).toEqual(search);
  expect(searchOf(JSON.parse(JSON.stringify(contentOf({ ...search, paused: true }))))).toEqual({
    ...search,
    paused: true,
  });
});

it("leaves out what it does not know, and is nothing where nothing is shown", () => {
  expect(searchOf({ search: { pv: ["A"], sparkle: "1" } })).toEqual({ pv: ["A"] });
  expect(searchOf({ search: { from: "now-2h" } })).toBeNull();
  expect(searchOf({ tiles: [] })).toBeNull();
  expect(searchOf({ search: "pv=A" })).toBeNull();
});
