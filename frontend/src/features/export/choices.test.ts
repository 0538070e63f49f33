import { describe, expect, it } from "vitest";
import type { TraceSpec } from "@/features/viewer/model/trace-spec";
import { addressOf, type Choices, FIRST, fileNameOf, objectionTo, queryOf } from "./choices";

const RANGE = { from: "now-1h", to: "now" };
const SPECS: TraceSpec[] = [
  { kind: "pv", text: "A", label: "Beam", hidden: true },
  { kind: "expr", text: '"A" * 2' },
  { kind: "pv", text: 'B"c', shift: "-1d" },
  { kind: "expr", text: '"A" + 1', shift: "+1h" },
];

describe("queryOf", () => {
  it("asks for shifted traces as what they are to the API", () => {
    const { pv, expr } = queryOf(SPECS, RANGE, FIRST);
    expect(pv).toEqual(["A"]);
    expect(expr).toEqual(['"A" * 2', 'shift("B""c", -1d)', 'shift("A" + 1, 1h)']);
  });

  it("says of the layout only what belongs to it", () => {
    const choices: Choices = { format: "csv", layout: "rows", period: "1s", severity: true };
    expect(queryOf([], RANGE, choices)).not.toHaveProperty("period");
    expect(queryOf([], RANGE, { ...choices, layout: "aligned" })).toMatchObject({
      period: "1s",
      severity: true,
    });
    expect(queryOf([], RANGE, { ...choices, layout: "binned" })).not.toHaveProperty("severity");
  });

  it("is encoded into an address", () => {
    const query = queryOf([{ kind: "pv", text: "A&B" }], RANGE, FIRST);
    expect(addressOf(query, "name-1234")).toBe(
      "/api/query/v1/export?pv=A%26B&from=now-1h&to=now&format=csv&layout=rows&id=name-1234",
    );
  });
});

describe("objectionTo", () => {
  it("knows what can't be had", () => {
    expect(objectionTo(FIRST)).toBeNull();
    expect(objectionTo({ ...FIRST, format: "xlsx", layout: "binned", period: "1m" })).toContain("Excel");
    expect(objectionTo({ ...FIRST, layout: "binned" })).toContain("how wide");
    expect(objectionTo({ ...FIRST, layout: "aligned", period: "soon" })).toContain("500ms");
  });
});

it("names the file after its only PV and its end", () => {
  const query = queryOf([{ kind: "pv", text: "SR:CURRENT" }], RANGE, { ...FIRST, format: "hdf5" });
  expect(fileNameOf(query, Date.UTC(2026, 2, 1, 14, 30))).toBe("SR_CURRENT-2026-03-01-14-30.h5");
  expect(fileNameOf({ ...query, expr: ["1"] }, 0)).toMatch(/^caflux-/);
});
