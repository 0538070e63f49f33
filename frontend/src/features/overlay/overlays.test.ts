import { describe, expect, it } from "vitest";
import { type TraceSpec, traceId } from "@/features/viewer/model/trace-spec";
import { isOver, shiftOf, shiftsOf, shiftWords, withOverlay } from "./overlays";

const A: TraceSpec = { kind: "pv", text: "A", label: "Beam" };
const B: TraceSpec = { kind: "expr", text: '"A" * 2' };

describe("shiftOf", () => {
  it("reads what people write", () => {
    const typed = ["2d", "-2d", " 1d 12h ", "3h ago", "1w before", "+1h", "1h later"];
    expect(typed.map(shiftOf)).toEqual(["-2d", "-2d", "-1d12h", "-3h", "-1w", "+1h", "+1h"]);
  });

  it("is none where it makes no sense", () => {
    expect(["", "yesterday", "2", "d", "0s"].map(shiftOf)).toEqual([null, null, null, null, null]);
  });
});

describe("withOverlay", () => {
  it("lays a trace over itself in its colour, dashed, and leaves the others theirs", () => {
    const specs = withOverlay([A, B], A, "-1d", true);
    expect(specs).toEqual([A, { kind: "pv", text: "A", shift: "-1d", colour: 8 }, { ...B, colour: 1 }]);
    expect(isOver(specs, A, "-1d")).toBe(true);
    expect(isOver(specs, A, "-7d")).toBe(false);
    expect(withOverlay(specs, A, "-7d", true)[1]).toMatchObject({ shift: "-7d", colour: 16 });
  });

  it("takes it away again", () => {
    const specs = withOverlay(withOverlay([A, B], B, "-1d", true), B, "-1d", false);
    expect(specs.map(traceId)).toEqual([traceId(A), traceId(B)]);
  });
});

it("offers what is usual and what is there", () => {
  expect(shiftsOf([{ ...A, shift: "-2d" }])).toEqual(["-1h", "-1d", "-2d", "-7d"]);
  expect(["-1d", "-2d", "+1h"].map(shiftWords)).toEqual(["Yesterday", "2d before", "1h later"]);
});
