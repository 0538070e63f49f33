import type uPlot from "uplot";
import { hatch } from "./hatch";
import { commonGaps } from "./model";
import { type Mapping, traceBand, traceLine, tracePoints, traceSteps } from "./paint";
import type { Trace } from "./trace";

const LINE_WIDTH = 1.5;
const BAND_OPACITY = 0.22;

function mappingOf(u: uPlot, scale: string): Mapping | null {
  const { min: start, max: stop } = u.scales.x ?? {};
  const y = u.scales[scale];
  if (start == null || stop == null || y?.min == null || y.max == null) return null;
  const { left, top, width, height } = u.bbox;
  const log = y.distr === 3;
  const low = log ? Math.log10(y.min) : y.min;
  const high = log ? Math.log10(y.max) : y.max;
  const perUnit = height / (high - low);
  const bottom = top + height;
  return {
    start,
    stop,
    left,
    width,
    y: log
      ? (value) => (value > 0 ? bottom - (Math.log10(value) - low) * perUnit : Number.NaN)
      : (value) => bottom - (value - low) * perUnit,
  };
}

/** Paint every trace into the plot area: where none of them was recorded, bands, and lines above. */
export function paintTraces(u: uPlot, traces: readonly Trace[], gapColour: string): void {
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  ctx.lineJoin = "round";
  paintGaps(u, traces, gapColour);
  for (const { band, pen, scale } of traces) {
    const map = mappingOf(u, scale);
    if (!band || !map) continue;
    const path = new Path2D();
    traceBand(path, band, map);
    ctx.globalAlpha = BAND_OPACITY;
    ctx.fillStyle = pen.colour;
    ctx.fill(path);
  }
  ctx.globalAlpha = 1;
  for (const trace of traces) paintLine(u, trace);
  ctx.restore();
}

function paintLine(u: uPlot, trace: Trace): void {
  const { ctx } = u;
  const map = mappingOf(u, trace.scale);
  if (!map) return;
  const ratio = devicePixelRatio;
  const path = new Path2D();
  const { steps, end, pen, draw = "step" } = trace;
  const width = (pen.width ?? LINE_WIDTH) * ratio;
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
