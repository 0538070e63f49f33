import { describe, expect, it } from "vitest";
import { Tail } from "@/shared/live/ring";
import { assemble } from "./assemble";
import type { History } from "./history";
import type { Samples } from "./samples";

const samples = (t: number[], v: number[] = t): Samples => ({
  t,
  v,
  severity: t.map(() => 0),
  status: t.map(() => 0),
});

function tailOf(...t: number[]): Tail {
  const tail = new Tail(1e9, 1_000);
  tail.add(samples(t));
  return tail;
}

const history = (t: number[], more: Partial<History> = {}): History => ({
  id: "A",
  samples: samples(t),
  steps: { t, v: t },
  band: null,
  texts: [],
  gaps: [],
  alarms: [],
  bins: null,
  lastBin: null,
  start: 0,
  stop: 100,
  skew: 0,
  ...more,
});

describe("history and live samples", () => {
  it("join without a seam, and without a sample twice", () => {
    const { steps, samples: all } = assemble(history([10, 20, 30]), tailOf(20, 30, 40));
    expect(steps.t).toEqual([10, 20, 30, 40]);
    expect(all.t).toEqual([10, 20, 30, 40]);
  });

  it("keep a sample that came between the history and the stream's start", () => {
    expect(assemble(history([10, 20]), tailOf(15, 25, 35)).steps.t).toEqual([10, 20, 25, 35]);
  });

  it("keep what puts the last sample right a few ns after it, once", () => {
    const tail = new Tail(1e9, 1_000);
    tail.add(samples([20, 30, 30], [1, 2, 3]));
    const before = history([10, 30], {
      samples: samples([10, 30], [1, 2]),
      steps: { t: [10, 30], v: [1, 2] },
    });
    expect(assemble(before, tail).steps).toEqual({ t: [10, 30, 30], v: [1, 2, 3] });
    const after = history([10, 30], {
      samples: samples([10, 30], [1, 3]),
      steps: { t: [10, 30], v: [1, 3] },
    });
    expect(assemble(after, tail).steps).toEqual({ t: [10, 30], v: [1, 3] });
  });

  it("after bins begin where the bins end", () => {
    const bins = { width: 50e6, source: "raw" };
    const binned = history([], { samples: null, bins, steps: { t: [0, 50, 100], v: [1, 2, 3] } });
    expect(assemble(binned, tailOf(60, 90, 110)).steps.t).toEqual([0, 50, 100, 110]);
  });

  it("give the newest that is known, be it in the history's last bin", () => {
    const bins = { width: 10e6, source: "raw" };
    const lastBin = { since: 90, time: 100, value: 7, severity: 1, status: 0 };
    const binned = history([], { samples: null, bins, lastBin, steps: { t: [90, 100], v: [6, 7] } });
    expect(assemble(binned, tailOf(60)).newest).toBe(lastBin);
    expect(assemble(binned, tailOf(60, 120)).newest?.value).toBe(120);
    expect(assemble(history([10, 30]), tailOf(30)).newest?.time).toBe(30);
  });

  it("show live samples while the history is being read", () => {
    expect(assemble(undefined, tailOf(5)).steps.t).toEqual([5]);
  });
});

describe("a gap that still lasts", () => {
  const lost = { start: 35, stop: Number.POSITIVE_INFINITY, cause: "disconnected" };

  it("is said", () => {
    const { steps, lost: cause } = assemble(history([10, 30], { gaps: [lost] }), tailOf(30));
    expect(cause).toBe("disconnected");
    expect(steps.v.at(-1)).toBeNaN();
  });

  it("ends with the next sample", () => {
    const { steps, lost: cause } = assemble(history([10, 30], { gaps: [lost] }), tailOf(30, 70));
    expect(cause).toBeNull();
    expect(steps.t).toEqual([10, 30, 35, 70]);
    expect(steps.v.at(-1)).toBe(70);
  });
});
