import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useRef } from "react";
import uPlot from "uplot";
import type { Cursor } from "./cursor";
import { type Extent, extentOf, padLinear, padLog } from "./extent";
import { type ChartEvents, chartOptions, describe } from "./options";
import classes from "./time-chart.module.css";
import type { Scale, Trace } from "./trace";

interface Props {
  traces: readonly Trace[];
  scales: readonly Scale[];
  /** What is shown, ms. */
  window: readonly [number, number];
  height: number;
  cursor: Cursor;
  onZoom?: (start: number, stop: number) => void;
  onBack?: () => void;
  /** Where the plot area lies, in CSS pixels from the left. */
  onArea?: (left: number, width: number) => void;
  /** Charts with the same key share their cursor. */
  syncKey?: string;
}

function rangeOf(scale: Scale, traces: readonly Trace[], start: number, stop: number): Extent {
  if (scale.states) return [-0.4, scale.states.length - 0.6];
  const mine = traces.filter((trace) => trace.scale === scale.key);
  const extent = extentOf(mine, start, stop, scale.log);
  if (!extent) return scale.log ? [0.1, 10] : [0, 1];
  return scale.log ? padLog(extent) : padLinear(extent);
}

/** A chart over time. Drag to zoom, double click to go back; arrows, + and − with the keyboard. */
export function TimeChart(props: Props) {
  const { traces, scales, window: shown, height, onZoom, onBack, syncKey } = props;
  const [start, stop] = shown;
  const scheme = useComputedColorScheme("light");
  const { ref: measured, width } = useElementSize();
  const box = useRef<HTMLDivElement>(null);
  const attach = useMergedRef(box, measured);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const measuredOnce = width > 0;
  const narrow = width < 560;
  const structure = JSON.stringify(scales);

  useEffect(() => {
    const target = box.current;
    if (!target || !measuredOnce) return;
    const style = getComputedStyle(document.documentElement);
    const events: ChartEvents = {
      zoom: (from, to) => latest.current.onZoom?.(from, to),
      back: () => latest.current.onBack?.(),
      cursor: (time) => latest.current.cursor.set(time),
      traces: () => latest.current.traces,
      area: (left, areaWidth) => latest.current.onArea?.(left, areaWidth),
    };
    const colours = {
      axis: style.getPropertyValue("--cf-axis").trim(),
      grid: style.getPropertyValue("--cf-grid").trim(),
      narrow,
      scheme,
    };
    const parsed = JSON.parse(structure) as Scale[];
    const options = chartOptions({ width: target.clientWidth, height }, parsed, colours, events, syncKey);
    const made = new uPlot(options, [[0, 1], ...parsed.map(() => [null, null])] as uPlot.AlignedData, target);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [structure, scheme, narrow, height, syncKey, measuredOnce]);

  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height });
  }, [width, height]);

  useEffect(() => {
    const u = chart.current;
    if (!u) return;
    u.batch(() => {
      u.setData([[start, stop], ...scales.map(() => [null, null])] as uPlot.AlignedData, false);
      u.setScale("x", { min: start, max: stop });
      for (const scale of scales) {
        const [min, max] = rangeOf(scale, traces, start, stop);
        u.setScale(scale.key, { min, max });
      }
    });
    u.redraw(false, true);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const span = stop - start;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [start - span / 4, stop - span / 4],
      ArrowRight: [start + span / 4, stop + span / 4],
      "+": [start + span / 4, stop - span / 4],
      "-": [start - span / 2, stop + span / 2],
    };
    const move = moves[event.key];
    if (move) onZoom?.(...move);
    else if (event.key === "Backspace") onBack?.();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={attach}
      className={classes.chart}
      style={{ height }}
      role="application"
      aria-label={describe(
        traces.map(({ pv }) => pv),
        start,
        stop,
      )}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is moved and zoomed with the keyboard
      tabIndex={0}
      onKeyDown={onKeyDown}
    />
  );
}
