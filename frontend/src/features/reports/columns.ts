import type { ReportInfo, ReportRow } from "@/api/types";
import { formatBytes, formatCount, formatRate } from "@/shared/format/value";
import { formatAge, formatSecond } from "@/shared/time/format";

/** A column of a report: what is above it, how wide it is, and what stands in it. */
export interface ReportColumn {
  key: string;
  title: string;
  /** A track of a CSS grid. */
  width: string;
  number?: boolean;
  /** Left out on a narrow screen. */
  minor?: boolean;
  text(row: ReportRow, now: number): string;
  /** The exact value, told on hovering. */
  exact?(row: ReportRow): string | undefined;
}

const NS_PER_MS = 1e6;
const NOTHING = "–";

const ago = (ns: number | null | undefined, now: number): string =>
  ns == null ? NOTHING : formatAge(now - ns / NS_PER_MS);
const stamp = (ns: number | null | undefined): string | undefined =>
  ns == null ? undefined : formatSecond(ns / NS_PER_MS);
const day = (iso: string | null | undefined): string => (iso ? formatSecond(Date.parse(iso)) : NOTHING);
const count = (n: number | null | undefined): string => (n == null ? NOTHING : formatCount(n));

export function causesOf(causes: Readonly<Record<string, number>> | null | undefined): string {
  const all = Object.entries(causes ?? {}).sort(([, one], [, other]) => other - one);
  return all.map(([cause, n]) => `${cause} ${formatCount(n)}`).join(", ") || NOTHING;
}

const COLUMNS: ReportColumn[] = [
  { key: "name", title: "PV", width: "minmax(11rem, 30rem)", text: (row) => row.name },
  {
    key: "lost",
    title: "Lost",
    width: "5rem",
    number: true,
    text: (row) => count(row.lost),
  },
  {
    key: "bytes_per_day",
    title: "A day",
    width: "6rem",
    number: true,
    text: (row) => (row.bytes_per_day == null ? NOTHING : formatBytes(row.bytes_per_day)),
  },
  {
    key: "bytes_per_sample",
    title: "A sample",
    width: "6rem",
    number: true,
    minor: true,
    text: (row) => (row.bytes_per_sample == null ? NOTHING : formatBytes(row.bytes_per_sample)),
  },
  { key: "dropped", title: "Dropped", width: "6rem", number: true, text: (row) => count(row.dropped) },
  {
    key: "rate_hz",
    title: "Rate",
    width: "6rem",
    number: true,
    text: (row) => (row.rate_hz == null ? NOTHING : formatRate(row.rate_hz)),
  },
  {
    key: "causes",
    title: "Causes",
    width: "minmax(10rem, 34rem)",
    minor: true,
    text: (row) => causesOf(row.causes),
    exact: (row) => causesOf(row.causes),
  },
  {
    key: "connected",
    title: "Connected",
    width: "6rem",
    minor: true,
    text: ({ connected }) => (connected == null ? "not known" : connected ? "yes" : "no"),
  },
  {
    key: "since_ns",
    title: "Since",
    width: "6.5rem",
    text: (row, now) => ago(row.since_ns, now),
    exact: (row) => stamp(row.since_ns),
  },
  {
    key: "last_event_ns",
    title: "Last sample",
    width: "6.5rem",
    text: (row, now) => ago(row.last_event_ns, now),
    exact: (row) => stamp(row.last_event_ns),
  },
  { key: "created_at", title: "Added", width: "9.5rem", text: (row) => day(row.created_at) },
  {
    key: "created_by",
    title: "By",
    width: "minmax(5rem, 14rem)",
    minor: true,
    text: (row) => row.created_by ?? NOTHING,
  },
  { key: "changed_at", title: "Changed", width: "9.5rem", text: (row) => day(row.changed_at) },
  {
    key: "changed_by",
    title: "By",
    width: "minmax(5rem, 14rem)",
    minor: true,
    text: (row) => row.changed_by ?? NOTHING,
  },
  {
    key: "reason",
    title: "Why",
    width: "minmax(7rem, 20rem)",
    minor: true,
    text: (row) => row.reason ?? NOTHING,
  },
  {
    key: "owner",
    title: "Owner",
    width: "minmax(5rem, 14rem)",
    minor: true,
    text: (row) => row.owner ?? NOTHING,
  },
  {
    key: "collector",
    title: "Collector",
    width: "minmax(6rem, 14rem)",
    minor: true,
    text: (row) => row.collector ?? NOTHING,
  },
];

/** The columns that a report has here; one that this page does not know is left out. */
export const columnsOf = ({ columns }: ReportInfo): ReportColumn[] =>
  COLUMNS.filter(({ key }) => columns.includes(key));

/** The sums of a report in words. */
export function totalsOf(totals: Readonly<Record<string, number>>): string {
  const words: [string, (n: number) => string][] = [
    ["bytes_per_day", (n) => `about ${formatBytes(n)} a day`],
    ["lost", (n) => `${formatCount(n)} lost connections`],
    ["dropped", (n) => `${formatCount(n)} dropped`],
    ["rate_hz", (n) => `${formatRate(n)} in all`],
  ];
  return words
    .filter(([key]) => totals[key] !== undefined)
    .map(([key, say]) => say(totals[key] ?? 0))
    .join(", ");
}
