import { describe, expect, it } from "vitest";
import { type Mapping, traceColumns } from "./paint";

/** A path that keeps the lines that are traced into it. */
class Lines {
  readonly upright: [x: number, from: number, to: number][] = [];
  private at: [number, number] = [0, 0];
  moveTo = (x: number, y: number) => {
    this.at = [x, y];
  };
  lineTo = (x: number, y: number) => {
    this.upright.push([x, this.at[1], y]);
  };
  closePath = () => undefined;
  arc = () => undefined;
}

/** A pixel a ms, and a row a unit, downwards. */
const map = (start: number, stop: number, width = stop - start): Mapping => ({
  start,
  stop,
  left: 0,
  width,
  y: (value) => (value > 0 ? 100 - value : Number.NaN),
});

const columns = (band: Parameters<typeof traceColumns>[1], mapping: Mapping) => {
  const path = new Lines();
  traceColumns(path, band, mapping);
  return path.upright;
};

describe("a band of narrow bins", () => {
  it("is one line a column, from the lowest to the highest of its bins", () => {
    const band = { width: 1, t: [0, 1, 2, 3], min: [1, 5, 2, 8], max: [3, 9, 4, 9] };
    expect(columns(band, map(0, 4, 2))).toEqual([
      [0.5, 99, 91],
      [1.5, 98, 91],
    ]);
  });

  it("fills every column that a broader bin has, and none where there is no bin", () => {
    const band = { width: 2, t: [0, 4], min: [1, 1], max: [2, 3] };
    expect(columns(band, map(0, 6))).toEqual([
      [0.5, 99, 98],
      [1.5, 99, 98],
      [4.5, 99, 97],
      [5.5, 99, 97],
    ]);
  });

  it("leaves out what a logarithmic axis can't show, and is a point where only its top can be", () => {
    const band = { width: 1, t: [0, 1], min: [-2, -2], max: [-1, 5] };
    expect(columns(band, map(0, 2))).toEqual([[1.5, 95, 95]]);
  });

  it("ends with the window", () => {
    const t = Array.from({ length: 50 }, (_, i) => i);
    const band = { width: 1, t, min: t.map(() => 1), max: t.map(() => 2) };
    expect(columns(band, map(10, 14)).map(([x]) => x)).toEqual([0.5, 1.5, 2.5, 3.5, 4.5]);
  });
});
