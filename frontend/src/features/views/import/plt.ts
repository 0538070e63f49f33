import { quoted } from "@/shared/pv/expression";
import {
  channelOf,
  type ImportedAxis,
  type ImportedTrace,
  type ImportedView,
  listed,
  NotReadable,
} from "./imported";
import { translateFormula } from "./phoebus-formula";
import { timeOfPhoebus } from "./phoebus-time";

/** What a file says that CAFlux has a counterpart for. */
const TAKEN = new Set(["title", "start", "end", "scroll", "axes", "pvlist"]);
/** What it says of how the Data Browser looks or works, which has no meaning here. */
const OWN_WAYS = new Set(
  (
    "save_changes show_toolbar show_legend grid update_period scroll_step archive_rescale foreground background " +
    "title_font label_font scale_font legend_font color macros"
  ).split(" "),
);
const TRACE_TAKEN = new Set(["display_name", "name", "visible", "axis", "formula", "input"]);
const TRACE_OWN_WAYS = new Set(
  (
    "color linewidth trace_type line_style point_type point_size period ring_size request archive " +
    "autoscale log_scale min max"
  ).split(" "),
);

/** Read a file of Phoebus' Data Browser (`.plt`), and tell what of it has no counterpart. */
export function readPlt(document: Document): ImportedView {
  const root = document.documentElement;
  if (root?.nodeName !== "databrowser") {
    throw new NotReadable(
      `This is XML, but of a ${root?.nodeName ?? "document without a root"}, not of a Data Browser`,
    );
  }
  const notes: string[] = [];
  const axes = childrenOf(childOf(root, "axes"), "axis").map(axisOf);
  const traces = tracesOf(root, axes, notes);
  noteRest(root, notes);
  return { title: textOf(root, "title"), traces, axes, range: rangeOf(root, notes), notes };
}

function elementsOf(node: Node | null): Element[] {
  if (!node) return [];
  return Array.from(node.childNodes).filter((child): child is Element => child.nodeType === 1);
}
const childrenOf = (node: Node | null, name: string): Element[] =>
  elementsOf(node).filter(({ nodeName }) => nodeName === name);
const childOf = (node: Node, name: string): Element | null => childrenOf(node, name)[0] ?? null;
const textOf = (node: Node, name: string): string => childOf(node, name)?.textContent?.trim() ?? "";
const isTrue = (node: Node, name: string): boolean => textOf(node, name) === "true";

function numbersOf(node: Node): [number, number] | null {
  const [low, high] = [textOf(node, "min"), textOf(node, "max")];
  const range: [number, number] = [Number(low), Number(high)];
  return low !== "" && high !== "" && range.every(Number.isFinite) && range[0] < range[1] ? range : null;
}

function axisOf(node: Element): ImportedAxis {
  return {
    label: isTrue(node, "use_axis_name") ? textOf(node, "name") : "",
    log: isTrue(node, "log_scale"),
    right: isTrue(node, "right"),
    range: isTrue(node, "autoscale") ? null : numbersOf(node),
  };
}

function rangeOf(root: Element, notes: string[]): ImportedView["range"] {
  const [start, end] = [textOf(root, "start"), textOf(root, "end") || "now"];
  if (start === "") return null;
  const [from, to] = [timeOfPhoebus(start), timeOfPhoebus(end)];
  if (from && to) return { from, to };
  notes.push(`The time from “${start}” to “${end}” is not understood; the usual range is shown.`);
  return null;
}

/** Traces of PVs come first and give formulas what they compute from, by any name that the file has for it. */
function tracesOf(root: Element, axes: ImportedAxis[], notes: string[]): ImportedTrace[] {
  const items = elementsOf(childOf(root, "pvlist"));
  const meanings = new Map<string, string>();
  const traces: ImportedTrace[] = [];
  const foreign: string[] = [];
  for (const item of items) {
    const name = textOf(item, "name");
    if (item.nodeName === "pv") {
      const channel = channelOf(name);
      if (!channel) {
        foreign.push(name || "one without a name");
        continue;
      }
      meanings.set(name, quoted(channel));
      traces.push({ kind: "pv", text: channel, ...commonOf(item, name, axes) });
    } else if (item.nodeName === "formula") {
      const text = formulaOf(item, meanings, notes);
      if (text === null) continue;
      meanings.set(name, text);
      traces.push({ kind: "expr", text, ...commonOf(item, "", axes) });
    } else notes.push(`A trace of kind “${item.nodeName}” is left out: it is not known here.`);
  }
  if (foreign.length > 0) {
    notes.push(`${listed(foreign)} ${foreign.length === 1 ? "is" : "are"} left out: no archived channel.`);
  }
  noteTraces(items, notes);
  return traces;
}

function commonOf(item: Element, name: string, axes: ImportedAxis[]): Omit<ImportedTrace, "kind" | "text"> {
  const label = textOf(item, "display_name");
  const axis = Number(textOf(item, "axis") || 0);
  const own = axes[axis];
  // Before it had axes, each trace brought its own.
  if (own && isTrue(item, "log_scale")) own.log = true;
  return {
    label: label === name ? "" : label,
    visible: textOf(item, "visible") !== "false",
    axis: Number.isInteger(axis) && axis >= 0 ? axis : 0,
  };
}

function formulaOf(item: Element, meanings: ReadonlyMap<string, string>, notes: string[]): string | null {
  const formula = textOf(item, "formula");
  const label = textOf(item, "display_name") || formula;
  const inputs = new Map<string, string>();
  for (const input of childrenOf(item, "input")) {
    const pv = textOf(input, "pv");
    const channel = channelOf(pv);
    const meaning = meanings.get(pv) ?? (channel ? quoted(channel) : undefined);
    if (meaning !== undefined) inputs.set(textOf(input, "name"), meaning);
  }
  try {
    return translateFormula(formula, inputs);
  } catch (thrown) {
    if (!(thrown instanceof NotReadable)) throw thrown;
    notes.push(`The formula “${label}” (${formula}) is left out: ${thrown.message}.`);
    return null;
  }
}

function noteTraces(items: readonly Element[], notes: string[]): void {
  const unknown = new Set<string>();
  for (const item of items) {
    const index = textOf(item, "waveform_index");
    if (index !== "" && index !== "0") {
      notes.push(`Element ${index} of ${textOf(item, "name")} was drawn: here all elements are shown.`);
    }
    for (const { nodeName } of elementsOf(item)) {
      const known = TRACE_TAKEN.has(nodeName) || TRACE_OWN_WAYS.has(nodeName);
      if (!known && nodeName !== "waveform_index") unknown.add(nodeName);
    }
  }
  if (unknown.size > 0) notes.push(`Of traces, ${listed([...unknown])} is not known here and left out.`);
  if (items.some((item) => childOf(item, "archive"))) {
    notes.push("Archives that the file names are not asked: CAFlux shows what it has archived itself.");
  }
}

function noteRest(root: Element, notes: string[]): void {
  const annotations = childrenOf(childOf(root, "annotations"), "annotation");
  if (annotations.length > 0) {
    const texts = annotations.map((one) => `“${textOf(one, "text")}”`);
    notes.push(`Annotations are left out: ${listed(texts)}.`);
  }
  const unknown = elementsOf(root)
    .map(({ nodeName }) => nodeName)
    .filter((name) => !TAKEN.has(name) && !OWN_WAYS.has(name) && name !== "annotations");
  if (unknown.length > 0) notes.push(`${listed([...new Set(unknown)])} is not known here and left out.`);
}
