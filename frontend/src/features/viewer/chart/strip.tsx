import { useComputedColorScheme } from "@mantine/core";
import { type PointerEvent, useEffect, useRef } from "react";
import { hatch } from "@/shared/chart/hatch";
import type { Area } from "@/shared/chart/options";
import { penOf, STATE_OPACITY } from "@/shared/chart/palette";
import { type StateLook, stateLook, stripesIn } from "@/shared/chart/state-look";
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
  const tell = ({ currentTarget: lane, clientX }: PointerEvent<HTMLElement>) => {
    const time = start + (clientX - lane.getBoundingClientRect().left) * msPerPx;
    const under = segments.find((one) => one.start <= time && time < one.stop);
    lane.title = under ? (under.text ?? "several states") : "not recorded";
  };
  const names = [...new Set(segments.map(({ text }) => text ?? "changing"))].slice(0, MOST_TOLD);
  return (
    <section className={classes.strip} aria-label={`States of ${trace.title}`}>
      <span className={classes.name} style={{ paddingLeft: area.left }}>
        {trace.title}
      </span>
      {/* Where a state has no room for its name, the pointer tells it. */}
      <div className={classes.lane} style={{ marginLeft: area.left, width: area.width }} onPointerMove={tell}>
        <div aria-hidden="true">
          <canvas ref={canvas} style={{ width: area.width, height: HEIGHT }} />
        </div>
        <p className="sr-only">{names.length > 0 ? names.join(", ") : "nothing was recorded"}</p>
      </div>
    </section>
  );
}

function lookOf({ state, text }: Segment, scheme: "light" | "dark"): StateLook {
  if (state !== null) return stateLook(state, scheme);
  return { colour: text === null ? "#808a94" : penOf(0, scheme).colour, pattern: "plain" };
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
  const paper = getComputedStyle(canvas).getPropertyValue("--cf-raised").trim();
  for (const segment of segments) {
    const left = (segment.start - start) / msPerPx;
    const right = (segment.stop - start) / msPerPx;
    const { colour, pattern } = lookOf(segment, scheme);
    const box = { x: left, y: 0, width: Math.max(1, right - left - 1), height: HEIGHT };
    ctx.globalAlpha = STATE_OPACITY;
    ctx.fillStyle = segment.text === null ? hatch(ctx, colour, 1) : colour;
    ctx.fillRect(box.x, box.y, box.width, box.height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour;
    for (const { x, y, width: wide, height } of stripesIn(pattern, box)) ctx.fillRect(x, y, wide, height);
    ctx.fillRect(left, 0, Math.min(2, right - left), HEIGHT);
    if (segment.text === null) continue;
    const edge = pattern === "plain" ? null : paper;
    write(ctx, segment.text, left + 6, right - left - 10, ink, edge);
  }
}

/** Write as much of a text as there is room for, edged with the paper where stripes would cross its letters. */
function write(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  room: number,
  ink: string,
  edge: string | null,
): void {
  const perLetter = ctx.measureText(text).width / text.length;
  const letters = Math.floor(room / perLetter);
  if (letters < 2) return;
  const shown = letters < text.length ? `${text.slice(0, letters - 1)}…` : text;
  if (edge !== null) {
    ctx.strokeStyle = edge;
    ctx.lineWidth = 4;
    ctx.lineJoin = "round";
    ctx.strokeText(shown, x, HEIGHT / 2 + 0.5);
  }
  ctx.fillStyle = ink;
  ctx.fillText(shown, x, HEIGHT / 2 + 0.5);
}
