import { describe, expect, it } from "vitest";
import { axesOf, tracesOf, validateViewer } from "@/features/viewer/search";
import type { ImportedAxis, ImportedTrace, ImportedView } from "./imported";
import { searchOfImported } from "./search";

const PLAIN: ImportedAxis = { label: "", log: false, right: false, range: null };
const trace = (text: string, axis = 0, more: Partial<ImportedTrace> = {}): ImportedTrace => ({
  kind: "pv",
  text,
  label: "",
  visible: true,
  axis,
  ...more,
});
const view = (more: Partial<ImportedView>): ImportedView => ({
  title: "",
  traces: [],
  axes: [PLAIN],
  range: null,
  notes: [],
  ...more,
});

describe("searchOfImported", () => {
  it("leaves the axes to the units where the file says nothing of them", () => {
    const { search, notes } = searchOfImported(view({ traces: [trace("A"), trace("B")] }));
    expect(validateViewer(search as Record<string, unknown>)).toEqual({ pv: ["A", "B"] });
    expect(notes).toEqual([]);
  });

  it("says of traces and axes all that the file does", () => {
    const axes = [
      { label: "Current", log: false, right: false, range: [0, 400] as [number, number] },
      { ...PLAIN, log: true, right: true },
    ];
    const traces = [
      trace("A", 0, { label: "Beam; stored" }),
      trace("B", 1, { visible: false }),
      trace('"A" * 2', 0, { kind: "expr" }),
    ];
    const range = { from: "now-2h", to: "now" };
    const { search } = searchOfImported(view({ traces, axes, range }));
    const read = validateViewer(search as Record<string, unknown>);
    expect(tracesOf(read)).toEqual([
      { kind: "pv", text: "A", label: "Beam; stored", axis: "Current" },
      { kind: "pv", text: "B", axis: "B", hidden: true },
      { kind: "expr", text: '"A" * 2', axis: "Current" },
    ]);
    expect(axesOf(read)).toEqual([
      { name: "Current", log: false, min: 0, max: 400 },
      { name: "B", log: true, side: "right" },
    ]);
    expect(read.from).toBe("now-2h");
  });

  it("tells what is there twice, and what is too much", () => {
    const many = Array.from({ length: 103 }, (_, i) => trace(`PV${i}`));
    const { search, notes } = searchOfImported(view({ traces: [...many, trace("PV0")] }));
    expect(search.pv).toHaveLength(100);
    expect(notes).toEqual([
      "Traces that are there twice are shown once.",
      "100 traces are shown, which is as many as fit; 3 are left out.",
    ]);
  });

  it("is refused where there is nothing to show", () => {
    const notes = ["sim://sine is left out: no archived channel."];
    expect(() => searchOfImported(view({ notes }))).toThrow("sim://sine");
  });
});
