import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { padLinear } from "@/shared/chart/extent";
import { axisSize, tickLabels } from "@/shared/chart/ticks";
import { useThemeName } from "@/shared/ui/theme-name";
import type { Fit, Pairs } from "./align";
import { timeColour } from "./colours";
import own from "./panel.module.css";

const HEIGHT = 380;
const RADIUS = 2.2;
const RAMP_STOPS = 9;

interface Props {
  pairs: Pairs;
  fit: Fit | null;
  labels: [x: string, y: string];
  /** What the colours are of, ms, and how its ends are written. */
  span: [start: number, stop: number];
  times: [start: string, stop: string];
}

const extent = (values: readonly number[]): [number, number] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? padLinear([low, high]) : [0, 1];
};

/** Points of two quantities, each in the colour of its time. */
export function Scatter(props: Props) {
  const { pairs, labels, times } = props;
  const { ref: measured, width } = useElementSize();
  const box = useRef<HTMLDivElement>(null);
  const attach = useMergedRef(box, measured);
  const chart = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme("light");
  const theme = useThemeName();
  const latest = useRef({ ...props, scheme });
  latest.current = { ...props, scheme };
  const [labelX, labelY] = labels;
  const ready = width > 0;

  useEffect(() => {
    const target = box.current;
    if (!target || !ready) return;
    void theme;
    const options = optionsOf(target.clientWidth, labelX, labelY, (u) => paint(u, latest.current));
    const made = new uPlot(options, [[0], [0]], target);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [ready, theme, labelX, labelY]);

  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height: HEIGHT });
  }, [width]);

  useEffect(() => {
    const u = chart.current;
    if (!u) return;
    const [x, y] = [extent(pairs.x), extent(pairs.y)];
    u.batch(() => {
      u.setScale("x", { min: x[0], max: x[1] });
      u.setScale("y", { min: y[0], max: y[1] });
    });
    u.redraw(false, true);
  });

  const ramp = Array.from({ length: RAMP_STOPS }, (_, i) => timeColour(i / (RAMP_STOPS - 1), scheme));
  return (
    <figure style={{ margin: 0 }}>
      <div
        ref={attach}
        className={own.chart}
        style={{ height: HEIGHT }}
        role="img"
        aria-label={`${labelY} against ${labelX}: ${pairs.t.length} points from ${times[0]} to ${times[1]}`}
        data-points={pairs.t.length}
      />
      <figcaption className={own.times}>
        <span>{times[0]}</span>
        <span
          className={own.ramp}
          style={{ background: `linear-gradient(to right, ${ramp.join(", ")})` }}
          aria-hidden="true"
        />
        <span>{times[1]}</span>
      </figcaption>
    </figure>
  );
}

function optionsOf(width: number, labelX: string, labelY: string, draw: (u: uPlot) => void): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const grid = { stroke: colour("--cf-grid"), width: 1 };
  const font = '11px "Inter Variable", system-ui, sans-serif';
  const axis = {
    stroke: colour("--cf-axis"),
    font,
    labelFont: font,
    labelSize: 18,
    grid,
    ticks: { ...grid, size: 4 },
    gap: 6,
    values: (_u: uPlot, splits: number[], _a: number, _s: number, step: number) =>
      tickLabels(splits, step, false),
  };
  return {
    width,
    height: HEIGHT,
    padding: [10, 14, 0, null],
    legend: { show: false },
    cursor: { points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    series: [{}, { paths: () => null, points: { show: false } }],
    axes: [
      { ...axis, label: labelX, size: 28 },
      { ...axis, label: labelY, size: axisSize },
    ],
    hooks: { draw: [draw] },
  };
}

/** Paint the points, the newest on top, and the line that fits them best. */
function paint(
  u: uPlot,
  { pairs, fit, span: [start, stop], scheme }: Props & { scheme: "light" | "dark" },
): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  const radius = RADIUS * ratio;
  for (let i = 0; i < pairs.t.length; i++) {
    ctx.fillStyle = timeColour(((pairs.t[i] as number) - start) / Math.max(1, stop - start), scheme);
    ctx.beginPath();
    ctx.arc(
      u.valToPos(pairs.x[i] as number, "x", true),
      u.valToPos(pairs.y[i] as number, "y", true),
      radius,
      0,
      2 * Math.PI,
    );
    ctx.fill();
  }
  const { min, max } = u.scales.x ?? {};
  if (fit && min != null && max != null) {
    ctx.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--cf-dim").trim();
    ctx.lineWidth = ratio;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(u.valToPos(min, "x", true), u.valToPos(fit.intercept + fit.slope * min, "y", true));
    ctx.lineTo(u.valToPos(max, "x", true), u.valToPos(fit.intercept + fit.slope * max, "y", true));
    ctx.stroke();
  }
  ctx.restore();
}
