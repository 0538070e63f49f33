/** Search parameters as people write them: `pv=A&pv=B&from=now-1h`; a repeated name is a list. */

export type RawSearch = Record<string, string | string[]>;

export function parseSearch(text: string): RawSearch {
  const found: RawSearch = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    if (before === undefined) found[name] = value;
    else found[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return found;
}

// Characters that PV names and times are full of and that a query may hold as they are (RFC 3986).
const READABLE: Record<string, string> = { "%3A": ":", "%2F": "/", "%2C": ",", "%40": "@" };

export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      query.append(name, one === true ? "1" : String(one));
    }
  }
  const text = query.toString().replace(/%3A|%2F|%2C|%40/g, (code) => READABLE[code] ?? code);
  return text === "" ? "" : `?${text}`;
}

/** Give a parameter as a list without repetitions. */
export function listOf(value: unknown): string[] {
  const all = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return [...new Set(all.map(String).filter((one) => one.trim() !== ""))];
}

/** As many PVs as one page shows: as many as one live stream takes. */
export const MOST_SHOWN = 100;

/** Give a parameter as a list of PVs, no longer than a page can show. */
export const pvsOf = (value: unknown): string[] => listOf(value).slice(0, MOST_SHOWN);

/** Give a parameter as one text, or undefined. */
export function textOf(value: unknown): string | undefined {
  const one = Array.isArray(value) ? value.at(-1) : value;
  return one === undefined || one === null || one === "" ? undefined : String(one);
}

export const flagOf = (value: unknown): boolean => value === true || textOf(value) === "1";
