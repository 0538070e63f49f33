import { expect, it } from "vitest";
import type { ViewerTrace } from "../traces";
import { placeAxes } from "./place";

const trace = (unit: string, v: number[], hidden = false) =>
  ({
    spec: { kind: "pv", text: unit, hidden },
    info: { metadata: { egu: unit } },
    pen: { colour: "#0067b0", dash: [] },
    steps: { t: v.map((_, i) => i), v },
  }) as unknown as ViewerTrace;

it("says of a logarithmic axis whether it leaves something out", () => {
  const cut = (v: number[], log: boolean, hidden = false) =>
    placeAxes([trace("mA", v, hidden)], [{ name: "mA", log }]).map((axis) => axis.cut);
  expect(cut([1, 0], true)).toEqual([true]);
  expect(cut([1, -2], true)).toEqual([true]);
  expect(cut([1, 2, Number.NaN], true)).toEqual([false]);
  expect(cut([1, 0], false)).toEqual([false]);
  expect(cut([1, 0], true, true)).toEqual([false]);
});
