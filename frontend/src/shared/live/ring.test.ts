import { describe, expect, it } from "vitest";
import { Tail } from "./ring";

const at = (...t: number[]) => ({ t, v: t, severity: t.map(() => 1), status: t.map(() => 2) });

describe("a tail", () => {
  it("takes each sample once, whatever is sent again", () => {
    const tail = new Tail(1_000, 100);
    expect(tail.add(at(1, 2, 3))).toBe(3);
    expect(tail.add(at(2, 3, 4))).toBe(1);
    expect(tail.add(at(1))).toBe(0);
    expect(tail.samples.t).toEqual([1, 2, 3, 4]);
    expect(tail.version).toBe(2);
  });

  it("takes what puts its last sample right within the same ms, however often it is sent again", () => {
    const tail = new Tail(1_000, 100);
    const row = (...v: number[]) => ({ ...at(...v.map(() => 7)), v });
    for (const sent of [[1], [0], [1, 0], [0], [1], [0, 1], [1, 0, 1]]) tail.add(row(...sent));
    expect(tail.samples.v).toEqual([1, 0, 1]);
    expect(tail.add({ ...at(7, 8), v: [1, 5] })).toBe(1);
    tail.add({ ...at(8), v: [5], severity: [2] });
    expect(tail.samples.severity).toEqual([1, 1, 1, 1, 2]);
  });

  it("stays bounded by number, and all columns with it", () => {
    const tail = new Tail(1e12, 80);
    for (let i = 0; i < 1_000; i++) tail.add(at(i));
    const { t, v, severity, status } = tail.samples;
    expect(t.length).toBeLessThanOrEqual(100);
    expect(t.at(-1)).toBe(999);
    expect([v.length, severity.length, status.length]).toEqual([t.length, t.length, t.length]);
  });

  it("forgets what is old", () => {
    const tail = new Tail(100, 80);
    for (let i = 0; i < 1_000; i++) tail.add(at(i * 10));
    expect(tail.samples.t[0]).toBeGreaterThanOrEqual(9_990 - 100 - 10 * 10);
  });

  it("keeps only its last sample when something was missed", () => {
    const tail = new Tail(1_000, 100);
    tail.add(at(1, 2, 3));
    tail.restart();
    expect(tail.samples.t).toEqual([3]);
  });
});
