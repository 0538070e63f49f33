import { expect, it } from "vitest";
import { pagesWith } from "./pages";

it("reads the pages on which the rows in sight lie", () => {
  expect(pagesWith(0, 30)).toEqual([0]);
  expect(pagesWith(190, 210)).toEqual([0, 1]);
  expect(pagesWith(50_000, 50_040)).toEqual([250]);
  expect(pagesWith(-8, -1)).toEqual([0]);
});
