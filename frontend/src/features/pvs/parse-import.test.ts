import { describe, expect, it } from "vitest";
import { countOf, isCsv, parseImport } from "./parse-import";

describe("what is pasted", () => {
  it("is a list of names, comments left out", () => {
    const wanted = parseImport("# storage ring\nSR:CURRENT\nSR:LIFETIME, SR:ENERGY\nSR:CURRENT\n");
    expect(wanted).toEqual({
      rows: [{ name: "SR:CURRENT" }, { name: "SR:LIFETIME" }, { name: "SR:ENERGY" }],
    });
    expect(countOf(wanted)).toBe(3);
  });

  it("is a CSV file where its first line names the column", () => {
    const csv = "\ufeffname,mode\nA,monitor\nB,monitor\n";
    expect(isCsv(csv)).toBe(true);
    expect(isCsv("mode;name\nscan;A")).toBe(true);
    expect(parseImport(csv)).toEqual({ csv });
    expect(countOf({ csv })).toBe(2);
  });

  it("may be nothing", () => {
    expect(parseImport("  \n")).toBeNull();
    expect(parseImport("# only a comment")).toBeNull();
  });
});
