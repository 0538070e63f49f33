import { expect, it } from "vitest";
import { lossesOf } from "./losses";

it("tells what was lost from what settings leave out", () => {
  expect(lossesOf({ deadband: 1_000, ring_full: 2, refused: 30, damaged: 0 })).toEqual({
    lost: 32,
    leftOut: 1_000,
    words: "30 refused by the archive, 2 came too fast",
  });
  expect(lossesOf({})).toEqual({ lost: 0, leftOut: 0, words: "" });
});
