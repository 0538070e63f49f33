import { useDebouncedValue, useElementSize } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { type Cursor, useCursorTime } from "@/shared/chart/cursor";
import { displayUnit } from "@/shared/chart/scales";
import { axisSize, tickLabels } from "@/shared/chart/ticks";
import { historyQuery } from "@/shared/pv/history";
import type { PvTrace } from "@/shared/pv/traces";
import { formatStamp } from "@/shared/time/format";
import { absoluteRange } from "@/shared/time/range";
import { useZone } from "@/shared/time/zone";
import classes from "./waveform.module.css";

const HEIGHT = 170;
const FONT = '11px "Inter Variable", system-ui, sans-serif';

/** The elements of a waveform: at the cursor, else the newest. */
export function Waveform({ trace, cursor, colour }: { trace: PvTrace; cursor: Cursor; colour: string }) {
  const zone = useZone();
  const [time] = useDebouncedValue(useCursorTime(cursor), 120);
  const at = useQuery({
    ...historyQuery(trace.source, absoluteRange(time ?? 0, (time ?? 0) + 1), 10, null),
    enabled: time !== null,
  });
  const samples = time !== null && at.data?.samples ? at.data.samples : trace.samples;
  const last = samples.t.length - 1;
  const value = samples.v[last];
  const stamp = samples.t[last];
  return (
    <section className={classes.card} aria-label={`Waveform ${trace.pv}`}>
      <header className={classes.head}>
        <strong>{trace.pv}</strong>
        <span>{trace.info?.description}</span>
        <time>{stamp !== undefined && formatStamp(stamp, zone)}</time>
      </header>
      {Array.isArray(value) ? (
        <Curve values={value} colour={colour} unit={displayUnit(trace.info?.metadata?.egu)} />
      ) : (
        <p className={classes.note}>{trace.loading ? "Reading…" : "No waveform was recorded by then."}</p>
      )}
    </section>
  );
}

function Curve({ values, colour, unit }: { values: readonly number[]; colour: string; unit: string }) {
  const { ref, width } = useElementSize();
  const target = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const measured = width > 0;

  useEffect(() => {
    const element = target.current;
    if (!element || !measured) return;
    const style = getComputedStyle(document.documentElement);
    const stroke = style.getPropertyValue("--cf-axis").trim();
    const grid = { stroke: style.getPropertyValue("--cf-grid").trim(), width: 1 };
    const common = { stroke, grid, ticks: { ...grid, size: 4 }, font: FONT, gap: 6 };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        scales: { x: { time: false } },
        cursor: { show: false },
        series: [{}, { stroke: colour, width: 1.5, points: { show: false } }],
        axes: [
          { ...common, size: 28 },
          {
            ...common,
            size: axisSize,
            values: (_u, splits, _a, _s, step) => tickLabels(splits, step, false),
            ...(unit ? { label: unit, labelSize: 16, labelFont: FONT } : {}),
          },
        ],
      },
      [[], []],
      element,
    );
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [measured, colour, unit]);

  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height: HEIGHT });
  }, [width]);

  useEffect(() => {
    void [measured, colour];
    chart.current?.setData([values.map((_, i) => i), values.map((v) => (Number.isFinite(v) ? v : null))]);
  }, [values, measured, colour]);

  return (
    <div ref={ref} style={{ height: HEIGHT }}>
      <div ref={target} />
    </div>
  );
}
