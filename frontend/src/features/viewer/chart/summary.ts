import { formatValue } from "@/shared/format/value";
import { indexAt } from "@/shared/pv/samples";
import type { PvTrace } from "@/shared/pv/traces";
import { meaningsOf, statusOf } from "./status";

/** A trace of which a chart tells; `title` where it is called otherwise than its PV. */
export type Shown = Pick<PvTrace, "pv" | "steps" | "alarms" | "gaps" | "info"> & { title?: string };

const MOST = 5;

/** Say of the first traces what a chart shows at its end, and which alarms and gaps it has; times in ms. */
export function summaryOf(traces: readonly Shown[], start: number, stop: number): string {
  const told = traces.slice(0, MOST).map((trace) => {
    const words = meaningsOf(statusOf(trace, start, stop)).map(({ word }) => word);
    return `${trace.title ?? trace.pv} ${[lastOf(trace, stop), ...words].join(", ")}`;
  });
  const more = traces.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function lastOf({ steps, info }: Shown, stop: number): string {
  const last = steps.v[indexAt(steps.t, stop)];
  if (last === undefined) return "without a value";
  if (Number.isNaN(last)) return "not recorded at the end";
  return `last ${formatValue(last, info?.metadata)} ${info?.metadata?.egu ?? ""}`.trim();
}
