import { indexAt } from "@/shared/pv/samples";
import type { Band, Steps } from "./model";

/** What lines are traced into: a path of a canvas, or of a picture. */
export type Path = Pick<Path2D, "moveTo" | "lineTo" | "closePath" | "arc">;

/** Where on the canvas times and values are, in device pixels. */
export interface Mapping {
  start: number;
  stop: number;
  left: number;
  width: number;
  /** Pixel row of a value; NaN where the axis can't show it. */
  y(value: number): number;
}

/**
 * Trace a step line into `path`: each value holds until the next, the last until `end` (ms). A column of pixels
 * gets at most its first, lowest, highest and last value, so that dense data cost no more than wide paper.
 */
export function traceSteps(path: Path, steps: Steps, map: Mapping, end: number): void {
  const { t, v } = steps;
  const perMs = map.width / (map.stop - map.start);
  const right = map.left + map.width;
  const xOf = (time: number) => map.left + (time - map.start) * perMs;
  let pen = false;
  let previousY = 0;
  for (let i = Math.max(0, indexAt(t, map.start)); i < t.length; i++) {
    const time = t[i] as number;
    if (time > map.stop || time > end) break;
    let y = map.y(v[i] as number);
    if (Number.isNaN(y)) {
      pen = false;
      continue;
    }
    const x0 = Math.max(map.left, xOf(time));
    if (pen) path.lineTo(x0, y);
    else path.moveTo(x0, y);
    pen = true;
    let low = y;
    let high = y;
    while (i + 1 < t.length && (t[i + 1] as number) <= end && xOf(t[i + 1] as number) < x0 + 0.75) {
      const next = map.y(v[i + 1] as number);
      if (Number.isNaN(next)) break;
      i += 1;
      y = next;
      if (y < low) low = y;
      if (y > high) high = y;
    }
    if (low !== high) {
      path.lineTo(x0, low);
      path.lineTo(x0, high);
      path.lineTo(x0, y);
    }
    previousY = y;
    const until = Math.min(t[i + 1] ?? end, end);
    path.lineTo(Math.min(right, Math.max(x0, xOf(until))), previousY);
  }
}

/** Trace straight lines from sample to sample into `path`, broken where nothing is known, the last one held. */
export function traceLine(path: Path, steps: Steps, map: Mapping, end: number): void {
  const { t, v } = steps;
  const perMs = map.width / (map.stop - map.start);
  let pen = false;
  let lastX = Number.NaN;
  let lastY = Number.NaN;
  for (let i = Math.max(0, indexAt(t, map.start)); i < t.length; i++) {
    const time = t[i] as number;
    if (time > end) break;
    const y = map.y(v[i] as number);
    if (Number.isNaN(y)) {
      pen = false;
      continue;
    }
    const x = map.left + (time - map.start) * perMs;
    // What lies in the same column of pixels at the same height is drawn once.
    if (pen && x - lastX < 0.25 && Math.abs(y - lastY) < 0.25) continue;
    if (pen) path.lineTo(x, y);
    else path.moveTo(x, y);
    pen = true;
    lastX = x;
    lastY = y;
    if (time > map.stop) return;
  }
  if (pen) path.lineTo(map.left + (Math.min(end, map.stop) - map.start) * perMs, lastY);
}

/** Trace each sample as a dot of a radius in device pixels; those that lie over one another once. */
export function tracePoints(path: Path, steps: Steps, map: Mapping, end: number, radius: number): void {
  const { t, v } = steps;
  const perMs = map.width / (map.stop - map.start);
  let lastX = Number.NaN;
  let lastY = Number.NaN;
  for (let i = Math.max(0, indexAt(t, map.start)); i < t.length; i++) {
    const time = t[i] as number;
    if (time > Math.min(end, map.stop)) break;
    const x = map.left + (time - map.start) * perMs;
    const y = map.y(v[i] as number);
    if (Number.isNaN(y) || (Math.abs(x - lastX) < 0.5 && Math.abs(y - lastY) < 0.5)) continue;
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    lastX = x;
    lastY = y;
  }
}

/** Trace the outline of a min–max band into `path`, one shape for each run of adjacent bins. */
export function traceBand(path: Path, band: Band, map: Mapping): void {
  const perMs = map.width / (map.stop - map.start);
  const xOf = (time: number) => map.left + (time - map.start) * perMs;
  let i = Math.max(0, indexAt(band.t, map.start));
  while (i < band.t.length && (band.t[i] as number) <= map.stop) {
    const first = i;
    while (i + 1 < band.t.length && (band.t[i + 1] as number) <= (band.t[i] as number) + band.width * 1.5)
      i += 1;
    outline(path, band, map, xOf, first, i);
    i += 1;
  }
}

/**
 * Trace a band whose bins are about as narrow as a pixel as an upright line in each column of pixels, to be stroked
 * a pixel wide: that is painted ten times as fast as an outline with as many corners is filled.
 */
export function traceColumns(path: Path, band: Band, map: Mapping): void {
  const perMs = map.width / (map.stop - map.start);
  const right = Math.ceil(map.left + map.width);
  let column = Number.NEGATIVE_INFINITY;
  let low = 0;
  let high = 0;
  const flush = () => {
    if (column === Number.NEGATIVE_INFINITY) return;
    path.moveTo(column + 0.5, low);
    path.lineTo(column + 0.5, high);
  };
  for (let i = Math.max(0, indexAt(band.t, map.start)); i < band.t.length; i++) {
    const x = map.left + ((band.t[i] as number) - map.start) * perMs;
    if (x > right) break;
    const top = map.y(band.max[i] as number);
    if (Number.isNaN(top)) continue;
    const bottom = orElse(map.y(band.min[i] as number), top);
    const last = Math.max(Math.floor(x), Math.ceil(x + band.width * perMs) - 1);
    for (let at = Math.max(Math.floor(x), column); at <= last; at++) {
      if (at === column) {
        if (top < high) high = top;
        if (bottom > low) low = bottom;
      } else {
        flush();
        [column, low, high] = [at, bottom, top];
      }
    }
  }
  flush();
}

/** Give what a row is taken for where an axis can't show the value: a logarithmic one, below everything. */
const orElse = (y: number, instead: number): number => (Number.isNaN(y) ? instead : y);

function outline(
  path: Path,
  band: Band,
  map: Mapping,
  xOf: (time: number) => number,
  first: number,
  last: number,
): void {
  const top: [number, number][] = [];
  const bottom: [number, number][] = [];
  for (let i = first; i <= last; i++) {
    const x0 = xOf(band.t[i] as number);
    const x1 = xOf((band.t[i] as number) + band.width);
    const high = map.y(band.max[i] as number);
    if (Number.isNaN(high)) continue;
    // On a logarithmic axis a band may begin below everything that can be shown.
    const low = orElse(map.y(band.min[i] as number), high);
    top.push([x0, high], [x1, high]);
    bottom.push([x0, low], [x1, low]);
  }
  const [corner, ...edge] = top;
  if (!corner) return;
  path.moveTo(...corner);
  for (const [x, y] of edge) path.lineTo(x, y);
  for (const [x, y] of bottom.reverse()) path.lineTo(x, y);
  path.closePath();
}
