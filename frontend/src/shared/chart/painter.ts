import type uPlot from "uplot";
import { type Mapping, traceBand, traceSteps } from "./paint";
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

/** Paint every trace into the plot area: bands below, lines above. */
export function paintTraces(u: uPlot, traces: readonly Trace[]): void {
  const { ctx } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  ctx.lineJoin = "round";
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
  for (const trace of traces) {
    const map = mappingOf(u, trace.scale);
    if (!map) continue;
    const path = new Path2D();
    traceSteps(path, trace.steps, map, trace.end);
    ctx.strokeStyle = trace.pen.colour;
    ctx.lineWidth = LINE_WIDTH * ratio;
    ctx.setLineDash(trace.pen.dash.map((length) => length * ratio));
    ctx.stroke(path);
  }
  ctx.restore();
}
