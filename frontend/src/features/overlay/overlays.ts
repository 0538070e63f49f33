import { distinct, parseShift, type TraceSpec, traceId } from "@/features/viewer/model/trace-spec";
import { COLOURS } from "@/shared/chart/palette";

export const USUAL = [
  { shift: "-1h", label: "1 hour before" },
  { shift: "-1d", label: "Yesterday" },
  { shift: "-7d", label: "Last week" },
] as const;

/** Give what was typed as a shift of a trace: `2d`, `-2d` and `2d before` are one; null where it is none. */
export function shiftOf(text: string): string | null {
  const found = /^([+-]?)\s*((?:\d+(?:\.\d+)?(?:ms|[smhdw])\s*)+?)(before|ago|later)?$/.exec(text.trim());
  if (!found) return null;
  const later = found[1] === "+" || found[3] === "later";
  const shift = `${later ? "+" : "-"}${(found[2] ?? "").replace(/\s+/g, "")}`;
  return parseShift(shift) ? shift : null;
}

/** The traces that may be laid over themselves: one a PV or expression, as it is. */
export const present = (specs: readonly TraceSpec[]): TraceSpec[] => specs.filter(({ shift }) => !shift);

/** The shifts that are there or usual, the shortest first. */
export function shiftsOf(specs: readonly TraceSpec[]): string[] {
  const all = [...USUAL.map(({ shift }) => shift), ...specs.flatMap(({ shift }) => shift ?? [])];
  return [...new Set<string>(all)].sort(
    (a, b) => Math.abs(parseShift(a) ?? 0) - Math.abs(parseShift(b) ?? 0),
  );
}

export const isOver = (specs: readonly TraceSpec[], spec: TraceSpec, shift: string): boolean =>
  specs.some((one) => traceId(one) === traceId({ ...spec, shift }));

/** Lay a trace over itself, shifted, right behind it and in its colour, dashed; or take that away. */
export function withOverlay(
  specs: readonly TraceSpec[],
  spec: TraceSpec,
  shift: string,
  over: boolean,
): TraceSpec[] {
  const shifted: TraceSpec = { ...spec, shift };
  const others = specs.filter((one) => traceId(one) !== traceId(shifted));
  if (!over) return others;
  const index = specs.findIndex((one) => traceId(one) === traceId(spec));
  const round =
    1 + specs.filter(({ text, kind, shift: any }) => any && text === spec.text && kind === spec.kind).length;
  const colour = ((spec.colour ?? index) % COLOURS) + round * COLOURS;
  // Colours follow places where none is chosen: those that come behind keep theirs.
  const kept = others.map((one, i) => (one.colour === undefined && i > index ? { ...one, colour: i } : one));
  const at = kept.findIndex((one) => traceId(one) === traceId(spec)) + 1;
  const { label: _label, hidden: _hidden, ...same } = shifted;
  return distinct([...kept.slice(0, at), { ...same, colour }, ...kept.slice(at)]);
}

/** Say how a shift is read. */
export function shiftWords(shift: string): string {
  const usual = USUAL.find((one) => one.shift === shift)?.label;
  return usual ?? `${shift.slice(1)} ${shift.startsWith("-") ? "before" : "later"}`;
}
