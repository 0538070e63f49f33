import { expect, it } from "vitest";
import { backFrom, firstFrom, forwardFrom, leave, NO_ZOOMS } from "./zooms";

const range = (hours: number) => ({ from: `now-${hours}h`, to: "now" });

it("goes back and forward through the ranges that were looked at", () => {
  const twice = leave(leave(NO_ZOOMS, range(8)), range(4));
  const back = backFrom(twice, range(2));
  expect(back?.range).toEqual(range(4));
  const first = backFrom(back?.zooms ?? NO_ZOOMS, range(4));
  expect(first?.range).toEqual(range(8));
  expect(backFrom(first?.zooms ?? NO_ZOOMS, range(8))).toBeNull();
  const forward = forwardFrom(first?.zooms ?? NO_ZOOMS, range(8));
  expect(forward?.range).toEqual(range(4));
  expect(forwardFrom(forward?.zooms ?? NO_ZOOMS, range(4))?.range).toEqual(range(2));
});

it("goes back to the first range at once, and forward from there", () => {
  const first = firstFrom(leave(leave(NO_ZOOMS, range(8)), range(4)), range(2));
  expect(first?.range).toEqual(range(8));
  expect(forwardFrom(first?.zooms ?? NO_ZOOMS, range(8))?.range).toEqual(range(4));
  expect(firstFrom(NO_ZOOMS, range(8))).toBeNull();
});

it("forgets what lay ahead once one goes elsewhere, and what is long ago", () => {
  const back = backFrom(leave(NO_ZOOMS, range(8)), range(4));
  expect(leave(back?.zooms ?? NO_ZOOMS, range(8)).future).toEqual([]);
  let zooms = NO_ZOOMS;
  for (let i = 0; i < 200; i++) zooms = leave(zooms, range(i));
  expect(zooms.past).toHaveLength(50);
});
