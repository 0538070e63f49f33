import { MOST_SHOWN } from "@/app/search";
import { type AxisSpec, writeAxis } from "@/features/viewer/model/axis-spec";
import { distinct, type TraceSpec, writeTraces } from "@/features/viewer/model/trace-spec";
import type { ViewerSearch } from "@/features/viewer/search";
import { type ImportedAxis, type ImportedTrace, type ImportedView, NotReadable } from "./imported";

/** An axis of which a file says nothing is better chosen by the units of its traces. */
const isPlain = ({ label, log, right, range }: ImportedAxis): boolean => !label && !log && !right && !range;

function named(axes: readonly ImportedAxis[], traces: readonly ImportedTrace[]): (string | undefined)[] {
  const taken = new Set<string>();
  const lonely = axes.length === 1;
  return axes.map((axis, i) => {
    const mine = traces.filter((trace) => trace.axis === i);
    if (mine.length === 0 || (isPlain(axis) && (lonely || mine.length === 1))) return undefined;
    const wanted = axis.label || (mine.length === 1 ? mine[0]?.text : undefined) || `axis ${i + 1}`;
    const name = taken.has(wanted) ? `${wanted} (${i + 1})` : wanted;
    taken.add(name);
    return name;
  });
}

/**
 * Give the address under which the viewer shows what a file asks for.
 *
 * @returns With `notes`: what was left out of it.
 * @throws NotReadable there is nothing to show.
 */
export function searchOfImported(view: ImportedView): { search: ViewerSearch; notes: string[] } {
  if (view.traces.length === 0) {
    throw new NotReadable(["The file has no trace that is archived", ...view.notes].join(". "));
  }
  const notes = [...view.notes];
  const names = named(view.axes, view.traces);
  const wanted = view.traces.map(({ kind, text, label, visible, axis }): TraceSpec => {
    const name = names[axis];
    return {
      kind,
      text,
      ...(label && { label }),
      ...(name !== undefined && { axis: name }),
      ...(!visible && { hidden: true }),
    };
  });
  const once = distinct(wanted);
  if (once.length < wanted.length) notes.push("Traces that are there twice are shown once.");
  const traces = once.slice(0, MOST_SHOWN);
  if (traces.length < once.length) {
    notes.push(
      `${MOST_SHOWN} traces are shown, which is as many as fit; ${once.length - MOST_SHOWN} are left out.`,
    );
  }
  const axes = view.axes.flatMap(({ log, right, range }, i): AxisSpec[] => {
    const name = names[i];
    if (name === undefined) return [];
    return [
      { name, log, ...(right && { side: "right" as const }), ...(range && { min: range[0], max: range[1] }) },
    ];
  });
  const { from, to } = view.range ?? {};
  return {
    search: {
      ...writeTraces(traces),
      axis: axes.length > 0 ? axes.map((axis) => writeAxis(axis)) : undefined,
      from,
      to: to === "now" ? undefined : to,
    },
    notes,
  };
}
