import "uplot/dist/uPlot.min.css";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { useZone } from "@/shared/time/zone";
import { useThemeName } from "@/shared/ui/theme-name";
import type { Cursor } from "./cursor";
import { type Extent, rangeOfScale } from "./extent";
import { attachGestures } from "./gestures";
import type { Gutters } from "./gutters";
import { moveOfKey } from "./moves";
import { type Area, type ChartEvents, chartOptions, describe } from "./options";
import { type Ruler, type Rulers, rulerOf } from "./ruler";
import classes from "./time-chart.module.css";
import type { Scale, Trace } from "./trace";
import type { Viewport, Window } from "./viewport";

interface Props {
  traces: readonly Trace[];
  scales: readonly Scale[];
  /** What is shown unless the viewport holds something else, ms. */
  window: Window;
  height: number;
  cursor: Cursor;
  /** Given, the chart can be moved: wheel, shift-drag, two fingers. `onRest` tells when it has come to rest. */
  viewport?: Viewport;
  onRest?: () => void;
  onZoom?: (start: number, stop: number) => void;
  onBack?: () => void;
  /** Given, the axes of values can be moved and stretched; null: as the data are again. */
  onScale?: (key: string, range: Extent | null) => void;
  /** Where the plot area lies. */
  onArea?: (area: Area) => void;
  /** Of charts above one another, so that all begin alike. */
  gutters?: Gutters;
  /** Without: times are written below it. */
  labelled?: boolean;
  /** Without: it draws a line where the cursor is. */
  line?: boolean;
  /** Charts with the same key share their cursor. */
  syncKey?: string;
  /** The id of what says in words what is drawn. */
  describedBy?: string;
}

const USUAL_FONT_PX = 16;

/** A chart over time. Drag to zoom, double click to go back; arrows, + and − with the keyboard. */
export function TimeChart(props: Props) {
  const { traces, scales, window: told, height, viewport, labelled = true, line = true } = props;
  const { syncKey, gutters } = props;
  const zone = useZone();
  const scheme = useThemeName();
  const { ref: measured, width } = useElementSize();
  const box = useRef<HTMLDivElement>(null);
  const attach = useMergedRef(box, measured);
  const chart = useRef<{ made: uPlot; redraw(): void } | null>(null);
  const frame = useRef(0);
  const latest = useRef(props);
  latest.current = props;
  const measuredOnce = width > 0;
  const narrow = width < 560;
  // Ranges are set as they change; all else of a scale makes another chart.
  const limits = JSON.stringify(scales.map(({ min, max }) => [min, max]));
  const held = useRef(new Map<string, Extent>());
  const scaled = props.onScale !== undefined;
  const structure = JSON.stringify(scales.map(({ min: _min, max: _max, ...rest }) => rest));

  useEffect(() => {
    const target = box.current;
    if (!target || !measuredOnce) return;
    const place = gutters?.join(() => redraw()) ?? null;
    const rulers = new Map<string, Ruler>();
    const events: ChartEvents = {
      zoom: (from, to) => latest.current.onZoom?.(from, to),
      back: () => latest.current.onBack?.(),
      cursor: (time) => latest.current.cursor.set(time),
      traces: () => latest.current.traces,
      rulers,
      area: (area) => latest.current.onArea?.(area),
      place,
    };
    const parsed = JSON.parse(structure) as Scale[];
    const shape = {
      width: target.clientWidth,
      height: latest.current.height,
      zone,
      labelled,
      line,
      syncKey,
    };
    const options = chartOptions(shape, parsed, styleOf(scheme, narrow), events);
    const made = new uPlot(options, noData(0, 1, parsed), target);
    const redraw = () => show(made, rulers, latest.current, held.current);
    chart.current = { made, redraw };
    redraw();
    const detachAxes = scaled ? attachAxesOf(made, rulers, latest, held.current, redraw) : undefined;
    const detach = viewport ? attachGestures(made.over, gesturesOf(made, latest, viewport)) : undefined;
    return () => {
      detach?.();
      detachAxes?.();
      place?.leave();
      chart.current = null;
      made.destroy();
    };
  }, [structure, scheme, narrow, syncKey, measuredOnce, zone, labelled, line, viewport, scaled, gutters]);

  useEffect(() => {
    void limits; // Once the axes are told to be so, nothing has to be held any more.
    held.current.clear();
  }, [limits]);

  useEffect(() => {
    if (width > 0) chart.current?.made.setSize({ width, height });
  }, [width, height]);

  useEffect(() => {
    const paint = () => {
      frame.current = 0;
      chart.current?.redraw();
    };
    const paintSoon = () => {
      if (frame.current === 0) frame.current = requestAnimationFrame(paint);
    };
    paintSoon();
    return viewport?.subscribe(paintSoon);
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const [start, stop] = told;
  return (
    <div
      ref={attach}
      className={classes.chart}
      style={{ height }}
      role="application"
      aria-roledescription="chart"
      aria-label={describe(
        traces.map(({ pv }) => pv),
        start,
        stop,
        zone,
      )}
      aria-describedby={props.describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is moved and zoomed with the keyboard
      tabIndex={0}
      onKeyDown={(event) => {
        const move = event.altKey || event.ctrlKey || event.metaKey ? null : moveOfKey(event.key, told);
        if (move) props.onZoom?.(...move);
        else if (event.key === "Backspace" && !event.shiftKey) props.onBack?.();
        else return;
        event.preventDefault();
      }}
    />
  );
}

const noData = (start: number, stop: number, scales: readonly Scale[]) =>
  [[start, stop], ...scales.map(() => [null, null])] as uPlot.AlignedData;

function show(
  u: uPlot,
  rulers: Map<string, Ruler>,
  { traces, scales, window: told, viewport }: Props,
  held: ReadonlyMap<string, Extent>,
): void {
  const [start, stop] = viewport?.get() ?? told;
  for (const scale of scales) {
    const range = held.get(scale.key) ?? rangeOfScale(scale, traces, start, stop);
    rulers.set(scale.key, rulerOf(range, scale.log));
  }
  u.batch(() => {
    u.setData(noData(start, stop, scales), false);
    u.setScale("x", { min: start, max: stop });
  });
  u.redraw(false, true);
}

/** Have the axes moved, with what is fetched for that only where it is wanted. */
function attachAxesOf(
  u: uPlot,
  rulers: Rulers,
  latest: { readonly current: Props },
  held: Map<string, Extent>,
  redraw: () => void,
): () => void {
  let detach: (() => void) | null | undefined;
  void import("./axis-gestures").then(({ attachAxes }) => {
    if (detach === null) return;
    detach = attachAxes(u, rulers, {
      hold: (key, range) => {
        held.set(key, range);
        redraw();
      },
      rest: (key, range) => {
        if (range === null) held.delete(key);
        latest.current.onScale?.(key, range);
        redraw();
      },
    });
  });
  return () => {
    detach?.();
    detach = null;
  };
}

function gesturesOf(u: uPlot, latest: { readonly current: Props }, viewport: Viewport) {
  return {
    window: () => viewport.get() ?? latest.current.window,
    hold: (window: Window) => viewport.hold(window),
    rest: () => latest.current.onRest?.(),
    touch: (place: number | null) => {
      const width = u.over.clientWidth;
      u.setCursor({ left: place === null ? -10 : place * width, top: u.over.clientHeight / 2 });
    },
  };
}

function styleOf(scheme: string, narrow: boolean) {
  void scheme; // The variables below are those of the scheme.
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const scale = Math.max(1, Number.parseFloat(style.fontSize) / USUAL_FONT_PX);
  return {
    axis: colour("--cf-axis"),
    grid: colour("--cf-grid"),
    gap: colour("--cf-gap"),
    font: `${Math.round(11 * scale)}px "Inter Variable", system-ui, sans-serif`,
    scale,
    narrow,
  };
}
