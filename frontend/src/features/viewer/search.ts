import { flagOf, listOf, MOST_SHOWN, textOf } from "@/app/search";
import { isRelative, parseDuration, resolveRange, type TimeRange } from "@/shared/time/range";
import { isZone } from "@/shared/time/zone";
import { type AxisSpec, readAxis } from "./model/axis-spec";
import { DRAWINGS, type Drawing, readTraces, type TraceSpec, writeTraces } from "./model/trace-spec";
import { PANELS, type PanelKey } from "./panels/keys";

/** What the viewer's address says: everything that it shows. Read it with `tracesOf`, `axesOf`, `rangeOf`. */
export interface ViewerSearch {
  /** Traces that are no more than PVs. */
  pv?: string[] | undefined;
  /** Traces of which more is said, see `model/trace-spec.ts`; then all of them are here. */
  trace?: string[] | undefined;
  /** Axes of which something was chosen, see `model/axis-spec.ts`. */
  axis?: string[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** A range that ends now stands still. */
  paused?: boolean | undefined;
  /** `UTC` or an IANA zone; without: the browser's. */
  zone?: string | undefined;
  /** How samples are joined, where a trace does not say. */
  draw?: Drawing | undefined;
  /** Which panel is open beside the chart; without: the traces. */
  tab?: PanelKey | undefined;
  /** Where the two measuring cursors stand, ISO 8601. */
  mark?: string[] | undefined;
  /** The ids of the two traces of the XY plot: across, and up. */
  xy?: string[] | undefined;
  /** What has to hold at the time of a row for it to be exported, an expression. */
  where?: string | undefined;
  /** For how long at least, as `10s`. */
  where_min?: string | undefined;
  /** A saved view to open instead. */
  view?: string | undefined;
}

export const DEFAULT_RANGE: TimeRange = { from: "now-1h", to: "now" };

export function validateViewer(search: Record<string, unknown>): ViewerSearch {
  const { pv, trace } = writeTraces(readTraces(listOf(search.pv), listOf(search.trace)).slice(0, MOST_SHOWN));
  const axis = listOf(search.axis).filter((text) => readAxis(text) !== null);
  const from = textOf(search.from);
  const to = textOf(search.to);
  const zone = textOf(search.zone);
  const draw = DRAWINGS.find((one) => one === textOf(search.draw));
  const tab = PANELS.find((one) => one === textOf(search.tab));
  const view = textOf(search.view);
  const where = textOf(search.where);
  const whereMin = textOf(search.where_min);
  const xy = listOf(search.xy);
  const mark = listOf(search.mark).filter((text) => !Number.isNaN(Date.parse(text)));
  return {
    ...(pv ? { pv } : {}),
    ...(trace ? { trace } : {}),
    ...(axis.length > 0 ? { axis } : {}),
    ...(from ? { from } : {}),
    ...(to && to !== "now" ? { to } : {}),
    ...(flagOf(search.paused) ? { paused: true } : {}),
    ...(zone && isZone(zone) ? { zone } : {}),
    ...(draw && draw !== "step" ? { draw } : {}),
    ...(tab && tab !== PANELS[0] ? { tab } : {}),
    ...(mark.length === 2 ? { mark } : {}),
    ...(xy.length === 2 ? { xy } : {}),
    ...(where ? { where } : {}),
    ...(where && whereMin ? { where_min: whereMin } : {}),
    ...(view ? { view } : {}),
  };
}

export const tracesOf = ({ pv, trace }: ViewerSearch): TraceSpec[] => readTraces(pv ?? [], trace ?? []);

export const axesOf = ({ axis }: ViewerSearch): AxisSpec[] =>
  (axis ?? []).map(readAxis).filter((one) => one !== null);

/** Give the range that the address asks for, whether or not it makes sense. */
export const askedOf = ({ from, to }: ViewerSearch): TimeRange => ({
  from: from ?? DEFAULT_RANGE.from,
  to: to ?? DEFAULT_RANGE.to,
});

/** Give the range that the address asks for at a time, ms; the default where it makes no sense then. */
export function rangeOf(search: ViewerSearch, now: number): TimeRange {
  const range = askedOf(search);
  return resolveRange(range, now) === null ? DEFAULT_RANGE : range;
}

/** Whether a chart of a range moves on with the clock. */
export const follows = ({ to }: TimeRange, { paused }: ViewerSearch): boolean => to === "now" && !paused;

/** Give the length of a range that begins at `now-…` and ends now, in ms, or null where it is another. */
export function spanOf({ from, to }: TimeRange): number | null {
  if (to !== "now" || !isRelative(from) || !from.startsWith("now-")) return null;
  return parseDuration(from.slice(4));
}

/** Give the times of the two measuring cursors, ms; null where there are none. */
export function marksOf({ mark }: ViewerSearch): [number, number] | null {
  const [first, second] = (mark ?? []).map((text) => Date.parse(text));
  return first === undefined || second === undefined ? null : [first, second];
}
