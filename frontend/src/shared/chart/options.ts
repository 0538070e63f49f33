import type uPlot from "uplot";
import { formatSecond } from "@/shared/time/format";
import { paintTraces } from "./painter";
import { axisSize, tickLabels } from "./ticks";
import { TIME_STEPS, timeTicks } from "./time-ticks";
import type { Scale, Trace } from "./trace";

export interface ChartEvents {
  /** A span was dragged over, ms. */
  zoom(start: number, stop: number): void;
  back(): void;
  cursor(time: number | null): void;
  traces(): readonly Trace[];
  area(left: number, width: number): void;
}

export interface ChartStyle {
  axis: string;
  grid: string;
  narrow: boolean;
}

const FONT = '11px "Inter Variable", system-ui, sans-serif';
const LABEL_FONT = '500 11px "Inter Variable", system-ui, sans-serif';

/** Where each axis stands: left, right, left, right…; on a narrow screen only the first two are drawn. */
export function axisPlaces(count: number, narrow: boolean): { left: boolean; show: boolean }[] {
  return Array.from({ length: count }, (_, i) => ({ left: i % 2 === 0, show: i < (narrow ? 2 : 6) }));
}

function valueAxis(
  scale: Scale,
  place: { left: boolean; show: boolean },
  first: boolean,
  style: ChartStyle,
): uPlot.Axis {
  const { states } = scale;
  const axis: uPlot.Axis = {
    scale: scale.key,
    show: place.show,
    side: place.left ? 3 : 1,
    stroke: scale.colour ?? style.axis,
    font: FONT,
    labelFont: LABEL_FONT,
    labelSize: 18,
    labelGap: 2,
    size: axisSize,
    gap: 6,
    grid: { show: first, stroke: style.grid, width: 1 },
    ticks: { show: true, stroke: style.grid, width: 1, size: 4 },
    values: (_u, splits, _axis, _space, step) =>
      states
        ? splits.map((value) => (Number.isInteger(value) ? (states[value] ?? "") : ""))
        : tickLabels(splits, step, scale.log),
  };
  if (scale.label) axis.label = scale.label;
  if (states) axis.splits = () => states.map((_, i) => i);
  return axis;
}

/**
 * Options of a chart. uPlot keeps axes, scales, cursor and selection; the lines are painted by `paintTraces`,
 * because each PV has times of its own, and joining them into one column would cost PVs × samples.
 */
export function chartOptions(
  size: { width: number; height: number },
  scales: readonly Scale[],
  style: ChartStyle,
  events: ChartEvents,
  syncKey: string | undefined,
): uPlot.Options {
  const places = axisPlaces(scales.length, style.narrow);
  return {
    ...size,
    ms: 1,
    padding: [10, scales.length > 1 ? null : 14, 0, null],
    legend: { show: false },
    scales: {
      x: { time: true, auto: false },
      ...Object.fromEntries(scales.map(({ key, log }) => [key, { auto: false, distr: log ? 3 : 1 }])),
    },
    series: [{}, ...scales.map(({ key }) => ({ scale: key, paths: () => null, points: { show: false } }))],
    axes: [
      {
        stroke: style.axis,
        font: FONT,
        grid: { stroke: style.grid, width: 1 },
        ticks: { stroke: style.grid, width: 1, size: 4 },
        gap: 6,
        space: 72,
        incrs: TIME_STEPS,
        splits: (_u, _axis, from, to, step) => timeTicks(from, to, step),
        size: 36,
        values: [
          [31_536_000_000, "{YYYY}", null, null, null, null, null, null, 1],
          [2_419_200_000, "{YYYY}-{MM}", null, null, null, null, null, null, 1],
          [86_400_000, "{MM}-{DD}", "\n{YYYY}", null, null, null, null, null, 1],
          [60_000, "{HH}:{mm}", "\n{YYYY}-{MM}-{DD}", null, "\n{MM}-{DD}", null, null, null, 1],
          [1_000, "{HH}:{mm}:{ss}", "\n{YYYY}-{MM}-{DD}", null, "\n{MM}-{DD}", null, null, null, 1],
          [
            1,
            "{ss}.{fff}",
            "\n{YYYY}-{MM}-{DD} {HH}:{mm}",
            null,
            "\n{HH}:{mm}",
            null,
            "\n{HH}:{mm}",
            null,
            1,
          ],
        ],
      },
      ...scales.map((scale, i) => valueAxis(scale, places[i] ?? { left: true, show: false }, i === 0, style)),
    ],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      bind: {
        dblclick: () => () => {
          events.back();
          return null;
        },
      },
      ...(syncKey ? { sync: { key: syncKey, scales: ["x", null] as [string, null] } } : {}),
    },
    hooks: {
      draw: [(u) => paintTraces(u, events.traces())],
      setCursor: [
        (u) => {
          const left = u.cursor.left ?? -1;
          events.cursor(left < 0 ? null : u.posToVal(left, "x"));
        },
      ],
      setSelect: [
        (u) => {
          const { left, width } = u.select;
          if (width < 4) return;
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          events.zoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
        },
      ],
      drawAxes: [(u) => events.area(u.bbox.left / devicePixelRatio, u.bbox.width / devicePixelRatio)],
    },
  };
}

/** Say in words what a chart shows, for who can't see it. */
export function describe(pvs: readonly string[], start: number, stop: number): string {
  return `Chart of ${pvs.join(", ")} from ${formatSecond(start)} to ${formatSecond(stop)}`;
}
