/** Which PVs are chosen: some by name, or all that the filter lets through. */
export type Selection = { all: true; but: ReadonlySet<string> } | { all: false; names: ReadonlySet<string> };

export const NONE: Selection = { all: false, names: new Set() };
export const ALL: Selection = { all: true, but: new Set() };

export const isChosen = (selection: Selection, name: string): boolean =>
  selection.all ? !selection.but.has(name) : selection.names.has(name);

/** Give how many are chosen of `total` that match. */
export const countChosen = (selection: Selection, total: number): number =>
  selection.all ? Math.max(0, total - selection.but.size) : selection.names.size;

/** Choose some, or take them out. */
export function choose(selection: Selection, names: readonly string[], chosen: boolean): Selection {
  const changed = new Set(selection.all ? selection.but : selection.names);
  for (const name of names) {
    if (chosen === selection.all) changed.delete(name);
    else changed.add(name);
  }
  return selection.all ? { all: true, but: changed } : { all: false, names: changed };
}
