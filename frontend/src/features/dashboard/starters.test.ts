import { describe, expect, it } from "vitest";
import type { Pv } from "@/api/types";
import { starters } from "./starters";

const pv = (name: string, native_type = "double", element_count = 1) =>
  ({ name, metadata: { native_type, element_count } }) as Pv;

describe("a first dashboard", () => {
  it("takes PVs in turn from every area", () => {
    const many = ["A:1", "A:2", "A:3", "B:1", "C:1"].map((name) => pv(name));
    expect(starters(many).pv).toEqual(["A:1", "B:1", "C:1", "A:2", "A:3"]);
  });

  it("is a dozen scalars", () => {
    const many = Array.from({ length: 40 }, (_, i) => pv(`A:${i}`));
    const chosen = starters([pv("A:TEXT", "string"), pv("A:WAVE", "double", 128), ...many]);
    expect(chosen.pv).toHaveLength(12);
    expect(chosen.pv).not.toContain("A:WAVE");
    expect(chosen.charts.flat().every((name) => chosen.pv.includes(name))).toBe(true);
  });

  it("takes what there is while no IOC has told its types yet", () => {
    expect(starters([{ name: "A", metadata: null } as Pv]).pv).toEqual(["A"]);
    expect(starters([]).pv).toEqual([]);
  });
});
