/** As many PVs and expressions as query-api takes in one live stream. */
export const MOST_FOLLOWED = 500;
/** As many of these may be expressions. */
export const MOST_EXPRESSIONS = 100;
/** As many streams a browser has at most, of the six connections that it opens to a host. */
export const MOST_STREAMS = 3;

const isExpression = (key: string): boolean => key.startsWith("=");

/** Name an expression that is followed; a PV is named as it is. */
export const expressionKey = (text: string): string => `=${text}`;

/** Give the names under which what query-api calls so may be followed. */
export const keysOf = (text: string): readonly [string, string] => [text, expressionKey(text)];

/** Give all names that what is followed so may have had. */
export const namesOf = (keys: readonly string[]): string[] =>
  keys.flatMap((key) => keysOf(isExpression(key) ? key.slice(1) : key));

/** Sort what is followed as query-api is asked for it. */
export function askFor(keys: readonly string[]): { pvs: string[]; exprs: string[] } {
  return {
    pvs: keys.filter((key) => !isExpression(key)),
    exprs: keys.filter(isExpression).map((key) => key.slice(1)),
  };
}

/** Give what is followed of these, sorted: those that come first. */
export function followable(keys: Iterable<string>): string[] {
  let expressions = 0;
  const most = MOST_STREAMS * MOST_EXPRESSIONS;
  const taken = [...keys].filter((key) => !isExpression(key) || ++expressions <= most);
  return taken.slice(0, MOST_STREAMS * MOST_FOLLOWED).sort();
}

/** Share what is followed out among as few streams as take it; what has a place keeps it where that goes. */
export function fill(shares: readonly (readonly string[])[], keys: readonly string[]): string[][] {
  const missing = new Set(keys);
  const kept = shares.map((share) => share.filter((key) => missing.delete(key)));
  return placed(kept, [...missing]) ?? placed([], keys) ?? kept;
}

/** Give these each a place, expressions first, which fit into fewer; null where one finds none. */
function placed(shares: readonly (readonly string[])[], keys: readonly string[]): string[][] | null {
  const places = shares.map((share) => [...share]);
  const expressions = places.map((share) => share.filter(isExpression).length);
  const hasRoom = (i: number, key: string) =>
    (places[i]?.length ?? 0) < MOST_FOLLOWED &&
    (!isExpression(key) || (expressions[i] ?? 0) < MOST_EXPRESSIONS);
  for (const key of [...keys.filter(isExpression), ...keys.filter((one) => !isExpression(one))]) {
    let i = 0;
    while (i < MOST_STREAMS && !hasRoom(i, key)) i += 1;
    if (i === MOST_STREAMS) return null;
    const place = places[i] ?? [];
    places[i] = place;
    place.push(key);
    expressions[i] = (expressions[i] ?? 0) + (isExpression(key) ? 1 : 0);
  }
  return places.map((share) => share.sort());
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
