import { useMemo } from "react";
import type { PvTrace } from "@/shared/pv/traces";
import { resolveRange, type TimeRange } from "@/shared/time/range";
import { useNow } from "@/shared/ui/clock";
import { spanOf } from "./search";

/** Give what the chart shows, in ms: it moves with the clock while it is live, and else is what was read. */
export function useShownWindow(
  range: TimeRange,
  live: boolean,
  traces: readonly PvTrace[],
): [number, number] {
  const span = spanOf(range) ?? 0;
  const now = useNow(live ? Math.min(5_000, Math.max(250, span / 2_000)) : 60_000);
  const history = traces.find((trace) => trace.history)?.history;
  const skew = history?.skew ?? 0;
  // A relative range that stands still shows what it meant when it was read.
  const read = !live && history && range.to === "now" ? ([history.start, history.stop] as const) : null;
  const [start, stop] = read ?? resolveRange(range, live ? now + skew : now) ?? [now - 3_600_000, now];
  return useMemo(() => [start, stop], [start, stop]);
}
