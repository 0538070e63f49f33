import type { PvMetadata } from "@/api/types";

/** A sample's value: a number (NaN and infinities too), a text, or a waveform. */
export type Value = number | string | readonly number[];

type Meta = Pick<PvMetadata, "precision" | "enum_strings"> | null | undefined;

const MINUS = "\u2212";

/** Write a number with the PV's precision; very small and very large ones with an exponent. */
export function formatNumber(value: number, precision?: number | null): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const digits = precision == null || precision < 0 ? null : Math.min(precision, 15);
  return plain(value, digits).replace("-", MINUS);
}

function plain(value: number, digits: number | null): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 10 ** -Math.max(digits ?? 0, 3) || size >= 1e9)) {
    return value.toExponential(Math.max(digits ?? 3, 2)).replace("e+", "e");
  }
  if (digits !== null) return value.toFixed(digits);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** Write a value as an operator reads it: precision, enum label, text, or the size of a waveform. */
export function formatValue(value: Value | null | undefined, meta?: Meta): string {
  if (value == null) return "–";
  if (typeof value === "string") return value;
  if (typeof value !== "number") return `${value.length} elements`;
  const labels = meta?.enum_strings;
  if (labels && Number.isInteger(value)) return labels[value] || String(value);
  return formatNumber(value, meta?.precision);
}

/** Write a count with thin groups: 1 234 567. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}

/** Write bytes in binary units. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** Write a rate: 1.25 /s, 340 /s. */
export function formatRate(hz: number): string {
  return `${hz >= 100 ? formatCount(hz) : Number(hz.toPrecision(3))} /s`;
}
