import type uPlot from "uplot";
import { formatSecond } from "@/shared/time/format";
import type { Zone } from "@/shared/time/zone";
import { paintTraces } from "./painter";
import { axisSize, tickLabels } from "./ticks";
import { dateIn, timeAxis } from "./time-axis";
import type { Scale, Trace } from "./trace";

/** Where the plot area lies, in CSS pixels from the left. */
export interface Area {
  left: number;
  width: number;
}

/** Room left and right of the plot area, CSS pixels. */
export type Gutters = readonly [left: number, right: number];

export interface ChartEvents {
  /** A span was dragged over, ms. */
  zoom(start: number, stop: number): void;
  back(): void;
  cursor(time: number | null): void;
  traces(): readonly Trace[];
  /** It was drawn: where the plot area lies, and what its own axes need beside it. */
  area(area: Area, own: Gutters): void;
  /** Room to leave beside its axes, so that charts above one another begin alike. */
  room(): Gutters;
}

export interface ChartStyle {
  axis: string;
  grid: string;
  gap: string;
  font: string;
  /** How much larger than usual texts and lines are: on a wall, or as the browser was told. */
  scale: number;
  narrow: boolean;
}

export interface ChartShape {
  width: number;
  height: number;
  zone: Zone;
  /** Whether times are written below it. */
  labelled: boolean;
  /** Whether it draws its own line where the cursor is. */
  line: boolean;
  syncKey: string | undefined;
}

/** Where there is no axis: half of a date, which is written below the end of the chart. */
const BESIDE_PX = 38;

/** Where each axis stands: left, right, left, right…, unless told; on a narrow screen only the first two are drawn. */
export function axisPlaces(scales: readonly Scale[], narrow: boolean): { left: boolean; show: boolean }[] {
  let left = 0;
  let right = 0;
  return scales.map(({ side }, i) => {
    const here = side ? side === "left" : left <= right;
    if (here) left += 1;
    else right += 1;
    return { left: here, show: i < (narrow ? 2 : 8) };
  });
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
    font: style.font,
    labelFont: style.font.replace(/^/, "500 "),
    labelSize: 18 * style.scale,
    labelGap: 2,
    size: axisSize,
    gap: 6,
    space: 30 * style.scale,
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
  shape: ChartShape,
  scales: readonly Scale[],
  style: ChartStyle,
  events: ChartEvents,
): uPlot.Options {
  const { width, height, zone, syncKey } = shape;
  const places = axisPlaces(scales, style.narrow);
  const onRight = places.some(({ left, show }) => show && !left);
  const onLeft = places.some(({ left, show }) => show && left);
  return {
    width,
    height,
    ms: 1,
    tzDate: dateIn(zone),
    padding: [
      10,
      () => events.room()[1] + (onRight ? 0 : BESIDE_PX * style.scale),
      0,
      () => events.room()[0] + (onLeft ? 0 : BESIDE_PX * style.scale),
    ],
    legend: { show: false },
    scales: {
      x: { time: true, auto: false },
      ...Object.fromEntries(scales.map(({ key, log }) => [key, { auto: false, distr: log ? 3 : 1 }])),
    },
    series: [{}, ...scales.map(({ key }) => ({ scale: key, paths: () => null, points: { show: false } }))],
    axes: [
      timeAxis(style, zone, shape.labelled),
      ...scales.map((scale, i) => valueAxis(scale, places[i] ?? { left: true, show: false }, i === 0, style)),
    ],
    cursor: {
      x: shape.line,
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      bind: {
        // A drag with shift moves the chart, see `gestures.ts`.
        mousedown: (_u, _target, handler) => (event) => {
          if (!event.shiftKey) handler(event);
          return null;
        },
        dblclick: () => () => {
          events.back();
          return null;
        },
      },
      ...(syncKey ? { sync: { key: syncKey, scales: ["x", null] as [string, null] } } : {}),
    },
    hooks: {
      draw: [(u) => paintTraces(u, events.traces(), style.gap, style.scale)],
      setCursor: [
        (u) => {
          const left = u.cursor.left ?? -1;
          events.cursor(left < 0 ? null : u.posToVal(left, "x"));
        },
      ],
      setSelect: [
        (u) => {
          const { left, width: dragged } = u.select;
          if (dragged < 4) return;
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          events.zoom(u.posToVal(left, "x"), u.posToVal(left + dragged, "x"));
        },
      ],
      drawAxes: [
        ({ bbox, width: whole }) => {
          const left = bbox.left / devicePixelRatio;
          const inner = bbox.width / devicePixelRatio;
          const room = events.room();
          events.area({ left, width: inner }, [left - room[0], whole - left - inner - room[1]]);
        },
      ],
    },
  };
}

/** Say in words what a chart shows, for who can't see it. */
export function describe(names: readonly string[], start: number, stop: number, zone?: Zone): string {
  return `Chart of ${names.join(", ")} from ${formatSecond(start, zone)} to ${formatSecond(stop, zone)}`;
}
