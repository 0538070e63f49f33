import uPlot from "uplot";
import { type Zone, zoneSpan } from "@/shared/time/zone";
import type { ChartStyle } from "./options";
import { TIME_STEPS, timeTicks } from "./time-ticks";

/** From which step on a tick is labelled how: first the time, below it the date where it changes. */
const LABELS: uPlot.Axis.Values = [
  [31_536_000_000, "{YYYY}", null, null, null, null, null, null, 1],
  [2_419_200_000, "{YYYY}-{MM}", null, null, null, null, null, null, 1],
  [86_400_000, "{MM}-{DD}", "\n{YYYY}", null, null, null, null, null, 1],
  [60_000, "{HH}:{mm}", "\n{YYYY}-{MM}-{DD}", null, "\n{MM}-{DD}", null, null, null, 1],
  [1_000, "{HH}:{mm}:{ss}", "\n{YYYY}-{MM}-{DD}", null, "\n{MM}-{DD}", null, null, null, 1],
  [1, "{ss}.{fff}", "\n{YYYY}-{MM}-{DD} {HH}:{mm}", null, "\n{HH}:{mm}", null, "\n{HH}:{mm}", null, 1],
];

/** The axis of time; without labels where another chart below has them. */
export function timeAxis(style: ChartStyle, zone: Zone, labelled: boolean): uPlot.Axis {
  return {
    stroke: style.axis,
    font: style.font,
    grid: { stroke: style.grid, width: 1 },
    ticks: { stroke: style.grid, width: 1, size: 4 },
    gap: 6,
    space: 72 * style.scale,
    incrs: TIME_STEPS,
    splits: (_u, _axis, from, to, step) => timeTicks(from, to, step, zone),
    size: labelled ? 39 * style.scale : 10,
    ...(labelled && {
      label: ({ scales: { x } }: uPlot) => zoneSpan(zone, x?.min ?? Date.now(), x?.max ?? Date.now()),
      labelSize: 16 * style.scale,
      labelGap: 2,
      labelFont: style.font,
    }),
    values: labelled ? LABELS : (_u, splits) => splits.map(() => ""),
  };
}

/** What uPlot asks of which fields a time has in a zone. */
export const dateIn =
  (zone: Zone) =>
  (ms: number): Date =>
    uPlot.tzDate(new Date(ms), zone.name);
