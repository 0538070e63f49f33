import { useElementSize } from "@mantine/hooks";
import { useCallback, useMemo, useState } from "react";
import type { Area } from "@/shared/chart/options";
import { TimeChart } from "@/shared/chart/time-chart";
import type { Trace } from "@/shared/chart/trace";
import type { Viewport } from "@/shared/chart/viewport";
import type { PanelProps } from "../panels/registry";
import type { ViewerTrace } from "../traces";
import classes from "./area.module.css";
import { AxisBar } from "./axis-bar";
import { axisKey, axisNameOf, placeAxes, stackPanels } from "./place";
import { Strip } from "./strip";
import { Waveform } from "./waveform";

interface Props extends PanelProps {
  viewport: Viewport;
  /** The chart has come to rest. */
  onRest(): void;
}

const NOWHERE: Area = { left: 0, width: 0, right: 0 };
const LEAST_PANEL_PX = 110;

/** Until when it is known what a trace that is not live held, ms. */
const knownUntil = ({ history }: ViewerTrace): number =>
  history ? Math.min(history.stop, Date.now() + history.skew) : Number.POSITIVE_INFINITY;

function drawnTrace(trace: ViewerTrace, end: number, draw: Trace["draw"]): Trace {
  const { spec } = trace;
  return {
    pv: trace.title,
    scale: axisKey(axisNameOf(trace)),
    pen: trace.pen,
    steps: trace.steps,
    band: trace.band,
    gaps: trace.gaps,
    end: Number.isFinite(end) ? end : knownUntil(trace),
    ...((spec.draw ?? draw) && { draw: spec.draw ?? draw }),
  };
}

/** The chart: stacked panels over one axis of time, strips of states and texts below, and waveforms. */
export function ChartArea({ view, traces, window: shown, cursor, viewport, onRest }: Props) {
  const { axes: specs, live, search, zoom, back } = view;
  const { ref, height } = useElementSize();
  const [area, setArea] = useState(NOWHERE);

  const numbers = useMemo(() => traces.filter(({ kind }) => kind === "number"), [traces]);
  const strips = traces.filter(({ kind, spec }) => (kind === "enum" || kind === "text") && !spec.hidden);
  const waveforms = traces.filter(({ kind, spec }) => kind === "waveform" && !spec.hidden);
  const axes = useMemo(() => placeAxes(numbers, specs), [numbers, specs]);
  const panels = useMemo(
    () => stackPanels(axes.filter((axis) => axis.traces.some(({ spec }) => !spec.hidden))),
    [axes],
  );
  const end = live ? shown[1] : Number.POSITIVE_INFINITY;
  const drawn = numbers
    .filter(({ spec }) => !spec.hidden)
    .map((trace) => drawnTrace(trace, end, search.draw));
  const onArea = useCallback(
    (next: Area) => setArea((now) => (now.left === next.left && now.width === next.width ? now : next)),
    [],
  );
  const panelHeight = Math.max(LEAST_PANEL_PX, Math.floor(height / panels.length));

  return (
    <section className={classes.area} aria-label="Chart">
      <AxisBar axes={axes} view={view} />
      <div ref={ref} className={classes.panels} data-empty={drawn.length === 0}>
        {height > 0 &&
          panels.map((scales, i) => {
            const keys = new Set(scales.map(({ key }) => key));
            return (
              <TimeChart
                key={scales[0]?.panel ?? 0}
                traces={drawn.filter(({ scale }) => keys.has(scale))}
                scales={scales.map(({ traces: _traces, ...scale }) => scale)}
                window={shown}
                height={panelHeight}
                cursor={cursor}
                viewport={viewport}
                onRest={onRest}
                onZoom={zoom}
                onBack={back}
                labelled={i === panels.length - 1}
                syncKey="viewer"
                {...(i === 0 && { onArea })}
              />
            );
          })}
      </div>
      {strips.map((trace) => (
        <Strip
          key={trace.id}
          trace={trace}
          window={shown}
          viewport={viewport}
          area={area}
          end={live ? end : knownUntil(trace)}
        />
      ))}
      {waveforms.map((trace) => (
        <Waveform key={trace.id} trace={trace} cursor={cursor} colour={trace.pen.colour} />
      ))}
    </section>
  );
}
