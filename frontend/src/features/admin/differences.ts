type Settings = Record<string, unknown>;

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What is different, a setting each, as somebody would say it. */
export function differences(before: Settings, after: Settings): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (was === undefined) return [`${name}: ${shown(is)}`];
    if (is === undefined) return [`${name}: ${shown(was)} → default`];
    return [`${name}: ${shown(was)} → ${shown(is)}`];
  });
}
