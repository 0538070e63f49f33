/** The panels beside the chart, in the order of their tabs; the first is open where the address names none. */
export const PANELS = [
  "traces",
  "table",
  "formula",
  "statistics",
  "overlay",
  "xy",
  "histogram",
  "export",
] as const;

export type PanelKey = (typeof PANELS)[number];

/** Those that draw or list so much that the chart leaves them half of the page. */
export const TALL: ReadonlySet<PanelKey> = new Set(["table", "formula", "overlay", "xy", "histogram"]);
