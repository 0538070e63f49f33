import { describe, expect, it } from "vitest";
import { append, decodeRaw, indexAt, type Samples, since } from "./samples";

const samples = (...t: number[]): Samples => ({
  t,
  v: t.map((time) => time * 10),
  severity: t.map(() => 0),
  status: t.map(() => 0),
});

it("decodes what JSON has no number for", () => {
  const decoded = decodeRaw({
    time: [1_000_000, 2_000_000, 3_000_000, 4_000_000],
    value: [1.5, null, null, "closed"],
    severity: [0, 3, 0, 1],
    status: [0, 17, 0, 7],
    special: [
      [1, "nan"],
      [2, "-inf"],
    ],
  });
  expect(decoded.t).toEqual([1, 2, 3, 4]);
  expect(decoded.v).toEqual([1.5, Number.NaN, Number.NEGATIVE_INFINITY, "closed"]);
  expect(decoded.severity).toEqual([0, 3, 0, 1]);
});

it("decodes waveforms with what JSON has no number for, and leaves those of strings", () => {
  const value = [
    [1.5, "nan", "-inf"],
    ["nan", "off"],
  ];
  const decoded = decodeRaw({ time: [1, 2], value, severity: [0, 0], status: [0, 0], special: [] });
  expect(decoded.v).toEqual([
    [1.5, Number.NaN, Number.NEGATIVE_INFINITY],
    ["nan", "off"],
  ]);
});

describe("columns", () => {
  it("are searched by time", () => {
    expect(indexAt([10, 20, 20, 30], 5)).toBe(-1);
    expect(indexAt([10, 20, 20, 30], 20)).toBe(2);
    expect(indexAt([10, 20, 20, 30], 99)).toBe(3);
  });

  it("grow only by what is later", () => {
    expect(append(samples(1, 2), samples(2, 3)).t).toEqual([1, 2, 3]);
    const base = samples(1, 2);
    expect(append(base, samples(1, 2))).toBe(base);
  });

  it("begin with what was held", () => {
    expect(since(samples(1, 2, 3), 2.5).t).toEqual([2, 3]);
    expect(since(samples(1, 2, 3), 0).t).toEqual([1, 2, 3]);
  });
});
