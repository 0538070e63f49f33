import { useLocation, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useRef } from "react";
import { absoluteRange, faultOf, resolveRange, type TimeRange } from "@/shared/time/range";
import { zoneOf } from "@/shared/time/zone";
import { type AxisSpec, withAxis, writeAxis } from "./model/axis-spec";
import { distinct, type TraceSpec, traceId, writeTraces } from "./model/trace-spec";
import { backFrom, firstFrom, forwardFrom, leave, NO_ZOOMS, type Zooms } from "./model/zooms";
import {
  askedOf,
  axesOf,
  DEFAULT_RANGE,
  follows,
  rangeOf,
  spanOf,
  tracesOf,
  type ViewerSearch,
  validateViewer,
} from "./search";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The ranges that were looked at before this one. */
    zooms?: Zooms;
    /** How many changes lie behind this one: as many can be undone without leaving the viewer. */
    step?: number;
  }
}

const LEAST_SPAN_MS = 2;

const searchOfRange = ({ from, to }: TimeRange): ViewerSearch => ({
  from,
  to: to === "now" ? undefined : to,
  paused: undefined,
});

/**
 * The viewer's state, all of which is in the address, and what changes it. Each change is an entry of the
 * browser's history, so that it can be undone; ranges have a history of their own beside it.
 */
export function useView() {
  const given = useSearch({ from: "/viewer" });
  // The router hands on also what was left out as nonsense.
  const search = useMemo(() => validateViewer({ ...given }), [given]);
  const navigate = useNavigate({ from: "/viewer" });
  const { history } = useRouter();
  const zooms = useLocation({ select: ({ state }) => state.zooms ?? NO_ZOOMS });
  const step = useLocation({ select: ({ state }) => state.step ?? 0 });
  const furthest = useRef(step);
  furthest.current = Math.max(furthest.current, step);

  const { pv, trace, axis, from, to } = search;
  const specs = useMemo(() => tracesOf({ pv, trace }), [pv, trace]);
  const axes = useMemo(() => axesOf({ axis }), [axis]);
  const asked = useMemo(() => askedOf({ from, to }), [from, to]);
  const range = useMemo(() => rangeOf(asked, Date.now()), [asked]);
  const fault = useMemo(() => faultOf(asked, Date.now()), [asked]);
  const zone = useMemo(() => zoneOf(search.zone), [search.zone]);

  const change = useCallback(
    (next: ViewerSearch, ranges?: Zooms) => {
      void navigate({
        search: (now) => ({ ...now, ...next }),
        state: (state) => {
          furthest.current = (state.step ?? 0) + 1;
          return { ...state, step: furthest.current, ...(ranges && { zooms: ranges }) };
        },
      });
    },
    [navigate],
  );
  /** Show something else altogether; what an address only names is not worth going back to. */
  const replace = useCallback(
    (next: ViewerSearch) => {
      const named = search.view !== undefined;
      void navigate({
        search: next,
        replace: named,
        state: (state) => {
          furthest.current = (state.step ?? 0) + (named ? 0 : 1);
          return { ...state, step: furthest.current, zooms: NO_ZOOMS };
        },
      });
    },
    [navigate, search.view],
  );
  /** Change what is not worth undoing. */
  const adjust = useCallback(
    (next: ViewerSearch) =>
      void navigate({ search: (now) => ({ ...now, ...next }), replace: true, state: true }),
    [navigate],
  );
  const setTraces = useCallback(
    (next: readonly TraceSpec[]) => change(writeTraces(distinct(next)) satisfies ViewerSearch),
    [change],
  );
  /** Change one trace by its id; null takes it away. */
  const setTrace = useCallback(
    (id: string, patch: { [K in keyof TraceSpec]?: TraceSpec[K] | undefined } | null) =>
      setTraces(
        specs.flatMap((spec) => {
          if (traceId(spec) !== id) return [spec];
          return patch === null ? [] : [{ ...spec, ...patch } as TraceSpec];
        }),
      ),
    [specs, setTraces],
  );
  const setAxis = useCallback(
    (name: string, patch: Parameters<typeof withAxis>[2]) =>
      change({ axis: withAxis(axes, name, patch).map((one: AxisSpec) => writeAxis(one)) }),
    [axes, change],
  );

  const show = useCallback(
    (next: TimeRange) => change(searchOfRange(next), leave(zooms, range)),
    [change, zooms, range],
  );
  const zoom = useCallback(
    (start: number, stop: number) => {
      const lacking = Math.max(0, LEAST_SPAN_MS - (stop - start)) / 2;
      show(absoluteRange(start - lacking, stop + lacking));
    },
    [show],
  );
  const widen = useCallback(() => {
    const now = Date.now();
    const [start, stop] = resolveRange(range, now) ?? [0, 0];
    const margin = (stop - start) / 2;
    zoom(start - margin, Math.min(stop + margin, Math.max(now, stop)));
  }, [range, zoom]);
  const back = useCallback(() => {
    const before = backFrom(zooms, range);
    if (before) change(searchOfRange(before.range), before.zooms);
    else widen();
  }, [zooms, range, change, widen]);
  /** Show what was looked at first; what came between can be gone through with `forward`. */
  const reset = useCallback(() => {
    const first = firstFrom(zooms, range);
    if (first) change(searchOfRange(first.range), first.zooms);
  }, [zooms, range, change]);
  const forward = useCallback(() => {
    const after = forwardFrom(zooms, range);
    if (after) change(searchOfRange(after.range), after.zooms);
  }, [zooms, range, change]);

  const live = follows(range, search);
  /** Go on with the clock, showing as much as now. */
  const follow = useCallback(() => {
    if (spanOf(range) !== null) return change({ paused: undefined });
    const [start, stop] = resolveRange(range, Date.now()) ?? [0, 0];
    const span = Math.round((stop - start) / 1000);
    show(span > 0 ? { from: `now-${span}s`, to: "now" } : DEFAULT_RANGE);
  }, [range, change, show]);
  const pause = useCallback(() => change({ paused: true }), [change]);

  const undo = useCallback(() => history.back(), [history]);
  const redo = useCallback(() => history.forward(), [history]);

  return {
    search,
    specs,
    axes,
    range,
    /** What was asked for, and what is wrong with it, where that is not what is shown. */
    refused: fault === null ? null : { asked, fault },
    zone,
    live,
    zooms,
    canUndo: step > 0,
    canRedo: step < furthest.current,
    change,
    replace,
    adjust,
    setTraces,
    setTrace,
    setAxis,
    show,
    zoom,
    widen,
    back,
    reset,
    forward,
    follow,
    pause,
    undo,
    redo,
  };
}

export type View = ReturnType<typeof useView>;
