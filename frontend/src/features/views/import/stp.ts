import { formatDuration } from "@/shared/time/range";
import { channelOf, type ImportedView, listed, NotReadable } from "./imported";

const MOST_CURVES = 10;
const NEWEST = 1.2;
const CURVE_KNOWN = new Set("Name Units Comment Precision Min Max Scale PlotStatus".split(" "));
/** How StripTool samples and looks, which has no meaning here. */
const OWN_WAYS = /^(Time\.(NumSamples|SampleInterval|RefreshInterval)|Color\.\w+|Option\.\w+)$/;

interface Curve {
  name: string;
  comment: string;
  log: boolean;
  min: number | null;
  max: number | null;
  visible: boolean;
}

interface Found {
  spanS: number | null;
  curves: Curve[];
  notes: string[];
}

/** Read a configuration of StripTool (`.stp`), of version 1.2 or before, also without a version. */
export function readStp(text: string): ImportedView {
  const [first = "", ...rest] = text.split(/\r?\n/);
  const header = /^StripConfig\s+(\d+(?:\.\d+)?)\s*$/.exec(first);
  if (header && Number(header[1]) > NEWEST) {
    throw new NotReadable(`This is a StripTool file of version ${header[1]}; known are those up to 1.2`);
  }
  const found = header ? readCurrent(rest) : readOld([first, ...rest]);
  return viewOf(found);
}

/** Tell whether a text is a configuration of StripTool. */
export const isStp = (text: string): boolean =>
  /^StripConfig\s/.test(text) || /^\s*(CHANNEL|TIMESPAN|SAMPLEFREQUENCY)\s/m.test(text);

const emptyCurve = (): Curve => ({ name: "", comment: "", log: false, min: null, max: null, visible: true });

function numberOf(line: string, text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) throw new NotReadable(`“${line.trim()}” should have a number`);
  return value;
}

function readCurrent(lines: readonly string[]): Found {
  const found: Found = { spanS: null, curves: [], notes: [] };
  const unknown = new Set<string>();
  for (const line of lines) {
    const [, attribute = "", value = ""] = /^Strip\.(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
    if (attribute === "") {
      if (line.trim() !== "") unknown.add(line.trim().slice(0, 40));
    } else if (attribute === "Time.Timespan") found.spanS = numberOf(line, value);
    else if (!takeCurve(found.curves, attribute, value, line) && !OWN_WAYS.test(attribute)) {
      unknown.add(`Strip.${attribute}`);
    }
  }
  if (unknown.size > 0) found.notes.push(`${listed([...unknown])} is not known here and left out.`);
  return found;
}

/** Take what a line says of a curve; false where it says nothing that is known. */
function takeCurve(curves: Curve[], attribute: string, value: string, line: string): boolean {
  const [, index, field = ""] = /^Curve\.(\d+)\.(\w+)$/.exec(attribute) ?? [];
  if (index === undefined || !CURVE_KNOWN.has(field)) return false;
  if (Number(index) >= MOST_CURVES) throw new NotReadable(`“${line.trim()}”: curves are numbered 0 to 9`);
  curves[Number(index)] ??= emptyCurve();
  const curve = curves[Number(index)] as Curve;
  if (field === "Name") curve.name = value.split(/\s/)[0] ?? "";
  else if (field === "Comment") curve.comment = value;
  else if (field === "Min") curve.min = numberOf(line, value);
  else if (field === "Max") curve.max = numberOf(line, value);
  else if (field === "Scale") curve.log = numberOf(line, value) === 1;
  else if (field === "PlotStatus") curve.visible = numberOf(line, value) !== 0;
  return true;
}

function readOld(lines: readonly string[]): Found {
  const found: Found = { spanS: null, curves: [], notes: [] };
  const unknown: string[] = [];
  for (const line of lines) {
    const [word = "", value = ""] = line.trim().split(/\s+/);
    const last = found.curves.at(-1);
    if (word === "CHANNEL") found.curves.push({ ...emptyCurve(), name: value });
    else if (word === "TIMESPAN") found.spanS = numberOf(line, value);
    else if (word === "MINIMUM" && last) last.min = numberOf(line, value);
    else if (word === "MAXIMUM" && last) last.max = numberOf(line, value);
    else if (word !== "" && word !== "SAMPLEFREQUENCY") unknown.push(line.trim().slice(0, 40));
  }
  if (found.curves.length === 0) throw new NotReadable("This is no file of StripTool: it names no channel");
  if (unknown.length > 0) found.notes.push(`${listed(unknown)} is not known here and left out.`);
  return found;
}

function viewOf({ spanS, curves, notes }: Found): ImportedView {
  // Curves keep their numbers, of which some may be free.
  const named = curves.filter((curve) => curve?.name);
  const view: ImportedView = { title: "", traces: [], axes: [], range: null, notes };
  if (spanS !== null && spanS > 0) view.range = { from: `now-${formatDuration(spanS * 1000)}`, to: "now" };
  for (const { name, comment, log, min, max, visible } of named) {
    const channel = name === "CPU_Usage" ? null : channelOf(name);
    if (channel === null) {
      notes.push(`${name} is left out: no archived channel.`);
      continue;
    }
    const range: [number, number] | null = min !== null && max !== null && min < max ? [min, max] : null;
    view.traces.push({ kind: "pv", text: channel, label: comment, visible, axis: view.axes.length });
    view.axes.push({ label: "", log, right: false, range });
  }
  if (named.length < curves.filter(Boolean).length) notes.push("Curves without a name are left out.");
  return view;
}
