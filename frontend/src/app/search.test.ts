import { describe, expect, it } from "vitest";
import { validateDashboard } from "@/features/dashboard/search";
import { validatePvs } from "@/features/pvs/search";
import { type ViewerSearch, validateViewer } from "@/features/viewer/search";
import { parseSearch, stringifySearch } from "./search";

const through = (search: object) => parseSearch(stringifySearch(search as Record<string, unknown>));

const NASTY = [
  'A.{"dbnd":{"abs":0.1}}',
  "it's; DROP TABLE",
  "back\\slash",
  "a/b?c#d&e=f",
  "plus+per%25cent",
  "µ-Strahl √ 光",
  "two words",
  "now-1h",
  "12",
  "true",
];

describe("the address", () => {
  it("keeps the viewer's state whatever the PVs are called", () => {
    const search: ViewerSearch = {
      pv: NASTY,
      from: "2026-03-01T12:00:00.000Z",
      to: "2026-03-01T13:00:00.000Z",
      paused: true,
      axis: ["log:1;name:mbar", "panel:1;name:Pa"],
    };
    expect(validateViewer(through(search))).toEqual(search);
  });

  it("keeps the dashboard's", () => {
    const search = { pv: ["A", "B"], chart: ["B"], span: "1h" };
    expect(validateDashboard(through(search))).toEqual(search);
    expect(validateDashboard(through({ board: "12", wall: true }))).toEqual({ board: "12", wall: true });
  });

  it("keeps the PV table's, and refuses states that do not exist", () => {
    expect(validatePvs(through({ search: "SR:*", state: "paused" }))).toEqual({
      search: "SR:*",
      state: "paused",
    });
    expect(validatePvs({ state: "gone" })).toEqual({});
  });

  it("can be read by people", () => {
    expect(stringifySearch({ pv: ["SR:CURRENT", "A/B"], from: "now-1h" })).toBe(
      "?pv=SR:CURRENT&pv=A/B&from=now-1h",
    );
    expect(stringifySearch({})).toBe("");
  });

  it("holds no more PVs than a page shows", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `PV${i}`);
    expect(validateViewer({ pv: many }).pv).toHaveLength(100);
    expect(validateDashboard({ pv: many }).pv).toHaveLength(100);
  });

  it("names each PV once", () => {
    expect(validateViewer({ pv: ["A", "A", " ", "B"] }).pv).toEqual(["A", "B"]);
  });
});
