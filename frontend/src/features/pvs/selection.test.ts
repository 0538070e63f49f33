import { expect, it } from "vitest";
import { ALL, choose, countChosen, isChosen, NONE } from "./selection";

it("chooses some, and all but some", () => {
  const some = choose(choose(NONE, ["A", "B", "C"], true), ["B"], false);
  expect([isChosen(some, "A"), isChosen(some, "B"), countChosen(some, 100)]).toEqual([true, false, 2]);
  const most = choose(choose(ALL, ["A", "B"], false), ["A"], true);
  expect([isChosen(most, "A"), isChosen(most, "B"), countChosen(most, 100)]).toEqual([true, false, 99]);
});
