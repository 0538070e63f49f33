import { type History, historyQuery } from "@/shared/pv/history";
import { append, NO_SAMPLES, type Samples } from "@/shared/pv/samples";
import type { TimeRange } from "@/shared/time/range";
import type { ViewerTrace } from "../traces";

/** So many elements are read of a PV at most: some megabytes. */
const MOST_ELEMENTS = 300_000;
const MOST_WAVES = 1_500;
const EVERY_MS = 10_000;

/** Give how many waveforms of a PV are read for its heat map. */
export function mostWaves({ info }: Pick<ViewerTrace, "info">): number {
  const elements = Math.max(1, info?.metadata?.element_count ?? 1);
  return Math.max(10, Math.min(MOST_WAVES, Math.floor(MOST_ELEMENTS / elements)));
}

/** What reads the waveforms of a range. */
export const wavesQuery = (trace: ViewerTrace, range: TimeRange, live: boolean) =>
  historyQuery({ ...trace.source, id: `${trace.id} waves` }, range, mostWaves(trace), live ? EVERY_MS : null);

/** Put what was read and what came live together. */
export const wavesOf = (trace: ViewerTrace, read: History | undefined, live: boolean): Samples =>
  append(read?.samples ?? NO_SAMPLES, live ? trace.samples : NO_SAMPLES);
