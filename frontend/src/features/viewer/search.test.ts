import { describe, expect, it } from "vitest";
import { MOST_SHOWN } from "@/app/search";
import { withAxis, writeAxis } from "./model/axis-spec";
import { axesOf, DEFAULT_RANGE, follows, rangeOf, spanOf, tracesOf, validateViewer } from "./search";

const NOW = Date.UTC(2026, 4, 1);

describe("the range", () => {
  it("is the last hour where the address makes no sense", () => {
    expect(rangeOf({ from: "rubbish" }, NOW)).toEqual(DEFAULT_RANGE);
    expect(rangeOf({ from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" }, NOW)).toEqual(DEFAULT_RANGE);
    expect(rangeOf({ from: "2026-06-01T00:00:00Z" }, NOW)).toEqual(DEFAULT_RANGE);
    expect(rangeOf({}, NOW)).toEqual(DEFAULT_RANGE);
  });

  it("is followed only while it ends now", () => {
    expect(follows({ from: "now-5m", to: "now" }, {})).toBe(true);
    expect(follows({ from: "now-5m", to: "now" }, { paused: true })).toBe(false);
    expect(follows({ from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z" }, {})).toBe(false);
  });

  it("has a length of its own only where it moves", () => {
    expect(spanOf({ from: "now-8h", to: "now" })).toBe(8 * 3_600_000);
    expect(spanOf({ from: "2026-03-01T00:00:00Z", to: "now" })).toBeNull();
  });
});

describe("what the address says", () => {
  const read = (search: Record<string, unknown>) => validateViewer(search);

  it("stays short where traces are no more than PVs", () => {
    const search = read({ pv: ["A", "B", "A"] });
    expect(search).toEqual({ pv: ["A", "B"] });
    expect(tracesOf(search)).toEqual([
      { kind: "pv", text: "A" },
      { kind: "pv", text: "B" },
    ]);
  });

  it("keeps all that is said of a trace, and its order", () => {
    const trace = ["shift:-1d;colour:3;draw:line;pv:A;B:C", 'label:50%25%3B x;expr:"A" - "B"'];
    const search = read({ trace });
    expect(search).toEqual({ trace });
    expect(tracesOf(search)).toEqual([
      { kind: "pv", text: "A;B:C", colour: 3, draw: "line", shift: "-1d" },
      { kind: "expr", text: '"A" - "B"', label: "50%; x" },
    ]);
  });

  it("leaves out what makes no sense", () => {
    const search = read({
      trace: ["rubbish", "shift:yesterday;pv:A"],
      axis: ["nonsense"],
      zone: "Mars/Olympus",
    });
    expect(search).toEqual({ pv: ["A"] });
    expect(read({ tab: "nothing", draw: "step", mark: ["2026-03-01T00:00:00Z"] })).toEqual({});
  });

  it("is bounded, however many PVs it names", () => {
    expect(read({ pv: Array.from({ length: 10_000 }, (_, i) => `P${i}`) }).pv).toHaveLength(MOST_SHOWN);
  });
});

describe("axes", () => {
  it("say only what was chosen", () => {
    const log = withAxis([], "mA", { log: true });
    expect(log.map(writeAxis)).toEqual(["log:1;name:mA"]);
    expect(withAxis(log, "mA", { log: undefined })).toEqual([]);
    const both = withAxis(withAxis(log, "mA", { min: 0, max: 1e-9 }), "", { panel: 1 });
    expect(axesOf({ axis: both.map(writeAxis) })).toEqual([
      { name: "mA", log: true, min: 0, max: 1e-9 },
      { name: "", panel: 1 },
    ]);
  });
});
