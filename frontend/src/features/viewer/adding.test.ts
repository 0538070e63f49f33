import { describe, expect, it } from "vitest";
import { MOST_SHOWN } from "@/app/search";
import { namesIn } from "@/shared/pv/pasted";
import { addNames } from "./adding";

const pv = (text: string) => ({ kind: "pv" as const, text });

describe("adding names", () => {
  it("adds what is new, once", () => {
    expect(addNames([pv("A")], ["B", "A", "B"])).toEqual({ specs: [pv("A"), pv("B")], note: null });
    expect(addNames([pv("A")], ["A"]).note).toContain("already");
  });

  it("is bounded, and says what it left out", () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `P${i}`);
    const { specs, note } = addNames([pv("A")], names);
    expect(specs).toHaveLength(MOST_SHOWN);
    expect(note?.replaceAll("\u202f", ",")).toContain("Of 10,000 PVs 99 were added and 9,901 left out");
  });
});

it("reads names out of a list, and out of a viewer's address", () => {
  expect(namesIn("A\nB, C")).toEqual(["A", "B", "C"]);
  expect(namesIn("http://host/viewer?pv=A%3AB&pv=C")).toEqual(["A:B", "C"]);
});
