import type uPlot from "uplot";
import { formatSecond } from "@/shared/time/format";
import type { Zone } from "@/shared/time/zone";
import type { Place, Sides } from "./gutters";
import { paintTraces } from "./painter";
import type { Ruler, Rulers } from "./ruler";
import { axisSize } from "./ticks";
import { dateIn, timeAxis } from "./time-axis";
import type { Scale, Trace } from "./trace";
import { type ValueTick, valueTicks } from "./value-ticks";

/** Where the plot area lies, in CSS pixels from the left. */
export interface Area {
  left: number;
  width: number;
}

export interface ChartEvents {
  /** A span was dragged over, ms. */
  zoom(start: number, stop: number): void;
  back(): void;
  cursor(time: number | null): void;
  traces(): readonly Trace[];
  /** Where values lie on each axis, by its key. */
  rulers: Rulers;
  /** It was drawn: where the plot area lies. */
  area(area: Area): void;
  /** Its place among charts above one another, which begin alike; null: it stands alone. */
  place: Place | null;
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

/** No nearer to each other are the numbers of an axis. */
const SPACE_PX = 30;

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
  rulers: Rulers,
): uPlot.Axis {
  const space = SPACE_PX * style.scale;
  let ticks: readonly ValueTick[] = [];
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
    space,
    grid: { show: first, stroke: style.grid, width: 1 },
    ticks: { show: true, stroke: style.grid, width: 1, size: 4 },
    splits: (_u, _axis, _low, _high, step, apart) => {
      const ruler = rulers.get(scale.key);
      ticks = ruler ? ticksOf(scale, ruler, apart / step / space) : [];
      return ticks.map(({ at }) => ruler?.place(at) ?? 0);
    },
    values: () => ticks.map(({ label }) => label),
  };
  if (scale.label) axis.label = scale.label;
  return axis;
}

const ticksOf = ({ states }: Scale, ruler: Ruler, most: number): readonly ValueTick[] =>
  states ? states.map((label, at) => ({ at, label })) : valueTicks(ruler, most);

/**
 * Options of a chart. uPlot keeps axes, time, cursor and selection; the lines are painted by `paintTraces`,
 * because each PV has times of its own, and joining them into one column would cost PVs × samples. Of values it
 * knows only where they lie, from 0 to 1: with numbers near 1e308 or 1e-300 its own axes would be blank, or endless.
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
  const { place } = events;
  let room: Sides = [0, 0];
  const roomNow = () => {
    if (place) room = place.room();
    return room;
  };
  return {
    width,
    height,
    ms: 1,
    tzDate: dateIn(zone),
    padding: [
      10,
      () => roomNow()[1] + (onRight ? 0 : BESIDE_PX * style.scale),
      0,
      () => roomNow()[0] + (onLeft ? 0 : BESIDE_PX * style.scale),
    ],
    legend: { show: false },
    scales: {
      x: { time: true, auto: false },
      ...Object.fromEntries(scales.map(({ key }) => [key, { auto: false, range: [0, 1] }])),
    },
    series: [{}, ...scales.map(({ key }) => ({ scale: key, paths: () => null, points: { show: false } }))],
    axes: [
      timeAxis(style, zone, shape.labelled),
      ...scales.map((scale, i) =>
        valueAxis(scale, places[i] ?? { left: true, show: false }, i === 0, style, events.rulers),
      ),
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
      draw: [(u) => paintTraces(u, events.traces(), events.rulers, style.gap, style.scale)],
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
          events.area({ left, width: inner });
          place?.needs([left - room[0], whole - left - inner - room[1]]);
        },
      ],
    },
  };
}

/** Say in words what a chart shows, for who can't see it. */
export function describe(names: readonly string[], start: number, stop: number, zone?: Zone): string {
  return `Chart of ${names.join(", ")} from ${formatSecond(start, zone)} to ${formatSecond(stop, zone)}`;
}
