import { IconPlayerPause, IconPlayerPlay, IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ListedPv } from "@/api/types";
import { displayUnit } from "@/shared/chart/scales";
import { formatCount, formatRate, formatValue } from "@/shared/format/value";
import type { Sample } from "@/shared/pv/samples";
import { formatAge, formatStamp } from "@/shared/time/format";
import { Severity } from "@/shared/ui/severity";
import type { SortKey } from "./search";
import classes from "./table.module.css";

export interface RowFacts {
  pv: ListedPv;
  latest: Sample | null;
  /** Ages are counted from here, ms. */
  now: number;
}

export interface Column {
  id: string;
  title: string;
  /** As in `grid-template-columns`. */
  width: string;
  /** What it is sorted by. */
  sort?: SortKey;
  /** Shown unless somebody chose otherwise; `phone`: on a narrow screen, too. */
  shown: "phone" | "usual" | "wanted";
  cell(facts: RowFacts): ReactNode;
  end?: boolean;
}

const typeOf = ({ metadata }: ListedPv): string => {
  if (!metadata) return "not seen yet";
  return metadata.element_count > 1
    ? `${metadata.native_type}[${metadata.element_count}]`
    : metadata.native_type;
};

const modeOf = (pv: ListedPv): string => (pv.mode === "scan" ? `every ${pv.period_s} s` : "every event");

const words = (list: readonly string[] | undefined): string => (list ?? []).join(", ");

function Value({ pv, latest }: RowFacts) {
  if (!latest) return "–";
  return (
    <>
      <strong>{formatValue(latest.value, pv.metadata)}</strong>{" "}
      {typeof latest.value === "number" && displayUnit(pv.metadata?.egu)}
    </>
  );
}

function Connection({ pv: { live, state } }: RowFacts) {
  if (state === "paused") {
    return (
      <span className={classes.paused}>
        <IconPlayerPause size={13} aria-hidden="true" /> Paused
      </span>
    );
  }
  if (!live) return <span className={classes.dim}>not known</span>;
  return live.connected ? (
    <span className={live.reason ? classes.paused : classes.up} title={live.reason}>
      <IconPlugConnected size={13} aria-hidden="true" /> {live.reason ? "Held back" : "Connected"}
    </span>
  ) : (
    <span className={classes.down} title={live.reason}>
      <IconPlugConnectedX size={13} aria-hidden="true" /> Away
    </span>
  );
}

function LastEvent({ pv: { live }, latest, now }: RowFacts) {
  const time = latest?.time ?? (live?.last_event_ns ? live.last_event_ns / 1e6 : null);
  return time === null ? "–" : <time title={formatStamp(time)}>{formatAge(now - time)}</time>;
}

/** What there is to see of a PV; its name comes before. */
export const COLUMNS: readonly Column[] = [
  { id: "value", title: "Value", width: "minmax(8.5rem, 1fr)", shown: "phone", end: true, cell: Value },
  {
    id: "alarm",
    title: "Alarm",
    width: "5.25rem",
    shown: "phone",
    cell: ({ latest }) => latest && <Severity severity={latest.severity} status={latest.status} />,
  },
  {
    id: "connection",
    title: "Connection",
    width: "7rem",
    sort: "connection",
    shown: "usual",
    cell: Connection,
  },
  { id: "last", title: "Last event", width: "5.75rem", sort: "last_event", shown: "usual", cell: LastEvent },
  {
    id: "rate",
    title: "Rate",
    width: "5rem",
    sort: "rate",
    shown: "usual",
    end: true,
    cell: ({ pv }) => (pv.live ? formatRate(pv.live.rate_hz) : "–"),
  },
  {
    id: "dropped",
    title: "Dropped",
    width: "4.75rem",
    sort: "dropped",
    shown: "usual",
    end: true,
    cell: ({ pv }) =>
      pv.live?.dropped ? <span className={classes.paused}>{formatCount(pv.live.dropped)}</span> : "0",
  },
  { id: "archived", title: "Archived", width: "6rem", shown: "usual", cell: ({ pv }) => modeOf(pv) },
  {
    id: "groups",
    title: "Groups",
    width: "minmax(6rem, 1fr)",
    shown: "usual",
    cell: ({ pv }) => words(pv.groups),
  },
  {
    id: "tags",
    title: "Tags",
    width: "minmax(6rem, 1fr)",
    shown: "wanted",
    cell: ({ pv }) => words(pv.tags),
  },
  { id: "type", title: "Type", width: "7rem", shown: "wanted", cell: ({ pv }) => typeOf(pv) },
  { id: "owner", title: "Owner", width: "7rem", shown: "wanted", cell: ({ pv }) => pv.owner },
  {
    id: "retention",
    title: "Kept",
    width: "6rem",
    shown: "wanted",
    cell: ({ pv }) => pv.retention ?? "as usual",
  },
  {
    id: "description",
    title: "Description",
    width: "minmax(8rem, 1.6fr)",
    shown: "usual",
    cell: ({ pv }) => <span title={pv.description}>{pv.description || pv.metadata?.description}</span>,
  },
  {
    id: "changed",
    title: "Changed",
    width: "6.5rem",
    sort: "changed",
    shown: "wanted",
    cell: ({ pv, now }) => <time title={pv.changed_at}>{formatAge(now - Date.parse(pv.changed_at))}</time>,
  },
  {
    id: "state",
    title: "State",
    width: "5rem",
    sort: "state",
    shown: "wanted",
    cell: ({ pv }) =>
      pv.state === "paused" ? (
        <span className={classes.paused}>
          <IconPlayerPause size={13} aria-hidden="true" /> Paused
        </span>
      ) : (
        <span>
          <IconPlayerPlay size={13} aria-hidden="true" /> Active
        </span>
      ),
  },
];

export const USUAL: readonly string[] = COLUMNS.filter(({ shown }) => shown !== "wanted").map(({ id }) => id);
const PHONE: readonly string[] = COLUMNS.filter(({ shown }) => shown === "phone").map(({ id }) => id);

/** Give the columns that are shown. */
export const columnsOf = (wanted: readonly string[], narrow: boolean): Column[] =>
  COLUMNS.filter(({ id }) => (narrow ? PHONE : wanted).includes(id));
