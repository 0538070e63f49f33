import { IconPlayerPause, IconPlayerPlay, IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ListedPv } from "@/api/types";
import { displayUnit } from "@/shared/chart/scales";
import { formatCount, formatRate, formatValue } from "@/shared/format/value";
import { useLatest } from "@/shared/live/hooks";
import type { Column } from "@/shared/table/columns";
import { RowLink } from "@/shared/table/controls";
import { Age } from "@/shared/ui/age";
import { Severity } from "@/shared/ui/severity";
import classes from "./table.module.css";

const typeOf = ({ metadata }: ListedPv): string => {
  if (!metadata) return "not seen yet";
  return metadata.element_count > 1
    ? `${metadata.native_type}[${metadata.element_count}]`
    : metadata.native_type;
};

const modeOf = (pv: ListedPv): string => (pv.mode === "scan" ? `every ${pv.period_s} s` : "every event");

const words = (list: readonly string[] | undefined): string => (list ?? []).join(", ");

function Value({ pv }: { pv: ListedPv }) {
  const latest = useLatest(pv.name);
  if (!latest) return "–";
  return (
    <>
      <strong>{formatValue(latest.value, pv.metadata)}</strong>{" "}
      {typeof latest.value === "number" && displayUnit(pv.metadata?.egu)}
    </>
  );
}

function Alarm({ pv }: { pv: ListedPv }) {
  const latest = useLatest(pv.name);
  return latest && <Severity severity={latest.severity} status={latest.status} />;
}

function Connection({ pv: { live, state } }: { pv: ListedPv }) {
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

function LastEvent({ pv }: { pv: ListedPv }) {
  const latest = useLatest(pv.name);
  const time = latest?.time ?? (pv.live?.last_event_ns ? pv.live.last_event_ns / 1e6 : null);
  return time === null ? "–" : <Age time={time} />;
}

/** A column that shows something of a PV. */
const column = (
  id: string,
  header: string,
  meta: NonNullable<Column<ListedPv>["meta"]>,
  Cell: (props: { pv: ListedPv }) => ReactNode,
): Column<ListedPv> => ({ id, header, meta, cell: ({ row }) => <Cell pv={row.original} /> });

/** One that config-api sorts by, too. */
const sorted = (...given: Parameters<typeof column>): Column<ListedPv> => ({
  ...column(...given),
  accessorFn: ({ name }) => name,
  sortDescFirst: false,
});

const NAME: Column<ListedPv> = {
  ...sorted(
    "name",
    "PV",
    { width: "minmax(13rem, 26rem)", narrow: "minmax(0, 1fr)", names: true },
    ({ pv: { name } }) => (
      <RowLink keep to="/pvs" search={{ pv: name }} title={`What there is to know of ${name}`}>
        {name}
      </RowLink>
    ),
  ),
  enableHiding: false,
};

/** What there is to see of a PV; those that config-api sorts by have the name that it has for them. */
export const COLUMNS: readonly Column<ListedPv>[] = [
  NAME,
  column("value", "Value", { width: "minmax(8.5rem, 14rem)", narrow: "minmax(0, 1fr)", end: true }, Value),
  column("alarm", "Alarm", { width: "5.25rem", narrow: "5.25rem" }, Alarm),
  sorted("connection", "Connection", { width: "7rem", minor: true }, Connection),
  sorted("last_event", "Last event", { width: "5.75rem", minor: true }, LastEvent),
  sorted("rate", "Rate", { width: "5rem", end: true, minor: true }, ({ pv }) =>
    pv.live ? formatRate(pv.live.rate_hz) : "–",
  ),
  sorted("dropped", "Dropped", { width: "4.75rem", end: true, minor: true }, ({ pv }) =>
    pv.live?.dropped ? <span className={classes.paused}>{formatCount(pv.live.dropped)}</span> : "0",
  ),
  column("archived", "Archived", { width: "6rem", minor: true }, ({ pv }) => modeOf(pv)),
  column("groups", "Groups", { width: "minmax(6rem, 1fr)", minor: true }, ({ pv }) => words(pv.groups)),
  column("tags", "Tags", { width: "minmax(6rem, 1fr)", extra: true }, ({ pv }) => words(pv.tags)),
  column("type", "Type", { width: "7rem", extra: true }, ({ pv }) => typeOf(pv)),
  column("owner", "Owner", { width: "7rem", extra: true }, ({ pv }) => pv.owner),
  column("retention", "Kept", { width: "6rem", extra: true }, ({ pv }) => pv.retention ?? "as usual"),
  column("description", "Description", { width: "minmax(8rem, 1.6fr)", minor: true }, ({ pv }) => (
    <span title={pv.description}>{pv.description || pv.metadata?.description}</span>
  )),
  sorted("changed", "Changed", { width: "6.5rem", extra: true }, ({ pv }) => (
    <Age time={Date.parse(pv.changed_at)} />
  )),
  sorted("state", "State", { width: "5rem", extra: true }, ({ pv }) =>
    pv.state === "paused" ? (
      <span className={classes.paused}>
        <IconPlayerPause size={13} aria-hidden="true" /> Paused
      </span>
    ) : (
      <span>
        <IconPlayerPlay size={13} aria-hidden="true" /> Active
      </span>
    ),
  ),
];
