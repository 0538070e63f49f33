import { describe, expect, it } from "vitest";
import type { TraceSpec } from "@/features/viewer/model/trace-spec";
import { addressOf, type Choices, type Condition, FIRST, fileNameOf, objectionTo, queryOf } from "./choices";

const RANGE = { from: "now-1h", to: "now" };
const ALWAYS: Condition = { where: "", whereMin: "" };
const SPECS: TraceSpec[] = [
  { kind: "pv", text: "A", label: "Beam", hidden: true },
  { kind: "expr", text: '"A" * 2' },
  { kind: "pv", text: 'B"c', shift: "-1d" },
  { kind: "expr", text: '"A" + 1', shift: "+1h" },
];

describe("queryOf", () => {
  it("asks for shifted traces as what they are to the API", () => {
    const { pv, expr } = queryOf(SPECS, RANGE, FIRST, ALWAYS);
    expect(pv).toEqual(["A"]);
    expect(expr).toEqual(['"A" * 2', 'shift("B""c", -1d)', 'shift("A" + 1, 1h)']);
  });

  it("says of the layout only what belongs to it", () => {
    const choices: Choices = { format: "csv", layout: "rows", period: "1s", severity: true };
    expect(queryOf([], RANGE, choices, ALWAYS)).not.toHaveProperty("period");
    expect(queryOf([], RANGE, { ...choices, layout: "aligned" }, ALWAYS)).toMatchObject({
      period: "1s",
      severity: true,
    });
    expect(queryOf([], RANGE, { ...choices, layout: "binned" }, ALWAYS)).not.toHaveProperty("severity");
  });

  it("says what has to hold, and for how long only where something has to", () => {
    const held: Condition = { where: '"A" > 5', whereMin: "10s" };
    expect(queryOf(SPECS, RANGE, FIRST, held)).toMatchObject({ where: '"A" > 5', where_min: "10s" });
    expect(queryOf(SPECS, RANGE, FIRST, { ...held, whereMin: "" })).not.toHaveProperty("where_min");
    const always = queryOf(SPECS, RANGE, FIRST, { ...held, where: "" });
    expect(Object.keys(always)).not.toContain("where");
    expect(Object.keys(always)).not.toContain("where_min");
  });

  it("is encoded into an address", () => {
    const query = queryOf([{ kind: "pv", text: "A&B" }], RANGE, FIRST, ALWAYS);
    expect(addressOf(query, "name-1234")).toBe(
      "/api/query/v1/export?pv=A%26B&from=now-1h&to=now&format=csv&layout=rows&id=name-1234",
    );
  });
});

describe("objectionTo", () => {
  it("knows what can't be had", () => {
    expect(objectionTo(FIRST, ALWAYS)).toBeNull();
    expect(objectionTo({ ...FIRST, format: "xlsx", layout: "binned", period: "1m" }, ALWAYS)).toContain(
      "Excel",
    );
    expect(objectionTo({ ...FIRST, layout: "binned" }, ALWAYS)).toContain("how wide");
    expect(objectionTo({ ...FIRST, layout: "aligned", period: "soon" }, ALWAYS)).toContain("500ms");
    expect(objectionTo(FIRST, { where: "1", whereMin: "soon" })).toContain("how long");
    expect(objectionTo(FIRST, { where: "", whereMin: "soon" })).toBeNull();
  });
});

it("names the file after its only PV and its end", () => {
  const query = queryOf([{ kind: "pv", text: "SR:CURRENT" }], RANGE, { ...FIRST, format: "hdf5" }, ALWAYS);
  expect(fileNameOf(query, Date.UTC(2026, 2, 1, 14, 30))).toBe("SR_CURRENT-2026-03-01-14-30.h5");
  expect(fileNameOf({ ...query, where: "1" }, 0)).toBe("SR_CURRENT-1970-01-01-00-00-where.h5");
  expect(fileNameOf({ ...query, expr: ["1"] }, 0)).toMatch(/^caflux-/);
});
