import { describe, expect, it } from "vitest";
import type { Moment, PvChange } from "@/api/types";
import { barOf, compare, countKinds, formatSignificance, heldValue, joined } from "./comparison";

const moment = (pv: string, value: unknown, more: Partial<Moment> = {}): Moment => ({
  pv,
  time: 1,
  age: 0,
  value,
  severity: 0,
  status: 0,
  known: true,
  cause: "",
  detail: "",
  ...more,
});

const change = (pv: string, significance: number): PvChange => ({
  pv,
  kind: "number",
  significance,
  difference: 1,
  spread: 0.1,
  before: moment(pv, 1),
  after: moment(pv, 2),
});

describe("compare", () => {
  it("subtracts numbers", () => {
    expect(compare(moment("A", 1), moment("A", 3))).toMatchObject({ kind: "number", difference: 2 });
  });

  it("tells what is the same, also waveforms", () => {
    expect(compare(moment("A", [1, 2]), moment("A", [1, 2])).kind).toBe("same");
    expect(compare(moment("A", [1, 2]), moment("A", [1, 3])).kind).toBe("state");
  });

  it("tells NaN from a number, which JSON has no word for", () => {
    const after = moment("A", null, { special: "nan" });
    expect(compare(moment("A", 1), after).kind).toBe("state");
    expect(heldValue(after)).toBeNaN();
  });

  it("tells what was lost and what was found", () => {
    const gone = moment("A", 1, { known: false, cause: "disconnected" });
    expect(compare(moment("A", 1), gone).kind).toBe("lost");
    expect(compare(gone, moment("A", 1)).kind).toBe("found");
    expect(compare(gone, gone).kind).toBe("same");
  });
});

describe("joined", () => {
  it("ranks what changed first, and lists the others by name, each once", () => {
    const before = ["C", "B", "A", "D"].map((pv) => moment(pv, 1));
    const after = [moment("C", 2), moment("B", 1), moment("A", 1), moment("D", 7)];
    const found = joined([change("C", 5)], before, after);
    expect(found.map(({ pv, kind }) => `${pv} ${kind}`)).toEqual([
      "C number",
      "D number",
      "A same",
      "B same",
    ]);
    expect(countKinds(found)).toMatchObject({ number: 2, same: 2, state: 0 });
  });
});

describe("significance", () => {
  it("fills a bar by its order of magnitude", () => {
    expect(barOf(0.5)).toBeLessThan(0.05);
    expect(barOf(20_000)).toBe(1);
    expect(barOf(100)).toBeGreaterThan(barOf(10));
  });

  it("is written as short as it is sure", () => {
    expect([2.34, 12.3, 1234, 19_999].map(formatSignificance)).toEqual([
      "2.3 ×",
      "12 ×",
      "1200 ×",
      "> 10 000 ×",
    ]);
  });
});
