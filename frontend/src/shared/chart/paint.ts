import { indexAt } from "@/shared/pv/samples";
import type { Band, Steps } from "./model";

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
export function traceSteps(path: Path2D, steps: Steps, map: Mapping, end: number): void {
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

/** Trace the outline of a min–max band into `path`, one shape for each run of adjacent bins. */
export function traceBand(path: Path2D, band: Band, map: Mapping): void {
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

function outline(
  path: Path2D,
  band: Band,
  map: Mapping,
  xOf: (time: number) => number,
  first: number,
  last: number,
): void {
  const row = (value: number, instead: number) => {
    const y = map.y(value);
    return Number.isNaN(y) ? instead : y;
  };
  const top: [number, number][] = [];
  const bottom: [number, number][] = [];
  for (let i = first; i <= last; i++) {
    const x0 = xOf(band.t[i] as number);
    const x1 = xOf((band.t[i] as number) + band.width);
    const high = map.y(band.max[i] as number);
    if (Number.isNaN(high)) continue;
    // On a logarithmic axis a band may begin below everything that can be shown.
    const low = row(band.min[i] as number, high);
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
