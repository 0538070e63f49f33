/**
 * What the address says of one trace or axis: `key:value;key:value;pv:NAME`. The last field has the rest of the
 * text, whatever is in it, so that names and expressions stay readable.
 */
export interface Fields {
  fields: ReadonlyMap<string, string>;
  /** The key of the last field, and what it holds. */
  kind: string;
  text: string;
}

const FIELD = /^([a-z]+):/;

const encode = (text: string) => text.replaceAll("%", "%25").replaceAll(";", "%3B");
const decode = (text: string) => text.replaceAll("%3B", ";").replaceAll("%25", "%");

/** Read one, or give null where it ends with none of the kinds. */
export function readFields(text: string, kinds: readonly string[]): Fields | null {
  const fields = new Map<string, string>();
  let rest = text;
  for (;;) {
    const key = FIELD.exec(rest)?.[1];
    if (key === undefined) return null;
    const value = rest.slice(key.length + 1);
    if (kinds.includes(key)) return value === "" ? null : { fields, kind: key, text: value };
    const end = value.indexOf(";");
    if (end < 0) return null;
    fields.set(key, decode(value.slice(0, end)));
    rest = value.slice(end + 1);
  }
}

/** Write one; fields without a value are left out. */
export function writeFields(
  fields: Record<string, string | number | boolean | undefined>,
  kind: string,
  text: string,
): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  const before = given.map(([key, value]) => `${key}:${encode(value === true ? "1" : String(value))};`);
  return `${before.join("")}${kind}:${text}`;
}

/** Give a field as a finite number, or undefined. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
