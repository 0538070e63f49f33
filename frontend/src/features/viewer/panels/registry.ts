import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Cursor } from "@/shared/chart/cursor";
import type { ViewerTrace } from "../traces";
import type { View } from "../view";
import type { PanelKey } from "./keys";

/** What every panel is given. */
export interface PanelProps {
  view: View;
  traces: readonly ViewerTrace[];
  /** What the chart shows, ms; it moves while it is live. */
  window: readonly [number, number];
  cursor: Cursor;
}

interface Panel {
  label: string;
  Content: ComponentType<PanelProps> | LazyExoticComponent<ComponentType<PanelProps>>;
}

/** A panel is one entry here and its key in `keys.ts`; each is fetched when it is opened first. */
export const PANEL: Record<PanelKey, Panel> = {
  traces: { label: "Traces", Content: lazy(() => import("./traces")) },
  table: { label: "Table", Content: lazy(() => import("./table")) },
  formula: { label: "Formula", Content: lazy(() => import("@/features/formula/panel")) },
  export: { label: "Export", Content: lazy(() => import("@/features/export/panel")) },
  statistics: { label: "Statistics", Content: lazy(() => import("@/features/statistics/panel")) },
  overlay: { label: "Overlay", Content: lazy(() => import("@/features/overlay/panel")) },
  xy: { label: "XY", Content: lazy(() => import("@/features/xy/panel")) },
  histogram: { label: "Histogram", Content: lazy(() => import("@/features/histogram/panel")) },
};
