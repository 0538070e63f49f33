import type { Described } from "@/api/types";
import type { Scale, Trace } from "./trace";

// Pressures span decades: nobody looks at them on a linear axis.
const PRESSURES = new Set(["mbar", "mBar", "bar", "torr", "Torr", "Pa", "hPa", "mTorr"]);

/** Tell whether a PV is best drawn on a logarithmic axis. */
export const wantsLog = (pv: Described | undefined): boolean => PRESSURES.has(pv?.metadata?.egu ?? "");

/** Give the axis that a PV belongs to: PVs of one unit share one, and enums with the same states. */
export function scaleOf(pv: Described | undefined, log: (unit: string) => boolean): Scale {
  const states = pv?.metadata?.native_type === "enum" ? (pv.metadata.enum_strings ?? null) : null;
  if (states && states.length > 0)
    return { key: `states ${states.join("|")}`, label: "", log: false, colour: null, states };
  const unit = pv?.metadata?.egu ?? "";
  return { key: `unit ${unit}`, label: displayUnit(unit), log: log(unit), colour: null, states: null };
}

const SPELLINGS: Record<string, string> = {
  degC: "°C",
  degF: "°F",
  deg: "°",
  um: "µm",
  uA: "µA",
  us: "µs",
  Ohm: "Ω",
};

/** Write a unit as it is printed: records spell it in ASCII. */
export const displayUnit = (unit: string | null | undefined): string => SPELLINGS[unit ?? ""] ?? unit ?? "";

/** Give every axis once, in the order in which its first PV comes. */
export function distinctScales(scales: readonly Scale[]): Scale[] {
  return [...new Map(scales.map((scale) => [scale.key, scale])).values()];
}

/** Give an axis the colour of its trace where it has only one, and there are other axes to be told from. */
export function colourScales(scales: readonly Scale[], traces: readonly Trace[]): Scale[] {
  if (scales.length < 2) return [...scales];
  return scales.map((scale) => {
    const mine = traces.filter((trace) => trace.scale === scale.key);
    return mine.length === 1 ? { ...scale, colour: mine[0]?.pen.colour ?? null } : scale;
  });
}
