import { displayUnit, wantsLog } from "@/shared/chart/scales";
import type { Scale } from "@/shared/chart/trace";
import type { AxisSpec } from "../model/axis-spec";
import type { ViewerTrace } from "../traces";

/** An axis as it is drawn: as was chosen, else as it suits its traces. */
export interface PlacedAxis extends Scale {
  name: string;
  panel: number;
  /** Whether it leaves something out: a logarithmic one shows only what is above zero. */
  cut: boolean;
  /** Whether it is logarithmic unless told. */
  usuallyLog: boolean;
  traces: ViewerTrace[];
}

const unitOf = ({ info }: ViewerTrace): string => info?.metadata?.egu ?? "";

/** Which axis a trace belongs to: the one that was chosen for it, else that of its unit. */
export const axisNameOf = (trace: ViewerTrace): string => trace.spec.axis ?? unitOf(trace);

export const axisKey = (name: string): string => `axis ${name}`;

/** Give the axes of traces, in the order in which their first trace comes. */
export function placeAxes(traces: readonly ViewerTrace[], specs: readonly AxisSpec[]): PlacedAxis[] {
  const groups = new Map<string, ViewerTrace[]>();
  for (const trace of traces) {
    const name = axisNameOf(trace);
    groups.set(name, [...(groups.get(name) ?? []), trace]);
  }
  const axes = [...groups].map(([name, mine]) => {
    const spec = specs.find((one) => one.name === name);
    const usuallyLog = mine.some(({ info }) => wantsLog(info));
    const log = spec?.log ?? usuallyLog;
    const visible = mine.filter((trace) => !trace.spec.hidden);
    return {
      key: axisKey(name),
      name,
      label: spec?.label ?? displayUnit(name),
      log,
      cut: log && visible.some(({ steps }) => steps.v.some((value) => value <= 0)),
      colour: visible.length === 1 ? (visible[0]?.pen.colour ?? null) : null,
      states: null,
      panel: spec?.panel ?? 0,
      usuallyLog,
      traces: mine,
      ...(spec?.side && { side: spec.side }),
      ...(spec?.min !== undefined && { min: spec.min }),
      ...(spec?.max !== undefined && { max: spec.max }),
    };
  });
  // The only axis of all has no other to be told from.
  return axes.length === 1 ? axes.map((axis) => ({ ...axis, colour: null })) : axes;
}

/** Give the stacked panels from top to bottom, each with its axes; at least one, for the axis of time. */
export function stackPanels(axes: readonly PlacedAxis[]): PlacedAxis[][] {
  const panels = [...new Set(axes.map(({ panel }) => panel))].sort((a, b) => a - b);
  return panels.length === 0 ? [[]] : panels.map((panel) => axes.filter((axis) => axis.panel === panel));
}
