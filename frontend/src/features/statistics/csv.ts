import type { PvStatistics } from "@/api/types";
import { COLUMNS } from "./columns";

/** A row of the table, with what it is called and in which unit it is. */
export interface Row {
  name: string;
  unit: string;
  statistics: PvStatistics;
}

const cell = (value: string | number | null): string => {
  if (value === null) return "";
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const line = (cells: readonly (string | number | null)[]): string => cells.map(cell).join(",");

/**
 * Write the statistics as CSV, numbers with all their digits; below, where PVs have states, for how long each was
 * in which.
 */
export function statisticsCsv(rows: readonly Row[], start: string, stop: string): string {
  const lines = [
    line(["pv", "unit", "from", "to", ...COLUMNS.map(({ key }) => key)]),
    ...rows.map(({ name, unit, statistics }) =>
      line([name, unit, start, stop, ...COLUMNS.map(({ value }) => value(statistics))]),
    ),
  ];
  const states = rows.flatMap(({ name, statistics }) =>
    (statistics.states ?? []).map(({ value, label, seconds, percent, count }) =>
      line([name, String(value), label ?? "", seconds, percent, count]),
    ),
  );
  if (states.length > 0)
    lines.push("", line(["pv", "state", "label", "seconds", "percent", "samples"]), ...states);
  return `${lines.join("\n")}\n`;
}
