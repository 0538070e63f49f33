import type { PvRow } from "@/api/types";

/** What is to be different of many PVs; what is left out stays. */
export interface Edit {
  mode?: "monitor" | "scan";
  period?: number;
  deadband?: number | null;
  maxRate?: number | null;
  retention?: string | null;
  owner?: string;
  addGroups: string[];
  dropGroups: string[];
  addTags: string[];
  dropTags: string[];
}

export const NO_EDIT: Edit = { addGroups: [], dropGroups: [], addTags: [], dropTags: [] };

const withWords = (now: readonly string[] | undefined, add: readonly string[], drop: readonly string[]) =>
  [...new Set([...(now ?? []), ...add])].filter((word) => !drop.includes(word)).sort();

/** Tell whether it says anything. */
export const isEdit = (edit: Edit): boolean => JSON.stringify(edit) !== JSON.stringify(NO_EDIT);

/** Give the rows of an import that makes the edit: of each PV only what it says. */
export function editedRows(rows: readonly PvRow[], edit: Edit): Record<string, unknown>[] {
  const words = (key: "groups" | "tags", add: string[], drop: string[], row: PvRow) =>
    add.length + drop.length > 0 ? { [key]: withWords(row[key], add, drop) } : {};
  return rows.map((row) => ({
    name: row.name,
    ...(edit.mode === "scan" ? { mode: "scan", period_s: edit.period ?? 1 } : {}),
    ...(edit.mode === "monitor" ? { mode: "monitor", period_s: null } : {}),
    ...(edit.deadband !== undefined ? { deadband: edit.deadband } : {}),
    ...(edit.maxRate !== undefined ? { max_rate_hz: edit.maxRate } : {}),
    ...(edit.retention !== undefined ? { retention: edit.retention } : {}),
    ...(edit.owner !== undefined ? { owner: edit.owner } : {}),
    ...words("groups", edit.addGroups, edit.dropGroups, row),
    ...words("tags", edit.addTags, edit.dropTags, row),
  }));
}
