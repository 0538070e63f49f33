/** As many PVs and expressions as query-api takes in one live stream. */
export const MOST_FOLLOWED = 500;
/** As many of these may be expressions. */
export const MOST_EXPRESSIONS = 100;

const isExpression = (key: string): boolean => key.startsWith("=");

/** Name an expression that is followed; a PV is named as it is. */
export const expressionKey = (text: string): string => `=${text}`;

/** Give the names under which what query-api calls so may be followed. */
export const keysOf = (text: string): readonly [string, string] => [text, expressionKey(text)];

/** Sort what is followed as query-api is asked for it. */
export function askFor(keys: readonly string[]): { pvs: string[]; exprs: string[] } {
  return {
    pvs: keys.filter((key) => !isExpression(key)),
    exprs: keys.filter(isExpression).map((key) => key.slice(1)),
  };
}

/** Give what one stream takes of these, sorted: those that come first. */
export function followable(keys: Iterable<string>): string[] {
  let expressions = 0;
  const taken = [...keys].filter((key) => !isExpression(key) || ++expressions <= MOST_EXPRESSIONS);
  return taken.slice(0, MOST_FOLLOWED).sort();
}

/** Tell how what is followed differs from what is wanted: something is missing, or there is only too much. */
export function difference(
  wanted: readonly string[],
  followed: readonly string[],
): "none" | "added" | "removed" {
  const present = new Set(followed);
  if (wanted.some((key) => !present.has(key))) return "added";
  return present.size > wanted.length ? "removed" : "none";
}

/** What is watched, counted by who watches it. */
export class WatchList {
  private readonly counts = new Map<string, number>();

  has(key: string): boolean {
    return this.counts.has(key);
  }

  list(): string[] {
    return followable(this.counts.keys());
  }

  add(keys: readonly string[]): void {
    for (const key of keys) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) {
      const count = (this.counts.get(key) ?? 0) - 1;
      if (count > 0) this.counts.set(key, count);
      else this.counts.delete(key);
    }
  }
}
