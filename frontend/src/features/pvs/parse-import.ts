import type { PvRow } from "@/api/types";
import { splitNames } from "@/shared/pv/names";
import type { ImportWanted } from "./queries";

/** A row that says the name only: settings of a PV that is there already stay as they are. */
const rowOf = (name: string) => ({ name }) as PvRow;

/** Tell whether a text is a CSV file: its first line is a header with the column `name`. */
export function isCsv(text: string): boolean {
  const header = text.replace(/^\ufeff/, "").split(/\r?\n/, 1)[0] ?? "";
  return header
    .split(/[,;\t]/)
    .map((column) => column.trim().replaceAll('"', "").toLowerCase())
    .includes("name");
}

/** Give what to import of a text: a CSV file as it is, else the names in it; null where there is nothing. */
export function parseImport(text: string): ImportWanted | null {
  if (text.trim() === "") return null;
  if (isCsv(text)) return { csv: text };
  const lines = text.split(/\r?\n/).filter((line) => !line.trim().startsWith("#"));
  const names = splitNames(lines.join("\n"));
  return names.length > 0 ? { rows: names.map(rowOf) } : null;
}

/** Say how many PVs a text holds, before it is sent. */
export function countOf(wanted: ImportWanted | null): number {
  if (!wanted) return 0;
  if ("rows" in wanted) return wanted.rows.length;
  return Math.max(0, wanted.csv.split(/\r?\n/).filter((line) => line.trim() !== "").length - 1);
}
