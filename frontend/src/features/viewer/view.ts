import { useLocation, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { absoluteRange, resolveRange, type TimeRange } from "@/shared/time/range";
import { DEFAULT_RANGE, follows, rangeOf, type ViewerSearch } from "./search";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** How many ranges lie behind this one: as often one can go back without leaving the viewer. */
    zoom?: number;
  }
}

const LEAST_SPAN_MS = 2;

/** The viewer's state, all of which is in the address, and what changes it. */
export function useView() {
  const search = useSearch({ from: "/viewer" });
  const navigate = useNavigate({ from: "/viewer" });
  const router = useRouter();
  const depth = useLocation({ select: (location) => location.state.zoom ?? 0 });
  const pvs = useMemo(() => search.pv ?? [], [search.pv]);
  const range = useMemo(() => rangeOf({ ...search }), [search]);

  /** Change what is shown; the browser's history keeps the ranges, not every legend entry. */
  const change = useCallback(
    (next: ViewerSearch) =>
      void navigate({ search: (now) => ({ ...now, ...next }), replace: true, state: true }),
    [navigate],
  );
  const show = useCallback(
    (next: TimeRange) =>
      void navigate({
        search: (now) => ({
          ...now,
          from: next.from,
          to: next.to === "now" ? undefined : next.to,
          paused: undefined,
        }),
        state: (state) => ({ ...state, zoom: (state.zoom ?? 0) + 1 }),
      }),
    [navigate],
  );
  const zoom = useCallback(
    (start: number, stop: number) => {
      const middle = (start + stop) / 2;
      const half = Math.max(LEAST_SPAN_MS, stop - start) / 2;
      show(absoluteRange(middle - half, middle + half));
    },
    [show],
  );
  const widen = useCallback(() => {
    const [start, stop] = resolveRange(range, Date.now()) ?? [0, 0];
    const now = Date.now();
    const margin = (stop - start) / 2;
    zoom(start - margin, Math.min(stop + margin, Math.max(now, stop)));
  }, [range, zoom]);
  const back = useCallback(() => {
    if (depth > 0) router.history.back();
    else widen();
  }, [depth, router, widen]);
  const reset = useCallback(() => show(DEFAULT_RANGE), [show]);

  return { search, pvs, range, live: follows(search), depth, change, show, zoom, widen, back, reset };
}

export type View = ReturnType<typeof useView>;
