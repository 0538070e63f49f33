import type uPlot from "uplot";
import { indexAt } from "@/shared/pv/samples";
import { hatch } from "./hatch";
import { type Band, commonGaps } from "./model";
import { type Mapping, traceBand, traceColumns, traceLine, tracePoints, traceSteps } from "./paint";
import type { Pen } from "./palette";
import type { Ruler, Rulers } from "./ruler";
import type { Trace } from "./trace";

const LINE_WIDTH = 1.5;
/** With more samples than this on each pixel across, lines are a pixel wide. */
const CROWDED = 4;
const BAND_OPACITY = 0.22;
/** Bins narrower than this are painted column by column. */
const NARROW_PX = 3;

function mappingOf(u: uPlot, ruler: Ruler | undefined): Mapping | null {
  const { min: start, max: stop } = u.scales.x ?? {};
  if (start == null || stop == null || !ruler) return null;
  const { left, top, width, height } = u.bbox;
  const bottom = top + height;
  const { place } = ruler;
  return { start, stop, left, width, y: (value) => bottom - place(value) * height };
}

/** Paint every trace into the plot area: where none of them was recorded, bands, and lines above. */
export function paintTraces(
  u: uPlot,
  traces: readonly Trace[],
  rulers: Rulers,
  gapColour: string,
  scale: number,
): void {
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  // The corners of steps are square. Round ones cost several times as much to fill.
  ctx.lineJoin = "miter";
  ctx.miterLimit = 2;
  paintGaps(u, traces, gapColour);
  for (const { band, pen, scale: axis } of traces) {
    const map = mappingOf(u, rulers.get(axis));
    if (!band || !map) continue;
    ctx.globalAlpha = BAND_OPACITY;
    paintBand(ctx, band, pen, map);
  }
  ctx.globalAlpha = 1;
  const ratio = devicePixelRatio * scale;
  const width = isCrowded(u, traces) ? Math.max(1, Math.floor(ratio)) : LINE_WIDTH * ratio;
  for (const trace of traces) paintLine(u, trace, rulers.get(trace.scale), width, ratio);
  ctx.restore();
}

function paintBand(ctx: CanvasRenderingContext2D, band: Band, pen: Pen, map: Mapping): void {
  const path = new Path2D();
  if ((band.width / (map.stop - map.start)) * map.width < NARROW_PX) {
    traceColumns(path, band, map);
    ctx.strokeStyle = pen.colour;
    ctx.lineWidth = 1;
    ctx.setLineDash([]);
    ctx.stroke(path);
    return;
  }
  traceBand(path, band, map);
  ctx.fillStyle = pen.colour;
  ctx.fill(path);
}

/**
 * Whether lines lie so close that broad ones would only cover one another. Without a GPU a line of one pixel is
 * drawn twenty times as fast as a broader one: that decides how much of a processor a live chart takes.
 */
function isCrowded({ bbox, scales }: uPlot, traces: readonly Trace[]): boolean {
  const { min: start, max: stop } = scales.x ?? {};
  if (start == null || stop == null) return false;
  const samples = traces.reduce((sum, { steps: { t } }) => sum + indexAt(t, stop) - indexAt(t, start), 0);
  return samples > CROWDED * bbox.width;
}

function paintLine(u: uPlot, trace: Trace, ruler: Ruler | undefined, usual: number, ratio: number): void {
  const { ctx } = u;
  const map = mappingOf(u, ruler);
  if (!map) return;
  const path = new Path2D();
  const { steps, end, pen, draw = "step" } = trace;
  const width = pen.width === undefined ? usual : pen.width * ratio;
  if (draw === "points") {
    tracePoints(path, steps, map, end, 1.5 * width);
    ctx.fillStyle = pen.colour;
    ctx.fill(path);
    return;
  }
  if (draw === "line") traceLine(path, steps, map, end);
  else traceSteps(path, steps, map, end);
  ctx.strokeStyle = pen.colour;
  ctx.lineWidth = width;
  ctx.setLineDash(pen.dash.map((length) => length * ratio));
  ctx.stroke(path);
}

/** Hatch the times in which none of the traces was recorded. */
function paintGaps({ ctx, bbox, scales }: uPlot, traces: readonly Trace[], colour: string): void {
  const { min: start, max: stop } = scales.x ?? {};
  if (start == null || stop == null) return;
  const end = Math.min(stop, Math.max(start, ...traces.map((trace) => trace.end)));
  const gaps = commonGaps(
    traces.map((trace) => trace.gaps),
    start,
    end,
  );
  if (gaps.length === 0) return;
  const perMs = bbox.width / (stop - start);
  ctx.fillStyle = hatch(ctx, colour, devicePixelRatio);
  for (const [from, to] of gaps) {
    ctx.fillRect(bbox.left + (from - start) * perMs, bbox.top, Math.max(1, (to - from) * perMs), bbox.height);
  }
}
