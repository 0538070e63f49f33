import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { extentOf, padLinear, padLog } from "./extent";
import type { Steps } from "./model";
import { traceSteps } from "./paint";
import { placer } from "./ruler";

interface Props {
  steps: Steps;
  window: readonly [number, number];
  log?: boolean;
  height: number;
  colour: string;
}

/** A line without axes: the shape of the last minutes. */
export function Sparkline({ steps, window: shown, log = false, height, colour }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref: box, width } = useElementSize();
  const [start, stop] = shown;
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext("2d");
    if (!element || !ctx || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    const extent = extentOf([{ steps }], start, stop, log);
    if (!extent) return;
    const place = placer(log ? padLog(extent) : padLinear(extent), log);
    const path = new Path2D();
    traceSteps(
      path,
      steps,
      {
        start,
        stop,
        left: 0,
        width: element.width,
        y: (value) => element.height * (1 - place(value)),
      },
      stop,
    );
    ctx.strokeStyle = getComputedStyle(element).color;
    ctx.lineWidth = 1.5 * ratio;
    ctx.stroke(path);
  }, [steps, start, stop, log, height, width]);
  return (
    <div ref={box} style={{ height, color: colour }} aria-hidden="true">
      <canvas ref={canvas} style={{ width: "100%", height, display: "block" }} />
    </div>
  );
}
