import { useElementSize } from "@mantine/hooks";
import { Fragment, useId, useMemo, useState } from "react";
import type { Cursor } from "@/shared/chart/cursor";
import { Gutters } from "@/shared/chart/gutters";
import type { Area } from "@/shared/chart/options";
import { TimeChart } from "@/shared/chart/time-chart";
import type { Trace } from "@/shared/chart/trace";
import type { Viewport, Window } from "@/shared/chart/viewport";
import type { View } from "../view";
import classes from "./area.module.css";
import { ChartSummary } from "./chart-summary";
import { type PlacedAxis, stackPanels } from "./place";

interface Props {
  axes: readonly PlacedAxis[];
  drawn: readonly Trace[];
  window: Window;
  view: View;
  cursor: Cursor;
  viewport: Viewport;
  /** Why there is nothing to be seen, or null. */
  empty: string | null;
  onRest(): void;
  onArea(area: Area): void;
}

const LEAST_PX = 110;

/** The stacked panels, all over one axis of time. */
export function Panels({ axes, drawn, empty, window: shown, view, cursor, viewport, onRest, onArea }: Props) {
  const { ref, height } = useElementSize();
  const panels = useMemo(() => stackPanels(axes), [axes]);
  const onScale = (key: string, range: readonly [number, number] | null) => {
    const axis = axes.find((one) => one.key === key);
    if (axis) view.setAxis(axis.name, { min: range?.[0], max: range?.[1] });
  };
  const id = useId();
  const [gutters] = useState(() => new Gutters());
  const each = drawn.length === 0 ? height : Math.max(LEAST_PX, Math.floor(height / panels.length));
  return (
    <div ref={ref} className={classes.panels} data-empty={drawn.length === 0}>
      {empty && (
        <p className={classes.nothing} role="status">
          {empty}
        </p>
      )}
      {height > 0 &&
        panels.map((scales, i) => {
          const panel = scales[0]?.panel ?? 0;
          const keys = new Set(scales.map(({ key }) => key));
          const about = `${id}-${panel}`;
          return (
            <Fragment key={panel}>
              <TimeChart
                traces={drawn.filter(({ scale }) => keys.has(scale))}
                scales={scales.map(({ traces: _traces, cut: _cut, ...scale }) => scale)}
                window={shown}
                height={each}
                cursor={cursor}
                viewport={viewport}
                onRest={onRest}
                onZoom={view.zoom}
                onBack={view.back}
                onScale={onScale}
                gutters={gutters}
                labelled={i === panels.length - 1}
                line={false}
                describedBy={about}
                {...(i === 0 && { onArea })}
              />
              <ChartSummary id={about} traces={seenOf(scales)} window={shown} />
            </Fragment>
          );
        })}
    </div>
  );
}

const seenOf = (scales: readonly PlacedAxis[]) =>
  scales.flatMap(({ traces }) => traces.filter(({ spec }) => !spec.hidden));
