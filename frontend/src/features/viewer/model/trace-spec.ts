import { parseDuration } from "@/shared/time/range";
import { numberOf, readFields, writeFields } from "./fields";

export const DRAWINGS = ["step", "line", "points"] as const;
/** How samples are joined: each held until the next, by straight lines, or not at all. */
export type Drawing = (typeof DRAWINGS)[number];

/** One trace of the viewer: what it shows, and how. */
export interface TraceSpec {
  kind: "pv" | "expr";
  /** The PV's name, or the expression. */
  text: string;
  /** Signed, as `-1d`: what it was a day before. */
  shift?: string;
  /** Name of the axis that it belongs to; without: that of its unit. */
  axis?: string;
  /** Which of the palette's colours; without: the first that is free. */
  colour?: number;
  draw?: Drawing;
  /** What the legend calls it instead of its text. */
  label?: string;
  /** It is in the legend, but not drawn. */
  hidden?: boolean;
}

const SHIFT = /^[+-]/;

/** Give a signed duration in ms, or null where it is none. */
export function parseShift(shift: string): number | null {
  if (!SHIFT.test(shift)) return null;
  const ms = parseDuration(shift.slice(1));
  return ms === null ? null : shift.startsWith("-") ? -ms : ms;
}

/** Tell traces apart: the same PV with another shift is another trace. */
export function traceId({ kind, text, shift }: TraceSpec): string {
  const source = kind === "pv" ? text : `=${text}`;
  return shift ? `${source} ${shift}` : source;
}

/** What a trace is called. */
export function titleOf(spec: TraceSpec): string {
  return spec.label ?? (spec.shift ? `${spec.text} ${spec.shift}` : spec.text);
}

/** Whether a trace is no more than a PV. */
const isPlain = (spec: TraceSpec): boolean =>
  spec.kind === "pv" &&
  Object.entries(spec).every(([key, value]) => value === undefined || key === "kind" || key === "text");

/** Read a `trace` of the address, or give null where it makes no sense. */
export function readTrace(text: string): TraceSpec | null {
  const read = readFields(text, ["pv", "expr"]);
  if (!read) return null;
  const { fields } = read;
  const shift = fields.get("shift");
  const axis = fields.get("axis");
  const label = fields.get("label");
  const colour = numberOf(fields.get("colour"));
  const draw = DRAWINGS.find((one) => one === fields.get("draw"));
  return {
    kind: read.kind === "expr" ? "expr" : "pv",
    text: read.text,
    ...(shift && parseShift(shift) !== null && { shift }),
    ...(axis !== undefined && { axis }),
    ...(colour !== undefined && { colour }),
    ...(draw && { draw }),
    ...(label && { label }),
    ...(fields.get("hidden") === "1" && { hidden: true }),
  };
}

export function writeTrace({ kind, text, ...fields }: TraceSpec): string {
  return writeFields({ ...fields }, kind, text);
}

/** Give the traces of an address: PVs alone as `pv`, or all of them as `trace`. */
export function readTraces(pvs: readonly string[], traces: readonly string[]): TraceSpec[] {
  const all = [...pvs.map<TraceSpec>((text) => ({ kind: "pv", text })), ...traces.map(readTrace)];
  return distinct(all.filter((spec) => spec !== null));
}

/** Write traces so that the address stays short where they are no more than PVs. */
export function writeTraces(specs: readonly TraceSpec[]): {
  pv: string[] | undefined;
  trace: string[] | undefined;
} {
  if (specs.length === 0) return { pv: undefined, trace: undefined };
  if (specs.every(isPlain)) return { pv: specs.map(({ text }) => text), trace: undefined };
  return { pv: undefined, trace: specs.map(writeTrace) };
}

/** Leave out what is there twice. */
export function distinct(specs: readonly TraceSpec[]): TraceSpec[] {
  const seen = new Set<string>();
  return specs.filter((spec) => {
    const id = traceId(spec);
    return !seen.has(id) && seen.add(id);
  });
}
