import type { TimedNote } from "@/features/notes/notes";
import { rangeOfScale } from "@/shared/chart/extent";
import { commonGaps } from "@/shared/chart/model";
import { type Mapping, traceBand, traceLine, tracePoints, traceSteps } from "@/shared/chart/paint";
import { STATE_OPACITY } from "@/shared/chart/palette";
import { type Ruler, rulerOf } from "@/shared/chart/ruler";
import { type Box, type StateLook, stripesIn } from "@/shared/chart/state-look";
import type { Scale, Trace } from "@/shared/chart/trace";
import { formatSecond } from "@/shared/time/format";
import { type Zone, zoneSpan } from "@/shared/time/zone";
import { ticksOfTime, ticksOfValues } from "./axes";
import { heatsOf, lanesOf, type PictureHeat, type PictureLane, patternsOf } from "./lanes";
import { marksOf, notesOf } from "./notes";
import { escaped, SvgPath } from "./path";

/** What a strip of states shows; times in ms. */
export interface PictureStrip {
  title: string;
  segments: readonly { text: string | null; start: number; stop: number; look: StateLook }[];
}

/** All that a picture of a chart shows. */
export interface Picture {
  window: readonly [number, number];
  zone: Zone;
  /** Stacked, from top to bottom. */
  panels: readonly { scales: readonly Scale[]; traces: readonly Trace[] }[];
  /** Of traces that were in alarm, or not recorded. */
  lanes: readonly PictureLane[];
  strips: readonly PictureStrip[];
  heats: readonly PictureHeat[];
  notes: readonly TimedNote[];
  /** Where the measuring cursors stand, ms; null: there are none. */
  marks: readonly [number, number] | null;
  legend: readonly { title: string; unit: string; colour: string; dash: readonly number[] }[];
  colours: {
    page: string;
    text: string;
    dim: string;
    grid: string;
    gap: string;
    accent: string;
    /** Of no alarm, minor, major and invalid ones. */
    severity: readonly string[];
  };
}

const WIDTH = 1280;
const PANEL = 520;
const LEAST_PANEL = 180;
const AXIS = 72;
const TOP = 14;
/** Above the chart, where there are notes: their numbers. */
const FLAGS = 18;
const FOOT = 40;
const STRIP = 40;
const ROW = 20;
const LEGEND_COLUMN = 420;
const FONT = 'font-family="Inter, system-ui, sans-serif" font-size="12"';

/** Where the plot area lies, px, and where in it a time is. */
export interface Frame {
  left: number;
  right: number;
  x(time: number): number;
}

/** Write a chart as a picture of its own: with its axes, its legend and its time. */
export function svgOf(picture: Picture): string {
  const { window: shown, panels, lanes, strips, heats, notes, marks, legend, colours, zone } = picture;
  const [start, stop] = shown;
  const most = (left: boolean) =>
    Math.max(0, ...panels.map(({ scales }) => scales.filter((_, i) => isLeft(scales, i) === left).length));
  const left = 16 + AXIS * Math.max(1, most(true));
  const right = WIDTH - 16 - AXIS * most(false);
  const frame: Frame = {
    left,
    right,
    x: (time) => left + ((time - start) / (stop - start)) * (right - left),
  };
  const height = Math.max(LEAST_PANEL, Math.floor(PANEL / Math.max(1, panels.length)));
  const parts: string[] = [patternsOf(colours, colours.gap)];
  const top = TOP + (notes.length > 0 ? FLAGS : 0);
  let y = top;
  for (const panel of panels) {
    parts.push(panelOf(picture, panel, frame, y, height - 12));
    y += height;
  }
  parts.push(timeAxisOf(picture, frame, y - 12));
  y += FOOT - 12;
  const place = (made: { text: string; height: number }) => {
    parts.push(made.text);
    y += made.height;
  };
  place(lanesOf(lanes, frame, y, colours));
  for (const strip of strips) {
    parts.push(stripOf(strip, frame, y, colours));
    y += STRIP;
  }
  place(heatsOf(heats, frame, y, colours));
  const across = { flags: TOP - 6, top, bottom: y };
  parts.push(marksOf(marks, shown, frame, across, colours));
  const columns = Math.max(1, Math.floor((right - left) / LEGEND_COLUMN));
  legend.forEach((entry, i) => {
    const x = left + (i % columns) * LEGEND_COLUMN;
    const at = y + Math.floor(i / columns) * ROW + 14;
    const unit = entry.unit ? `<tspan fill="${colours.dim}"> ${escaped(entry.unit)}</tspan>` : "";
    parts.push(
      `<line x1="${x}" x2="${x + 22}" y1="${at - 4}" y2="${at - 4}" stroke="${entry.colour}" stroke-width="2.5" stroke-dasharray="${entry.dash.join(" ")}"/>`,
      `<text x="${x + 30}" y="${at}" fill="${colours.text}">${escaped(entry.title)}${unit}</text>`,
    );
  });
  y += Math.ceil(legend.length / columns) * ROW + 4;
  place(notesOf(notes, shown, zone, frame, { ...across, below: y }, colours));
  y += 22;
  const words = `${formatSecond(start, zone)} to ${formatSecond(stop, zone)} ${zoneSpan(zone, start, stop)}`;
  parts.push(`<text x="${left}" y="${y - 8}" fill="${colours.dim}">${escaped(words)}</text>`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 6}" viewBox="0 0 ${WIDTH} ${y + 6}" ${FONT}>` +
    `<title>${escaped(legend.map(({ title }) => title).join(", "))}</title>` +
    `<rect width="100%" height="100%" fill="${colours.page}"/>${parts.join("")}</svg>`
  );
}

const isLeft = (scales: readonly Scale[], i: number): boolean => {
  const side = scales[i]?.side;
  return side ? side === "left" : i % 2 === 0;
};

function panelOf(
  { window: [start, stop], zone, colours }: Picture,
  { scales, traces }: Picture["panels"][number],
  { left, right, x }: Frame,
  top: number,
  height: number,
): string {
  const bottom = top + height;
  const parts: string[] = [];
  for (const { at } of ticksOfTime(start, stop, right - left, zone)) {
    parts.push(line(x(at), top, x(at), bottom, colours.grid));
  }
  const end = Math.min(stop, Math.max(start, ...traces.map((trace) => trace.end)));
  const lists = traces.map(({ gaps }) => gaps);
  for (const [from, to] of traces.length > 0 ? commonGaps(lists, start, end) : []) {
    const wide = Math.max(1, x(to) - x(from));
    parts.push(
      `<rect x="${x(from).toFixed(1)}" y="${top}" width="${wide.toFixed(1)}" height="${height}" fill="url(#gap)" data-gap=""/>`,
    );
  }
  const places = { left: 0, right: 0 };
  scales.forEach((scale, i) => {
    const side = isLeft(scales, i) ? "left" : "right";
    const at = side === "left" ? left - AXIS * places.left : right + AXIS * places.right;
    places[side] += 1;
    const ruler = rulerOf(rangeOfScale(scale, traces, start, stop), scale.log);
    const map: Mapping = {
      start,
      stop,
      left,
      width: right - left,
      y: (value) => bottom - ruler.place(value) * height,
    };
    parts.push(
      valueAxisOf(scale, map, ruler, [top, bottom], at, side === "left", i === 0 ? right : null, colours),
    );
    const mine = traces.filter((trace) => trace.scale === scale.key);
    const clip = `clip-path="inset(0)"`;
    parts.push(
      `<svg x="${left}" y="${top}" width="${right - left}" height="${height}" viewBox="${left} ${top} ${right - left} ${height}" ${clip}>${mine
        .map((trace) => lineOf(trace, map))
        .join("")}</svg>`,
    );
  });
  return parts.join("");
}

function lineOf(trace: Trace, map: Mapping): string {
  const { pen, steps, band, end, draw = "step" } = trace;
  const path = new SvgPath();
  const below = new SvgPath();
  if (band) traceBand(below, band, map);
  const filled = band ? `<path d="${below.text}" fill="${pen.colour}" fill-opacity="0.22"/>` : "";
  if (draw === "points") {
    tracePoints(path, steps, map, end, 2);
    return `${filled}<path d="${path.text}" fill="${pen.colour}"/>`;
  }
  if (draw === "line") traceLine(path, steps, map, end);
  else traceSteps(path, steps, map, end);
  const dash = pen.dash.length > 0 ? ` stroke-dasharray="${pen.dash.join(" ")}"` : "";
  return `${filled}<path d="${path.text}" fill="none" stroke="${pen.colour}" stroke-width="${pen.width ?? 1.5}" stroke-linejoin="round"${dash}/>`;
}

const line = (x1: number, y1: number, x2: number, y2: number, colour: string): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}"/>`;

function valueAxisOf(
  scale: Scale,
  map: Mapping,
  ruler: Ruler,
  [top, bottom]: readonly [number, number],
  at: number,
  onLeft: boolean,
  gridTo: number | null,
  colours: Picture["colours"],
): string {
  const colour = scale.colour ?? colours.dim;
  const [anchor, away] = onLeft ? ["end", -8] : ["start", 8];
  const parts = ticksOfValues(ruler, bottom - top).map((tick) => {
    const y = map.y(tick.at);
    const grid = gridTo === null ? "" : line(map.left, y, gridTo, y, colours.grid);
    return `${grid}<text x="${at + away}" y="${(y + 4).toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${escaped(tick.label)}</text>`;
  });
  if (scale.label) {
    const x = at + (onLeft ? 14 - AXIS : AXIS - 8);
    const y = (top + bottom) / 2;
    parts.push(
      `<text transform="translate(${x} ${y.toFixed(1)}) rotate(-90)" text-anchor="middle" fill="${colour}">${escaped(scale.label)}</text>`,
    );
  }
  return parts.join("");
}

function timeAxisOf({ window: [start, stop], zone, colours }: Picture, frame: Frame, y: number): string {
  return ticksOfTime(start, stop, frame.right - frame.left, zone)
    .map(({ at, label, date }) => {
      const x = frame.x(at).toFixed(1);
      const day = date ? `<tspan x="${x}" dy="15">${date}</tspan>` : "";
      return `<text x="${x}" y="${y + 17}" text-anchor="middle" fill="${colours.dim}">${label}${day}</text>`;
    })
    .join("");
}

const rect = ({ x, y, width, height }: Box, fill: string, more: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}" fill="${fill}"${more}/>`;

function stripOf(
  strip: PictureStrip,
  { left, right, x }: Frame,
  y: number,
  colours: Picture["colours"],
): string {
  const parts = strip.segments.map(({ text, start, stop, look: { colour, pattern } }) => {
    const from = Math.max(left, x(start));
    const wide = Math.min(right, x(stop)) - from;
    const fits = text !== null && text.length * 7 + 12 < wide;
    const label = fits
      ? `<text x="${(from + 6).toFixed(1)}" y="${y + 29}" fill="${colours.text}" stroke="${pattern === "plain" ? "none" : colours.page}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${escaped(text)}</text>`
      : "";
    const box = { x: from, y: y + 14, width: Math.max(1, wide), height: 22 };
    const stripes = stripesIn(pattern, box).map((stripe) => rect(stripe, colour, ' data-stripe=""'));
    const told = `<title>${escaped(text ?? "several states")}</title>`;
    return `<g>${told}${rect(box, colour, ` fill-opacity="${STATE_OPACITY}"`)}${stripes.join("")}${line(from, y + 14, from, y + 36, colour)}${label}</g>`;
  });
  return `<text x="${left}" y="${y + 9}" fill="${colours.dim}" font-size="11">${escaped(strip.title)}</text>${parts.join("")}`;
}
