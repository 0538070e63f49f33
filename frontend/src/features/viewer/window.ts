import { useEffect, useMemo, useState } from "react";
import { Viewport, type Window } from "@/shared/chart/viewport";
import type { PvTrace } from "@/shared/pv/traces";
import { absoluteRange, resolveRange, type TimeRange } from "@/shared/time/range";
import { useNow } from "@/shared/ui/clock";
import { spanOf } from "./search";

/** Give the time, as often as the chart has to move: by a pixel or two a step, once a second at the least. */
export function useTick(range: TimeRange, live: boolean): number {
  const span = spanOf(range) ?? 0;
  return useNow(live ? Math.min(1_000, Math.max(250, span / 1_000)) : 60_000);
}

/** Give what the chart shows, in ms: it moves with the clock while it is live, and else is what was read. */
export function useShownWindow(
  range: TimeRange,
  live: boolean,
  traces: readonly PvTrace[],
  now: number,
): Window {
  const history = traces.find((trace) => trace.history && trace.source.shiftMs === 0)?.history;
  const skew = history?.skew ?? 0;
  // A relative range that stands still shows what it meant when it was read.
  const read = !live && history && range.to === "now" ? ([history.start, history.stop] as const) : null;
  const [start, stop] = read ?? resolveRange(range, live ? now + skew : now) ?? [now - 3_600_000, now];
  return useMemo(() => [start, stop], [start, stop]);
}

const REST_MS = 120;

/** What is looked at while the chart is moved: the picture follows at once, what is read a moment later. */
export function useMoving(range: TimeRange): { viewport: Viewport; ahead: TimeRange | null } {
  const [viewport] = useState(() => new Viewport());
  const [ahead, setAhead] = useState<TimeRange | null>(null);
  useEffect(() => {
    let timer = 0;
    const unsubscribe = viewport.subscribe(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        const held = viewport.get();
        setAhead(held && absoluteRange(...held));
      }, REST_MS);
    });
    return () => {
      window.clearTimeout(timer);
      unsubscribe();
    };
  }, [viewport]);
  useEffect(() => {
    void range; // Once the address says what is shown, nothing has to be held any more.
    viewport.release();
    setAhead(null);
  }, [viewport, range]);
  return { viewport, ahead };
}
