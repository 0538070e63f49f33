import { expect, it } from "vitest";
import { rounded, slide, stretch } from "./axis-moves";

it("moves an axis by what was dragged, by decades where it is logarithmic", () => {
  expect(slide([0, 10], 0.5, false)).toEqual([-5, 5]);
  expect(slide([1e-6, 1e-2], 0.25, true).map(Math.log10)).toEqual([-7, -3]);
});

it("stretches an axis about the value below the pointer", () => {
  expect(stretch([0, 10], 0, 2, false)).toEqual([0, 20]);
  expect(stretch([0, 10], 0.5, 0.5, false)).toEqual([2.5, 7.5]);
  expect(stretch([1, 100], 1, 2, true).map(Math.log10)).toEqual([-2, 2]);
});

it("rounds what nobody could tell", () => {
  expect(rounded([1.23456789, 11.23456789], false)).toEqual([1.23, 11.23]);
  expect(rounded([499_654_000.123_456, 499_654_001.987_654], false)).toEqual([499654000.123, 499654001.988]);
  expect(rounded([1.23456e-9, 9.87654e-6], true)).toEqual([1.23e-9, 9.88e-6]);
  expect(rounded([0, 1], false)).toEqual([0, 1]);
});
