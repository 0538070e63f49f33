import { ActionIcon, Tooltip } from "@mantine/core";
import { IconNote } from "@tabler/icons-react";
import { lazy, type PointerEvent, Suspense, useCallback, useMemo, useRef, useState } from "react";
import type { NewNote } from "@/features/notes/dialog";
import { NoteLines, NotesLane } from "@/features/notes/lane";
import type { TimedNote } from "@/features/notes/notes";
import { useNotes } from "@/features/notes/queries";
import { useMay } from "@/features/session/queries";
import type { Area } from "@/shared/chart/options";
import type { Trace } from "@/shared/chart/trace";
import type { Viewport } from "@/shared/chart/viewport";
import { useEvents } from "../events";
import type { PanelProps } from "../panels/registry";
import { marksOf } from "../search";
import type { ViewerTrace } from "../traces";
import classes from "./area.module.css";
import { AxisBar } from "./axis-bar";
import { CursorSpoken } from "./cursor-spoken";
import { EventsLane } from "./events-lane";
import { HeatMap } from "./heat-map";
import { useChartKeys } from "./keys";
import { whyEmpty } from "./nothing";
import { Overlay } from "./overlay";
import { Panels } from "./panels";
import { axisKey, axisNameOf, placeAxes } from "./place";
import { StatusLanes } from "./status-lanes";
import { Strip } from "./strip";
import { Waveform } from "./waveform";

const NoteDialog = lazy(() => import("@/features/notes/dialog"));

interface Props extends PanelProps {
  viewport: Viewport;
  /** The chart has come to rest. */
  onRest(): void;
}

const NOWHERE: Area = { left: 0, width: 0 };

/** Until when it is known what a trace that is not live held, ms. */
export const knownUntil = ({ history }: ViewerTrace): number =>
  history ? Math.min(history.stop, Date.now() + history.skew) : Number.POSITIVE_INFINITY;

/** Give a trace of numbers as charts draw it. */
export function drawnTrace(trace: ViewerTrace, end: number | null, draw: Trace["draw"]): Trace {
  return {
    pv: trace.title,
    scale: axisKey(axisNameOf(trace)),
    pen: trace.pen,
    steps: trace.steps,
    band: trace.band,
    gaps: trace.gaps,
    end: end ?? knownUntil(trace),
    draw: trace.spec.draw ?? draw ?? "step",
  };
}

/** The chart: stacked panels over one axis of time, strips of states and texts below, and waveforms. */
export function ChartArea({ view, traces, window: shown, cursor, viewport, onRest }: Props) {
  const { axes: specs, live, search, range, adjust } = view;
  const [area, setArea] = useState(NOWHERE);
  const stack = useRef<HTMLDivElement>(null);

  const seen = useMemo(() => traces.filter(({ spec }) => !spec.hidden), [traces]);
  const axes = useMemo(
    () =>
      placeAxes(
        seen.filter(({ kind }) => kind === "number"),
        specs,
      ),
    [seen, specs],
  );
  const end = live ? shown[1] : null;
  const drawn = seen
    .filter(({ kind }) => kind === "number")
    .map((trace) => drawnTrace(trace, end, search.draw));
  const strips = seen.filter(({ kind }) => kind === "enum" || kind === "text");
  const waveforms = seen.filter(({ kind }) => kind === "waveform");
  const events = useEvents(traces, range, live);
  const marks = useMemo(() => marksOf(search), [search]);
  const onArea = useCallback(
    (next: Area) => setArea((now) => (now.left === next.left && now.width === next.width ? now : next)),
    [],
  );
  const onMark = useCallback(
    (next: [number, number]) => adjust({ mark: next.map((time) => new Date(time).toISOString()) }),
    [adjust],
  );
  const notes = useNotes(range, live);
  const operates = useMay("operate");
  const [noted, setNoted] = useState<TimedNote | NewNote | null>(null);
  /** Between the measuring cursors, else at the cursor, else in the middle of what is shown. */
  const note = () => {
    const [start, stop] = viewport.get() ?? shown;
    const [from, to] = marks ? [Math.min(...marks), Math.max(...marks)] : [cursor.get(), null];
    setNoted({ start: from ?? (start + stop) / 2, stop: to });
  };
  const onKeyDown = useChartKeys(view, cursor, viewport, shown, operates ? note : null);

  const onPointerMove = (event: PointerEvent) => {
    const box = stack.current?.getBoundingClientRect();
    if (!box || area.width === 0 || event.pointerType === "touch") return;
    const place = (event.clientX - box.left - area.left) / area.width;
    const [start, stop] = viewport.get() ?? shown;
    cursor.set(place < 0 || place > 1 ? null : start + place * (stop - start));
  };

  return (
    <section className={classes.area} aria-label="Chart">
      <AxisBar axes={axes} view={view}>
        {operates && (
          <Tooltip label="Add a note at a time (N in the chart)">
            <ActionIcon size="sm" aria-label="Add a note" onClick={note}>
              <IconNote size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </AxisBar>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the charts in it bubble up to here */}
      <div
        ref={stack}
        className={classes.stack}
        onPointerMove={onPointerMove}
        onPointerLeave={() => cursor.set(null)}
        onKeyDown={onKeyDown}
      >
        <NotesLane notes={notes} window={shown} viewport={viewport} area={area} onChange={setNoted} />
        <EventsLane events={events} window={shown} viewport={viewport} area={area} />
        <Panels
          axes={axes}
          drawn={drawn}
          empty={whyEmpty(seen, axes, shown, Date.now())}
          window={shown}
          view={view}
          cursor={cursor}
          viewport={viewport}
          onRest={onRest}
          onArea={onArea}
        />
        <StatusLanes traces={seen} window={shown} viewport={viewport} area={area} end={end ?? shown[1]} />
        {strips.map((trace) => (
          <Strip
            key={trace.id}
            trace={trace}
            window={shown}
            viewport={viewport}
            area={area}
            end={end ?? knownUntil(trace)}
          />
        ))}
        {waveforms.map((trace) => (
          <HeatMap
            key={trace.id}
            trace={trace}
            range={range}
            window={shown}
            viewport={viewport}
            area={area}
            end={end ?? shown[1]}
            live={live}
          />
        ))}
        <NoteLines notes={notes} window={shown} viewport={viewport} area={area} />
        <Overlay
          traces={seen}
          window={shown}
          viewport={viewport}
          area={area}
          cursor={cursor}
          marks={marks}
          onMark={onMark}
        />
      </div>
      {noted && (
        <Suspense>
          <NoteDialog note={noted} onClose={() => setNoted(null)} />
        </Suspense>
      )}
      <CursorSpoken cursor={cursor} traces={seen} />
      {waveforms.map((trace) => (
        <Waveform key={trace.id} trace={trace} cursor={cursor} colour={trace.pen.colour} />
      ))}
    </section>
  );
}
