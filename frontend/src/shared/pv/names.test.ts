import { expect, it } from "vitest";
import { splitNames } from "./names";

it("splits lists as they are pasted", () => {
  expect(splitNames("A:B\r\nC\tD, E;F\n\n A:B ")).toEqual(["A:B", "C", "D", "E", "F"]);
});

it("keeps a name with a filter in one piece", () => {
  expect(splitNames('A.{"dbnd":{"abs":1,"m":2}}\nB')).toEqual(['A.{"dbnd":{"abs":1,"m":2}}', "B"]);
});
