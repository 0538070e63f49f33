import {
  IconChartLine,
  IconGauge,
  IconLetterT,
  IconNumber123,
  IconTimeline,
  IconWaveSine,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { TileKind } from "./model";

interface Kind {
  kind: TileKind;
  label: string;
  Icon: ComponentType<{ size?: number }>;
}

/** The kinds of tiles, as they are offered. */
export const KINDS: readonly Kind[] = [
  { kind: "value", label: "Value", Icon: IconNumber123 },
  { kind: "sparkline", label: "Sparkline", Icon: IconWaveSine },
  { kind: "chart", label: "Chart", Icon: IconChartLine },
  { kind: "gauge", label: "Gauge", Icon: IconGauge },
  { kind: "states", label: "States", Icon: IconTimeline },
  { kind: "text", label: "Text", Icon: IconLetterT },
];
