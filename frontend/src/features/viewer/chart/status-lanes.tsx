import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { hatch } from "@/shared/chart/hatch";
import type { Area } from "@/shared/chart/options";
import { useShown, type Viewport, type Window } from "@/shared/chart/viewport";
import type { ViewerTrace } from "../traces";
import { isQuiet, meaningsOf, type Status, statusOf } from "./status";
import classes from "./status-lanes.module.css";

const MOST = 8;
const HEIGHT = 8;
const LEAST_PX = 2;

interface Props {
  traces: readonly ViewerTrace[];
  window: Window;
  viewport: Viewport;
  area: Area;
  end: number;
}

/** A lane for each trace that was in alarm, or not recorded, below its name and what its signs mean. */
export function StatusLanes({ traces, window: told, viewport, area, end }: Props) {
  const [start, stop] = useShown(viewport, told);
  const until = Math.min(stop, end);
  const lanes = traces
    .map((trace) => ({ trace, status: statusOf(trace, start, until) }))
    .filter(({ status, trace }) => !isQuiet(status) && !trace.spec.hidden);
  if (lanes.length === 0 || area.width === 0) return null;
  return (
    <section className={classes.lanes} aria-label="Alarms and gaps">
      <ul className={classes.list}>
        {lanes.slice(0, MOST).map(({ trace, status }) => (
          <Lane key={trace.id} trace={trace} status={status} window={[start, stop]} area={area} />
        ))}
      </ul>
      {lanes.length > MOST && (
        <span className={classes.more} style={{ marginLeft: area.left }}>
          {lanes.length - MOST} more traces were in alarm or not recorded
        </span>
      )}
    </section>
  );
}

function Lane({
  trace,
  status,
  window: [start, stop],
  area,
}: {
  trace: ViewerTrace;
  status: Status;
  window: Window;
  area: Area;
}) {
  const scheme = useComputedColorScheme("light");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    void scheme;
    if (canvas.current) paint(canvas.current, area.width, status, start, (stop - start) / area.width);
  });
  return (
    <li style={{ marginLeft: area.left, width: area.width }}>
      <p className={classes.words}>
        <span className={classes.dot} style={{ background: trace.pen.colour }} aria-hidden="true" />
        <span className={classes.name} title={trace.title}>
          {trace.title}
        </span>
        {meaningsOf(status).map(({ sign, word }) => (
          <span key={sign} className={classes.meaning} title={word}>
            <span className={classes.sign} data-sign={sign} aria-hidden="true" />
            {word}
          </span>
        ))}
      </p>
      <div aria-hidden="true">
        <canvas ref={canvas} className={classes.canvas} style={{ width: area.width, height: HEIGHT }} />
      </div>
    </li>
  );
}

const SEVERITY = ["", "--cf-minor", "--cf-major", "--cf-invalid"];

/** Minor alarms are low, major ones high, invalid ones striped; what was not recorded is hatched from edge to edge. */
function paint(
  canvas: HTMLCanvasElement,
  width: number,
  status: Status,
  start: number,
  msPerPx: number,
): void {
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  ctx.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const place = (from: number, to: number): [number, number] => [
    (from - start) / msPerPx,
    Math.max(LEAST_PX, (to - from) / msPerPx),
  ];
  for (const alarm of status.alarms) {
    const [x, w] = place(alarm.start, alarm.stop);
    const level = Math.min(3, alarm.severity);
    const ink = colour(SEVERITY[level] ?? "");
    ctx.fillStyle = level === 3 ? hatch(ctx, ink, 0.7) : ink;
    const high = level === 1 ? HEIGHT / 2 : HEIGHT;
    ctx.fillRect(x, HEIGHT - high, w, high);
  }
  const ink = colour("--cf-dim");
  for (const gap of status.gaps) {
    const [x, w] = place(gap.start, gap.stop);
    ctx.clearRect(x, 0, w, HEIGHT);
    ctx.fillStyle = hatch(ctx, ink, 0.8);
    ctx.fillRect(x, 0, w, HEIGHT);
    ctx.strokeStyle = ink;
    ctx.strokeRect(x + 0.5, 0.5, Math.max(1, w - 1), HEIGHT - 1);
  }
}
