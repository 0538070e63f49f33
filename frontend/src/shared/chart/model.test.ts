import { describe, expect, it } from "vitest";
import type { Binned } from "@/api/types";
import { bandOf, cutGaps, heldAt, joinSteps, spansOf, stepsOf, stepsOfBins } from "./model";

const NaNs = (values: readonly number[]) => values.map((value) => (Number.isNaN(value) ? "nan" : value));
const gap = (start: number, stop: number) => ({ start, stop, cause: "disconnected" });

function bins(columns: Partial<Binned>): Binned {
  const time = columns.time ?? [];
  const column = (value: number | null) => time.map(() => value);
  return {
    kind: "binned",
    pv: "A",
    width: 10e6,
    source: "raw",
    time,
    first: column(0),
    last: column(9),
    min: column(0),
    max: column(9),
    mean: column(5),
    twmean: column(6),
    std: column(1),
    count: time.map(() => 3),
    covered: time.map(() => 0.01),
    severity: time.map(() => 0),
    gaps: [],
    ...columns,
  };
}

describe("lines of samples", () => {
  it("break at what can't be drawn", () => {
    const steps = stepsOf({
      t: [1, 2, 3],
      v: [1, Number.POSITIVE_INFINITY, "off"],
      severity: [],
      status: [],
    });
    expect(NaNs(steps.v)).toEqual([1, "nan", "nan"]);
  });

  it("hold each value until the next", () => {
    const steps = { t: [10, 20], v: [1, 2] };
    expect(heldAt(steps, 9)).toBeNaN();
    expect(heldAt(steps, 10)).toBe(1);
    expect(heldAt(steps, 19.9)).toBe(1);
    expect(heldAt(steps, 99)).toBe(2);
  });
});

describe("gaps", () => {
  it("break the line, which goes on with the value that was held", () => {
    const cut = cutGaps({ t: [0, 100], v: [1, 2] }, [gap(40, 60)]);
    expect(cut.t).toEqual([0, 40, 60, 100]);
    expect(NaNs(cut.v)).toEqual([1, "nan", 1, 2]);
  });

  it("hide samples that the IOC stamped inside, but keep what they left", () => {
    const cut = cutGaps({ t: [0, 50], v: [1, 2] }, [gap(40, 60)]);
    expect(cut.t).toEqual([0, 40, 60]);
    expect(NaNs(cut.v)).toEqual([1, "nan", 2]);
  });

  it("that still last end the line", () => {
    const cut = cutGaps({ t: [0], v: [1] }, [gap(40, Number.POSITIVE_INFINITY)]);
    expect(NaNs(cut.v)).toEqual([1, "nan"]);
  });

  it("in which samples were lost leave nothing known before the next", () => {
    const cut = cutGaps({ t: [0, 100], v: [1, 2] }, [{ ...gap(40, 60), untilNext: true }]);
    expect(cut.t).toEqual([0, 40, 100]);
    expect(NaNs(cut.v)).toEqual([1, "nan", 2]);
  });

  it("that overlap break the line once, and those of a bad clock not at all", () => {
    const clock = { ...gap(10, 20), known: true };
    const cut = cutGaps({ t: [0, 100], v: [1, 2] }, [clock, gap(30, 60), gap(40, 50), gap(50, 70)]);
    expect(cut.t).toEqual([0, 30, 60, 60, 70, 100]);
    expect(NaNs(cut.v)).toEqual([1, "nan", 1, "nan", 1, 2]);
  });

  it("before the first sample draw nothing", () => {
    expect(cutGaps({ t: [100], v: [1] }, [gap(0, 50)])).toEqual({ t: [100], v: [1] });
  });

  it("say their cause, and last for ever without an end", () => {
    const [span] = spansOf([
      { start: 5e6, stop: null, cause: "paused", detail: "by admin", count: 0, lost: true },
    ]);
    expect(span).toEqual({ start: 5, stop: Number.POSITIVE_INFINITY, cause: "paused: by admin" });
  });
});

describe("bins", () => {
  it("become a line of means, which lies in the band", () => {
    const steps = stepsOfBins(bins({ time: [0, 10e6] }), 1_000);
    expect(steps).toEqual({ t: [0, 10, 20], v: [5, 5, 9] });
  });

  it("without a sample show what they held", () => {
    const held = bins({ time: [0, 10e6], count: [3, 0], mean: [5, null], last: [9, null], twmean: [6, 9] });
    expect(stepsOfBins(held, 1_000)).toEqual({ t: [0, 10, 20], v: [5, 9, 9] });
  });

  it("hold their last value over missing bins", () => {
    const steps = stepsOfBins(bins({ time: [0, 50e6] }), 1_000);
    expect(steps.t).toEqual([0, 10, 50, 60]);
    expect(steps.v).toEqual([5, 9, 5, 9]);
  });

  it("reach no further than what was read", () => {
    expect(stepsOfBins(bins({ time: [0, 10e6] }), 14).t.at(-1)).toBe(14);
  });

  it("have no band where they hold no number", () => {
    const band = bandOf(bins({ time: [0, 10e6], min: [1, null], max: [2, null] }));
    expect(band).toEqual({ width: 10, t: [0], min: [1], max: [2] });
  });
});

it("joins only what is later", () => {
  const joined = joinSteps({ t: [1, 2], v: [1, 2] }, { t: [1, 2, 3], v: [7, 7, 7] });
  expect(joined).toEqual({ t: [1, 2, 3], v: [1, 2, 7] });
});
