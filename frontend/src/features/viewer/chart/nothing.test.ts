import { expect, it } from "vitest";
import type { ViewerTrace } from "../traces";
import { whyEmpty } from "./nothing";

const NOW = 1_000;

function trace(v: number[], more: Partial<ViewerTrace> = {}): ViewerTrace {
  const t = v.map((_, i) => 100 + i);
  return {
    kind: "number",
    samples: { t, v, severity: [], status: [] },
    steps: { t, v: v.map((value) => (Number.isFinite(value) ? value : Number.NaN)) },
    band: null,
    history: { texts: [] },
    error: null,
    ...more,
  } as unknown as ViewerTrace;
}

const why = (traces: ViewerTrace[], log = false, shown: [number, number] = [0, 500]) =>
  whyEmpty(traces, [{ log, traces }], shown, NOW);

it("says nothing where something is drawn, or not read yet", () => {
  expect(why([trace([1, 2])])).toBeNull();
  expect(why([trace([]), trace([1])])).toBeNull();
  expect(why([trace([], { history: undefined } as never)])).toBeNull();
  expect(why([trace([], { error: new Error("no") })])).toBeNull();
});

it("tells a range without data from one in the future, and from values that can't be drawn", () => {
  expect(why([trace([])])).toContain("Nothing of these traces");
  expect(why([trace([1])], false, [2_000, 3_000])).toContain("future");
  expect(why([trace([Number.NaN, Number.POSITIVE_INFINITY])])).toContain("no numbers");
  expect(why([trace([0, -1])], true)).toContain("above zero");
  expect(why([trace([0, 1])], true)).toBeNull();
  expect(why([])).toContain("hidden");
});
