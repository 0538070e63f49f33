import { describe, expect, it } from "vitest";
import { barsOf } from "./bars";

describe("barsOf", () => {
  it("is as high as its weight against the greatest", () => {
    expect(barsOf([0, 1, 2], [3, 6])).toEqual([
      { from: 0, to: 1, weight: 3, height: 0.5 },
      { from: 1, to: 2, weight: 6, height: 1 },
    ]);
  });

  it("has none where there is nothing", () => {
    expect(barsOf([], [])).toEqual([]);
    expect(barsOf([0, 1], [0])).toEqual([{ from: 0, to: 1, weight: 0, height: 0 }]);
  });
});
