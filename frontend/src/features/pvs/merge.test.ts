import { expect, test } from "vitest";
import { merged } from "./merge";
import { NEW } from "./settings";

test("what others stored is taken over where one has not edited it", () => {
  const mine = { ...NEW, owner: "Jo", description: "mine" };
  const stored = { ...NEW, groups: ["magnets"], description: "theirs" };
  expect(merged(NEW, mine, stored)).toEqual({
    form: { ...NEW, owner: "Jo", description: "mine", groups: ["magnets"] },
    edited: true,
    theirs: ["groups", "description"],
  });
});

test("what one has saved oneself is nobody else's", () => {
  const mine = { ...NEW, owner: "Jo" };
  expect(merged(NEW, mine, mine)).toEqual({ form: mine, edited: false, theirs: [] });
});

test("who has edited nothing sees what is stored", () => {
  const stored = { ...NEW, owner: "Al" };
  expect(merged(NEW, NEW, stored)).toEqual({ form: stored, edited: false, theirs: [] });
});
