import type { Pv } from "@/api/types";

const DOZEN = 12;
const CHARTS = 4;

/** Of the demo's machine, what a control room would look at first. */
const DEMO = [
  "SR:CURRENT",
  "SR:LIFETIME",
  "SR:MODE",
  "RF:POWER",
  "RF:TEMPERATURE",
  "VAC:S01:PRESSURE",
  "VAC:S03:PRESSURE",
  "COOL:FLOW",
  "ORBIT:RMS_X",
  "TMP:TUNNEL",
  "BL:SHUTTER",
  "LAB:GAUGE",
];
const DEMO_CHARTS = [
  ["SR:CURRENT"],
  ["VAC:S01:PRESSURE", "VAC:S03:PRESSURE"],
  ["RF:TEMPERATURE", "TMP:TUNNEL"],
];

const isScalar = ({ metadata }: Pv) =>
  metadata != null && metadata.element_count === 1 && metadata.native_type !== "string";

const areaOf = (name: string) => name.split(":").slice(0, -1).join(":");
const ofDemo = (name: string) => `DEMO:${name}`;

export interface Choice {
  pv: string[];
  /** What is drawn together: PVs of one unit. */
  charts: string[][];
}

/** Give PVs by their unit, those without one each by itself. */
function byUnit(pvs: readonly Pv[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const { name, metadata } of pvs) {
    const key = metadata?.egu || name;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()];
}

/** Choose what a first visit shows: a dozen scalar PVs, taken in turn from every area of the machine. */
export function starters(pvs: readonly Pv[]): Choice {
  const names = new Set(pvs.map(({ name }) => name));
  const demo = DEMO.map(ofDemo).filter((name) => names.has(name));
  if (demo.length === DEMO.length) return { pv: demo, charts: DEMO_CHARTS.map((one) => one.map(ofDemo)) };

  const scalars = pvs.filter(isScalar);
  const areas = new Map<string, Pv[]>();
  for (const pv of scalars.length > 0 ? scalars : pvs) {
    const area = areaOf(pv.name);
    areas.set(area, [...(areas.get(area) ?? []), pv]);
  }
  const chosen: Pv[] = [];
  for (let round = 0; chosen.length < Math.min(DOZEN, pvs.length); round++) {
    const turn = [...areas.values()].flatMap((area) => area.slice(round, round + 1));
    if (turn.length === 0) break;
    chosen.push(...turn);
  }
  const first = chosen.slice(0, DOZEN);
  const charted = first.filter((pv) => pv.metadata?.native_type !== "enum").slice(0, CHARTS);
  return { pv: first.map(({ name }) => name), charts: byUnit(charted) };
}
