import { describe, expect, it } from "vitest";
import { segmentsOf } from "./segments";

const METADATA = { precision: null, enum_strings: ["Closed", "Open"] };
type Shown = Parameters<typeof segmentsOf>[0];

const shown = (t: number[], v: (number | string)[], more: Partial<Shown> = {}): Shown => ({
  samples: { t, v, severity: [], status: [] },
  steps: { t: [], v: [] },
  band: null,
  gaps: [],
  history: undefined,
  info: { metadata: METADATA } as unknown as Shown["info"],
  ...more,
});

const texts = (trace: Shown, start: number, stop: number, least = 0) =>
  segmentsOf(trace, start, stop, least).map(({ text, start, stop }) => [text, start, stop]);

describe("segments", () => {
  it("hold a state until the next, equal ones in a row as one", () => {
    expect(texts(shown([0, 10, 20, 30], [0, 1, 1, 0]), 5, 40)).toEqual([
      ["Closed", 5, 10],
      ["Open", 10, 30],
      ["Closed", 30, 40],
    ]);
  });

  it("leave gaps empty, and go on after them", () => {
    const gaps = [{ start: 12, stop: 18, cause: "disconnected" }];
    expect(texts(shown([10], ["ready"], { gaps }), 0, 30)).toEqual([
      ["ready", 10, 12],
      ["ready", 18, 30],
    ]);
  });

  it("are never more than can be seen", () => {
    const t = Array.from({ length: 10_000 }, (_, i) => i);
    const many = segmentsOf(
      shown(
        t,
        t.map((i) => i % 2),
      ),
      0,
      10_000,
      20,
    );
    expect(many.length).toBeLessThanOrEqual(1_000);
    expect(many[0]?.text).toBeNull();
    expect(many.at(-1)?.stop).toBe(10_000);
  });

  it("of bins are known where the least and the greatest are one", () => {
    const band = { width: 10, t: [0, 10, 20], min: [1, 0, 0], max: [1, 1, 0] };
    expect(texts(shown([], [], { band }), 0, 30)).toEqual([
      ["Open", 0, 10],
      [null, 10, 20],
      ["Closed", 20, 30],
    ]);
  });

  it("say of bins of texts that there were some", () => {
    const history = { texts: [10, 20, 40], bins: { width: 10e6, source: "raw" } } as Shown["history"];
    expect(texts(shown([], [], { history }), 15, 45)).toEqual([
      [null, 15, 30],
      [null, 40, 45],
    ]);
  });
});
