import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, it } from "vitest";
import { rulerOf } from "@/shared/chart/ruler";
import type { Trace } from "@/shared/chart/trace";
import { UTC } from "@/shared/time/zone";
import { ticksOfTime, ticksOfValues } from "./axes";
import { type Picture, svgOf } from "./svg";

const START = Date.UTC(2026, 2, 1, 23, 30);
const HOUR = 3_600_000;
const COLOURS = {
  page: "#fff",
  text: "#000",
  dim: "#555",
  grid: "#eee",
  gap: "#ccc",
  accent: "#0b6a88",
  severity: ["#0a0", "#8a5a00", "#b3261e", "#8b2f97"],
};

const trace = (more: Partial<Trace> = {}): Trace => ({
  pv: "A",
  scale: "axis mA",
  pen: { colour: "#0067b0", dash: [] },
  steps: { t: [START, START + HOUR], v: [1, 3] },
  band: null,
  gaps: [],
  end: START + 2 * HOUR,
  ...more,
});

const picture = (more: Partial<Picture> = {}): Picture => ({
  window: [START, START + 2 * HOUR],
  zone: UTC,
  panels: [
    {
      scales: [{ key: "axis mA", label: "mA", log: false, colour: null, states: null }],
      traces: [trace()],
    },
  ],
  lanes: [],
  strips: [],
  heats: [],
  notes: [],
  marks: null,
  legend: [{ title: 'A <"b"> & c', unit: "mA", colour: "#0067b0", dash: [] }],
  colours: COLOURS,
  ...more,
});

const parsed = (svg: string) => new DOMParser().parseFromString(svg, "image/svg+xml");

describe("svgOf", () => {
  it("is XML, whatever names there are, and tells what it shows and when", () => {
    const texts = Array.from(parsed(svgOf(picture())).getElementsByTagName("text")).map(
      (one) => one.textContent,
    );
    expect(texts).toContain('A <"b"> & c mA');
    expect(svgOf(picture())).toContain("A &lt;&quot;b&quot;&gt; &amp; c<");
    expect(texts).toContain("2026-03-01 23:30:00 to 2026-03-02 01:30:00 UTC");
  });

  it("draws each value where it was held", () => {
    const paths = Array.from(parsed(svgOf(picture())).getElementsByTagName("path"));
    expect(paths).toHaveLength(1);
    const d = paths[0]?.getAttribute("d") ?? "";
    // From the left edge to the middle at one height, then at another to the right edge.
    const points = [...d.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(points.map(([x]) => x)).toEqual([88, 676, 676, 1264]);
    expect(points[0]?.[1]).toBe(points[1]?.[1]);
    expect(points[2]?.[1]).toBeLessThan(points[1]?.[1] ?? 0);
  });

  it("shades where nothing was recorded, and bands below their line", () => {
    const gaps = [{ start: START, stop: START + HOUR / 2, cause: "disconnected" }];
    const band = { width: HOUR, t: [START, START + HOUR], min: [0, 1], max: [2, 4] };
    const panel = {
      ...picture().panels[0],
      scales: picture().panels[0]?.scales ?? [],
      traces: [trace({ gaps, band })],
    };
    const svg = parsed(svgOf(picture({ panels: [panel] })));
    const shaded = Array.from(svg.getElementsByTagName("rect")).filter(
      (one) => one.getAttribute("fill") === "url(#gap)",
    );
    expect(shaded.map((one) => Number(one.getAttribute("width")))).toEqual([294]);
    expect(svg.getElementsByTagName("path")).toHaveLength(2);
  });

  it("says when each trace was in alarm or not recorded, and what the signs mean", () => {
    const alarms = [{ start: START, stop: START + HOUR, severity: 2 }];
    const gaps = [{ start: START + HOUR, stop: START + 2 * HOUR, cause: "disconnected" }];
    const lanes = [{ title: "A", colour: "#0067b0", status: { alarms, gaps } }];
    const svg = svgOf(picture({ lanes }));
    const rects = Array.from(parsed(svg).getElementsByTagName("rect"));
    const wide = (fill: string) =>
      rects
        .filter((one) => one.getAttribute("fill") === fill)
        .map((one) => Number(one.getAttribute("width")));
    // Half of the plot area each, and their signs below.
    expect(wide("#b3261e")).toEqual([588, 18]);
    expect(wide("url(#lost)")).toEqual([588, 18]);
    for (const words of ["major alarm", "not recorded", "not recorded: disconnected"]) {
      expect(svg).toContain(`>${words}<`);
    }
    expect(svg).not.toContain("minor alarm");
  });

  it("numbers notes where they are and says below what they say", () => {
    const note = { id: 7, by: "ops", changed_by: "ops", created_at: "", changed_at: "", version: 1 };
    const notes = [
      { ...note, start: START + HOUR, stop: null, text: "Beam <dump>" },
      { ...note, id: 8, start: START - HOUR, stop: START + HOUR / 2, text: "Shift" },
      { ...note, id: 9, start: START + 5 * HOUR, stop: null, text: "Elsewhere" },
    ].sort((a, b) => a.start - b.start);
    const svg = svgOf(picture({ notes, marks: [START, START + 9 * HOUR] }));
    const texts = Array.from(parsed(svg).getElementsByTagName("text")).map((one) => one.textContent);
    expect(texts).toContain("1  2026-03-01 22:30:00.000 to 2026-03-02 00:00:00.000  Shift (ops)");
    expect(texts).toContain("2  2026-03-02 00:30:00.000  Beam <dump> (ops)");
    expect(texts.join()).not.toContain("Elsewhere");
    const lines = Array.from(parsed(svg).getElementsByTagName("path")).filter((one) =>
      one.getAttribute("data-note"),
    );
    expect(lines.map((one) => one.getAttribute("d")?.split("V")[0])).toEqual(["M88.0 32", "M676.0 32"]);
    // Of the measuring cursors only what is within the picture.
    expect(texts).toContain("A");
    expect(texts).not.toContain("B");
  });

  it("shows states with their labels", () => {
    const held = { text: "Stored beam", start: START, stop: START + HOUR };
    const segments = [{ ...held, look: { colour: "#c75000", pattern: "plain" as const } }];
    const svg = svgOf(picture({ strips: [{ title: "MODE", segments }] }));
    expect(svg).toContain("Stored beam</text>");
    expect(svg).toContain("MODE</text>");
    expect(svg).not.toContain("data-stripe");
    // One of the same colour is told apart by its stripes.
    const other = [{ ...held, look: { colour: "#c75000", pattern: "lying" as const } }];
    const striped = parsed(svgOf(picture({ strips: [{ title: "MODE", segments: other }] })));
    const stripes = Array.from(striped.getElementsByTagName("rect")).filter((one) =>
      one.hasAttribute("data-stripe"),
    );
    expect(stripes.map((one) => one.getAttribute("fill"))).toEqual(Array(4).fill("#c75000"));
  });
});

describe("ticks", () => {
  it("tell the day where it begins", () => {
    const ticks = ticksOfTime(START, START + 2 * HOUR, 1_000, UTC);
    expect(ticks.map(({ label }) => label)).toEqual([
      "23:30",
      "23:45",
      "00:00",
      "00:15",
      "00:30",
      "00:45",
      "01:00",
      "01:15",
      "01:30",
    ]);
    expect(ticks.map(({ date }) => date).filter(Boolean)).toEqual(["2026-03-01", "2026-03-02"]);
  });

  it("are decades on a logarithmic axis, or parts of a single one", () => {
    expect(
      ticksOfValues(rulerOf([1e-9, 1e-6], true), 300).map(({ at }) => Math.round(Math.log10(at))),
    ).toEqual([-9, -8, -7, -6]);
    expect(ticksOfValues(rulerOf([1.5, 8], true), 300).map(({ at }) => at)).toEqual([2, 5]);
    expect(ticksOfValues(rulerOf([63, 630], true), 300).map(({ label }) => label)).toEqual([
      "100",
      "200",
      "500",
    ]);
  });
});
