import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { VIRIDIS_CSS } from "@/shared/chart/colour-map";
import type { Area } from "@/shared/chart/options";
import { displayUnit } from "@/shared/chart/scales";
import { useShown, type Viewport, type Window } from "@/shared/chart/viewport";
import { formatNumber } from "@/shared/format/value";
import type { TimeRange } from "@/shared/time/range";
import type { ViewerTrace } from "../traces";
import { heatOf } from "./heat";
import classes from "./heat-map.module.css";
import { mostWaves, wavesOf, wavesQuery } from "./waves";

const HEIGHT = 96;

interface Props {
  trace: ViewerTrace;
  range: TimeRange;
  window: Window;
  viewport: Viewport;
  area: Area;
  end: number;
  live: boolean;
}

/** The waveforms of a PV over the chart's time: across time, up the elements, the value as colour. */
export function HeatMap({ trace, range, window: told, viewport, area, end, live }: Props) {
  const [start, stop] = useShown(viewport, told);
  const { data } = useQuery({
    ...wavesQuery(trace, range, live),
    placeholderData: (previous) => previous,
  });
  const samples = useMemo(() => wavesOf(trace, data, live), [trace, data, live]);
  const tooMany = data !== undefined && data.samples === null;
  const canvas = useRef<HTMLCanvasElement>(null);
  const columns = Math.min(1_200, Math.round(area.width));
  const heat = useMemo(
    () => (tooMany ? null : heatOf(samples, [start, stop], end, columns, HEIGHT)),
    [samples, start, stop, end, columns, tooMany],
  );
  useEffect(() => {
    const element = canvas.current;
    if (!element || !heat) return;
    element.width = heat.width;
    element.height = heat.height;
    element.getContext("2d")?.putImageData(new ImageData(heat.pixels, heat.width, heat.height), 0, 0);
  }, [heat]);
  const unit = displayUnit(trace.info?.metadata?.egu);
  const note = tooMany
    ? `More than ${mostWaves(trace)} waveforms: zoom in to see them over time.`
    : heat
      ? null
      : data === undefined
        ? "Reading…"
        : "No waveform was recorded here.";
  return (
    <section className={classes.heat} aria-label={`${trace.title} over time`}>
      <div className={classes.head} style={{ paddingLeft: area.left }}>
        <span>{trace.title}</span>
        {heat && (
          <span className={classes.legend}>
            {formatNumber(heat.low)}
            <span className={classes.colours} style={{ background: VIRIDIS_CSS }} aria-hidden="true" />
            {formatNumber(heat.high)} {unit}
          </span>
        )}
      </div>
      <div className={classes.map} style={{ marginLeft: area.left, width: area.width, height: HEIGHT }}>
        {note ? (
          <p className={classes.note}>{note}</p>
        ) : (
          <canvas ref={canvas} style={{ width: area.width, height: HEIGHT }} />
        )}
      </div>
    </section>
  );
}
