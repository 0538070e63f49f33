import { expect, it } from "vitest";
import { penOf } from "./palette";

it("has a pen for whatever a state is: of binned states the mean comes", () => {
  for (const scheme of ["light", "dark"] as const) {
    for (const state of [0, 7, 8, 2.5, -1, 65_535]) expect(penOf(state, scheme)?.colour).toMatch(/^#/);
  }
  expect(penOf(-1, "dark")).toBe(penOf(1, "dark"));
});
