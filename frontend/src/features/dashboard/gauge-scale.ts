import type { PvMetadata } from "@/api/types";

/** A part of a gauge's scale in which the record is in alarm. */
export interface Zone {
  from: number;
  to: number;
  severity: "minor" | "major";
}

export interface GaugeScale {
  low: number;
  high: number;
  log: boolean;
  zones: Zone[];
}

type Limits = Pick<
  PvMetadata,
  "display_low" | "display_high" | "warning_low" | "warning_high" | "alarm_low" | "alarm_high"
>;

const known = (value: number | null | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value);

const ordered = (low: number | null | undefined, high: number | null | undefined): [number, number] | null =>
  known(low) && known(high) && low < high ? [low, high] : null;

/** A round number that is not less. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * unit >= value) ?? 10) * unit;
}

/** Give the ends and alarm zones of a gauge: as chosen, as the record says, or around what was seen. */
export function gaugeScale(
  limits: Partial<Limits> | null | undefined,
  chosen: { low: number | null; high: number | null },
  seen: readonly number[],
  log = false,
): GaugeScale {
  const finite = seen.filter(Number.isFinite);
  const largest = Math.max(1e-12, ...finite.map(Math.abs));
  const around: [number, number] = [
    finite.some((value) => value < 0) ? -roundUp(largest) : 0,
    roundUp(largest),
  ];
  const [low, high] =
    ordered(limits?.display_low, limits?.display_high) ??
    ordered(limits?.alarm_low, limits?.alarm_high) ??
    around;
  const ends = ordered(chosen.low ?? low, chosen.high ?? high) ?? [low, high];
  return { low: ends[0], high: ends[1], log: log && ends[0] > 0, zones: zonesOf(limits, ends[0], ends[1]) };
}

function zonesOf(limits: Partial<Limits> | null | undefined, low: number, high: number): Zone[] {
  const { alarm_low, alarm_high, warning_low, warning_high } = limits ?? {};
  const alarms = ordered(alarm_low, alarm_high);
  const warnings = ordered(warning_low, warning_high);
  const zones: Zone[] = [];
  if (warnings) {
    zones.push({ from: alarms?.[0] ?? low, to: warnings[0], severity: "minor" });
    zones.push({ from: warnings[1], to: alarms?.[1] ?? high, severity: "minor" });
  }
  if (alarms) {
    zones.push({ from: low, to: alarms[0], severity: "major" });
    zones.push({ from: alarms[1], to: high, severity: "major" });
  }
  return zones
    .map(({ from, to, severity }) => ({ from: Math.max(low, from), to: Math.min(high, to), severity }))
    .filter(({ from, to }) => from < to);
}

/** Give where a value lies between the ends, 0 to 1. */
export function shareOf(value: number, { low, high, log }: Pick<GaugeScale, "low" | "high" | "log">): number {
  const place = log ? Math.log10(Math.max(value, low)) : value;
  const [first, last] = log ? [Math.log10(low), Math.log10(high)] : [low, high];
  return Math.min(1, Math.max(0, (place - first) / (last - first)));
}
