import { readFileSync } from "node:fs";
import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, it } from "vitest";
import { channelOf } from "./imported";
import { readForeign } from "./read";

const parse = (text: string) => new DOMParser().parseFromString(text, "text/xml") as unknown as Document;
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
const within = (body: string) => readForeign(`<databrowser>${body}</databrowser>`, parse);

describe("a file of the Data Browser", () => {
  const view = readForeign(fixture("ring.plt"), parse);

  it("gives its PVs and formulas in their order", () => {
    expect(view.title).toBe("Ring & vacuum");
    expect(
      view.traces.map(({ kind, text, label, visible, axis }) => [kind, text, label, visible, axis]),
    ).toEqual([
      ["pv", "RING:CURRENT", "Beam", true, 0],
      ["pv", "RING:VAC", "", false, 1],
      ["expr", 'if("RING:CURRENT" > 5, ((-"RING:CURRENT") / "RING:VAC") ** 2, 0)', "Lifetime", true, 1],
      ["expr", '2 * (if("RING:CURRENT" > 5, ((-"RING:CURRENT") / "RING:VAC") ** 2, 0))', "Twice", true, 0],
    ]);
  });

  it("gives its axes and its time", () => {
    expect(view.axes).toEqual([
      { label: "Current", log: false, right: false, range: [0, 400] },
      { label: "", log: true, right: true, range: null },
    ]);
    expect(view.range).toEqual({ from: "now-1d2h30s500ms", to: "now" });
  });

  it("tells what it left out", () => {
    expect(view.notes).toEqual([
      "The formula “Noise” (rnd(i)) is left out: the function rnd has no counterpart.",
      "sim://sine is left out: no archived channel.",
      "Element 3 of RING:VAC was drawn: here all elements are shown.",
      "Of traces, glow is not known here and left out.",
      "Archives that the file names are not asked: CAFlux shows what it has archived itself.",
      "Annotations are left out: “Beam lost”.",
      "sparkle is not known here and left out.",
    ]);
  });

  it("takes absolute times as of this zone, and says where it does not understand one", () => {
    const range = within("<start>2026-03-01 10:00:00.250</start><end>2026/03/01 11:00:00</end>").range;
    expect(range).toEqual({
      from: new Date(2026, 2, 1, 10, 0, 0, 250).toISOString(),
      to: new Date(2026, 2, 1, 11).toISOString(),
    });
    const odd = within("<start>soon</start><end>now</end>");
    expect(odd.range).toBeNull();
    expect(odd.notes[0]).toContain("“soon”");
  });

  it("is refused where it is another document", () => {
    expect(() => readForeign("<html/>", parse)).toThrow("not of a Data Browser");
    expect(() => readForeign("pv,value", parse)).toThrow("neither");
  });
});

describe("channelOf", () => {
  it("gives what Channel Access knows", () => {
    const names = ["A:B", "ca://A:B", "pva://A:B", "sim://sine", "loc://x(1)", "=1+2"];
    expect(names.map(channelOf)).toEqual(["A:B", "A:B", "A:B", null, null, null]);
  });
});
