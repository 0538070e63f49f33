import type { TraceSpec } from "@/features/viewer/model/trace-spec";
import { quoted } from "@/shared/pv/expression";
import { parseDuration, type TimeRange } from "@/shared/time/range";

export const FORMATS = [
  { value: "csv", label: "CSV", ending: "csv", bins: true },
  { value: "json", label: "JSON", ending: "json", bins: true },
  { value: "parquet", label: "Parquet", ending: "parquet", bins: true },
  { value: "arrow", label: "Arrow", ending: "arrows", bins: true },
  { value: "hdf5", label: "HDF5", ending: "h5", bins: false },
  { value: "mat", label: "MATLAB", ending: "mat", bins: false },
  { value: "xlsx", label: "Excel", ending: "xlsx", bins: false },
] as const;

export type Format = (typeof FORMATS)[number]["value"];
export type Layout = "rows" | "aligned" | "binned";

/** What somebody wants to have as a file. */
export interface Choices {
  format: Format;
  layout: Layout;
  /** Between rows, or width of a bin, as `1m`; empty: where samples are. */
  period: string;
  severity: boolean;
}

export const FIRST: Choices = { format: "csv", layout: "rows", period: "", severity: false };

/** Only rows of times at which an expression holds, for so long at least, as `10s`; empty: always, however short. */
export interface Condition {
  where: string;
  whereMin: string;
}

export interface ExportQuery {
  pv: string[];
  expr: string[];
  from: string;
  to: string;
  format: Format;
  layout: Layout;
  period?: string;
  severity?: boolean;
  where?: string;
  where_min?: string;
}

const formatOf = (format: Format) => FORMATS.find((one) => one.value === format) ?? FORMATS[0];

/** Say what is missing or can't be had, or null where it can. */
export function objectionTo(
  { format, layout, period }: Choices,
  { where, whereMin }: Condition,
): string | null {
  if (layout === "binned" && !formatOf(format).bins)
    return `Bins can’t be written as ${formatOf(format).label}.`;
  if (layout === "binned" && period === "") return "Say how wide a bin is, as 1m or 1h.";
  if (layout !== "rows" && period !== "" && !parseDuration(period))
    return "Write a time as 500ms, 10s, 1m or 1h.";
  if (where !== "" && whereMin !== "" && !parseDuration(whereMin))
    return "Write how long it has to hold as 500ms, 10s, 1m or 1h.";
  return null;
}

/** Give what is asked of the API; what is shifted is an expression to it. */
export function queryOf(
  specs: readonly TraceSpec[],
  range: TimeRange,
  choices: Choices,
  { where, whereMin }: Condition,
): ExportQuery {
  const { format, layout, period, severity } = choices;
  const plain = specs.filter(({ kind, shift }) => kind === "pv" && !shift);
  const computed = specs.filter((spec) => !plain.includes(spec));
  return {
    pv: plain.map(({ text }) => text),
    expr: computed.map(({ kind, text, shift }) => {
      const source = kind === "pv" ? quoted(text) : text;
      return shift ? `shift(${source}, ${shift.replace("+", "")})` : source;
    }),
    from: range.from,
    to: range.to,
    format,
    layout,
    ...(layout !== "rows" && period !== "" && { period }),
    ...(layout === "aligned" && severity && { severity: true }),
    ...(where !== "" && { where, ...(whereMin !== "" && { where_min: whereMin }) }),
  };
}

/** Give the address that the browser, or a script, asks for. */
export function addressOf(query: ExportQuery, id?: string): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...(id && { id }) })) {
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return `/api/query/v1/export?${search}`;
}

/** Give a name for the file; it says where not all samples of the range are in it. */
export function fileNameOf({ pv, expr, format, where }: ExportQuery, stop: number): string {
  const what = pv.length + expr.length === 1 && pv[0] ? pv[0].replace(/[^\w.-]+/g, "_") : "caflux";
  const when = new Date(stop).toISOString().slice(0, 16).replace(/[T:]/g, "-");
  return `${what}-${when}${where ? "-where" : ""}.${formatOf(format).ending}`;
}
