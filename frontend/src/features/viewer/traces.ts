import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { type Pen, penOf } from "@/shared/chart/palette";
import type { Source } from "@/shared/pv/history";
import { kindOf, type PvKind } from "@/shared/pv/kind";
import { type PvTrace, useSources } from "@/shared/pv/traces";
import type { TimeRange } from "@/shared/time/range";
import { parseShift, type TraceSpec, titleOf, traceId } from "./model/trace-spec";
import { spanOf } from "./search";

const POINTS = 2_000;

/** A trace with its data, and how it is drawn. */
export interface ViewerTrace extends PvTrace {
  spec: TraceSpec;
  title: string;
  kind: PvKind;
  pen: Pen;
}

function sourceOf(spec: TraceSpec): Source {
  const { kind, text, shift } = spec;
  return { id: traceId(spec), kind, text, shiftMs: (shift && parseShift(shift)) || 0 };
}

/** Whether all that is known of a trace are bins of texts. */
const isOfTexts = ({ history, band }: PvTrace): boolean =>
  history !== undefined && history.texts.length > 0 && !band?.t.length;

/**
 * Read what the traces show; `range` is what is looked at, which is ahead of the address while one moves. What
 * arrives live is shown with `tick`.
 */
export function useViewerTraces(
  specs: readonly TraceSpec[],
  range: TimeRange,
  live: boolean,
  tick: number,
): ViewerTrace[] {
  const scheme = useComputedColorScheme("light");
  const sources = useMemo(() => specs.map(sourceOf), [specs]);
  const everyMs = Math.min(300_000, Math.max(15_000, (spanOf(range) ?? 0) / 40));
  const traces = useSources(sources, { range, points: POINTS, live, everyMs, tick });
  return useMemo(
    () =>
      traces.map((trace, i) => {
        const spec = specs[i] as TraceSpec;
        const kind = kindOf(trace.info, trace.samples.v.at(-1) ?? (isOfTexts(trace) ? "" : undefined));
        return { ...trace, spec, kind, title: titleOf(spec), pen: penOf(spec.colour ?? i, scheme) };
      }),
    [traces, specs, scheme],
  );
}
