import type { PvRow, User } from "@/api/types";

/** What a group may be called: as config-api has it. */
export const isGroupName = (name: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a name must not hold
  /^[^\s,;\x00-\x1f\x7f]{1,64}$/.test(name);

/** Give the names in a text: one a line, or with commas or spaces between them. */
export const namesIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((name) => name !== "")),
];

/** Give rows of an import that put PVs into a group, or out of one, or both; what is left out stays. */
export function moved(
  rows: readonly PvRow[],
  into: string | null,
  outOf: string | null,
): { name: string; groups: string[] }[] {
  return rows.map(({ name, groups }) => {
    const next = new Set(groups ?? []);
    if (outOf !== null) next.delete(outOf);
    if (into !== null) next.add(into);
    return { name, groups: [...next].sort() };
  });
}

/** Give who may change PVs of a group because of it, and nobody else's; each with the role. */
export const reaching = (users: readonly User[], group: string): string[] =>
  users
    .filter(
      ({ reach, role }) => (role === "operator" || role === "engineer") && reach?.groups?.includes(group),
    )
    .map(({ name, role }) => `${name} (${role})`);
