import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { hatch } from "@/shared/chart/hatch";
import type { Area } from "@/shared/chart/options";
import { penOf, STATE_OPACITY } from "@/shared/chart/palette";
import { useShown, type Viewport, type Window } from "@/shared/chart/viewport";
import type { ViewerTrace } from "../traces";
import { type Segment, segmentsOf } from "./segments";
import classes from "./strip.module.css";

interface Props {
  trace: ViewerTrace;
  window: Window;
  viewport: Viewport;
  area: Area;
  /** Until when what is held is known, ms. */
  end: number;
}

const HEIGHT = 22;
const LEAST_PX = 2;
const MOST_TOLD = 20;

/** The states or texts of a PV over the chart's time, each where it was held. */
export function Strip({ trace, window: told, viewport, area, end }: Props) {
  const [start, stop] = useShown(viewport, told);
  const scheme = useComputedColorScheme("light");
  const canvas = useRef<HTMLCanvasElement>(null);
  const msPerPx = (stop - start) / Math.max(1, area.width);
  const segments = segmentsOf(trace, start, Math.min(stop, end), LEAST_PX * msPerPx);
  useEffect(() => {
    const element = canvas.current;
    if (element && area.width > 0) paint(element, area.width, segments, start, msPerPx, scheme);
  });
  const names = [...new Set(segments.map(({ text }) => text ?? "changing"))].slice(0, MOST_TOLD);
  return (
    <section className={classes.strip} aria-label={`States of ${trace.title}`}>
      <span className={classes.name} style={{ paddingLeft: area.left }}>
        {trace.title}
      </span>
      <div className={classes.lane} style={{ marginLeft: area.left, width: area.width }}>
        <div aria-hidden="true">
          <canvas ref={canvas} style={{ width: area.width, height: HEIGHT }} />
        </div>
        <p className="sr-only">{names.length > 0 ? names.join(", ") : "nothing was recorded"}</p>
      </div>
    </section>
  );
}

function colourOf({ state, text }: Segment, scheme: "light" | "dark"): string {
  if (state !== null) return penOf(Math.abs(Math.round(state)) % 8, scheme).colour;
  return text === null ? "#808a94" : penOf(0, scheme).colour;
}

function paint(
  canvas: HTMLCanvasElement,
  width: number,
  segments: readonly Segment[],
  start: number,
  msPerPx: number,
  scheme: "light" | "dark",
): void {
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  ctx.scale(ratio, ratio);
  ctx.font = '500 11px "Inter Variable", system-ui, sans-serif';
  ctx.textBaseline = "middle";
  const ink = getComputedStyle(canvas).color;
  for (const segment of segments) {
    const left = (segment.start - start) / msPerPx;
    const right = (segment.stop - start) / msPerPx;
    const colour = colourOf(segment, scheme);
    ctx.globalAlpha = STATE_OPACITY;
    ctx.fillStyle = segment.text === null ? hatch(ctx, colour, 1) : colour;
    ctx.fillRect(left, 0, Math.max(1, right - left - 1), HEIGHT);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour;
    ctx.fillRect(left, 0, Math.min(2, right - left), HEIGHT);
    if (segment.text !== null) write(ctx, segment.text, left + 6, right - left - 10, ink);
  }
}

/** Write as much of a text as there is room for. */
function write(ctx: CanvasRenderingContext2D, text: string, x: number, room: number, ink: string): void {
  const perLetter = ctx.measureText(text).width / text.length;
  const letters = Math.floor(room / perLetter);
  if (letters < 2) return;
  ctx.fillStyle = ink;
  ctx.fillText(letters < text.length ? `${text.slice(0, letters - 1)}…` : text, x, HEIGHT / 2 + 0.5);
}
