import { Tooltip } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { createContext, type ReactNode, useContext } from "react";
import type { Moment, Pv } from "@/api/types";
import { displayUnit } from "@/shared/chart/scales";
import { formatNumber, formatValue } from "@/shared/format/value";
import type { Column } from "@/shared/table/columns";
import { RowIconLink } from "@/shared/table/controls";
import { formatSecond, formatStamp } from "@/shared/time/format";
import type { TimeRange } from "@/shared/time/range";
import { Severity } from "@/shared/ui/severity";
import { barOf, type Comparison, formatSignificance, heldValue } from "./comparison";
import classes from "./table.module.css";

const WORDS = { number: "", state: "changed", lost: "lost", found: "found", same: "same" };

/** What is known of the PVs in sight, as far as it has been read. */
export const Infos = createContext<ReadonlyMap<string, Pv | null>>(new Map());
const useInfo = ({ pv }: Comparison) => useContext(Infos).get(pv);

function Name({ row }: { row: Comparison }) {
  const description = useInfo(row)?.description;
  return (
    <span title={description || row.pv}>
      {row.pv}
      {description && <span className={classes.description}>{description}</span>}
    </span>
  );
}

function Held({ row, name }: { row: Comparison; name: "before" | "after" }) {
  const info = useInfo(row);
  const moment: Moment = row[name];
  const value = heldValue(moment);
  const stamp = moment.time === null ? "there is no sample" : formatStamp(moment.time / 1e6);
  const why = moment.known ? "" : `, not known: ${moment.cause}${moment.detail ? `, ${moment.detail}` : ""}`;
  return (
    <div className={classes.held} title={`${stamp}${why}`} data-testid={name}>
      {moment.known ? (
        <>
          <strong>{formatValue(value, info?.metadata)}</strong>
          {typeof value === "number" && (
            <span className={classes.unit}>{displayUnit(info?.metadata?.egu)}</span>
          )}
          {moment.severity > 0 && <Severity severity={moment.severity} status={moment.status} />}
        </>
      ) : (
        <span>{moment.cause === "no-data" ? "no data" : moment.cause}</span>
      )}
    </div>
  );
}

function Difference({ row }: { row: Comparison }) {
  const metadata = useInfo(row)?.metadata;
  const { difference, spread, kind } = row;
  const usual =
    spread === null ? undefined : `usual spread ${formatNumber(spread)} ${displayUnit(metadata?.egu)}`;
  return (
    <span data-testid="difference" title={usual}>
      {difference === null
        ? WORDS[kind]
        : `${difference > 0 ? "+" : ""}${formatNumber(difference, metadata?.precision)}`}
    </span>
  );
}

function Significance({ row: { significance, kind } }: { row: Comparison }) {
  if (significance === null) return null;
  return (
    <div className={classes.significance} data-testid="significance">
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${barOf(significance) * 100}%` }} />
      </span>
      {kind === "number" && formatSignificance(significance)}
    </div>
  );
}

/** A time; a narrow screen shows the date above the time of day. */
function Stamp({ time }: { time: number }) {
  const [date, clock] = formatSecond(time).split(" ");
  return (
    <time dateTime={new Date(time).toISOString()} title={`${date} ${clock}`}>
      <span className={classes.date}>{date} </span>
      <span>{clock}</span>
    </time>
  );
}

const usualText = (
  <Tooltip
    multiline
    maw={320}
    label="How many times the PV’s usual spread it moved by. What is no number, and what is known at one of the times only, counts as 10."
  >
    <span>Against the usual</span>
  </Tooltip>
);

const column = (
  id: string,
  header: string | (() => ReactNode),
  meta: NonNullable<Column<Comparison>["meta"]>,
  Cell: (props: { row: Comparison }) => ReactNode,
): Column<Comparison> => ({ id, header, meta, cell: ({ row }) => <Cell row={row.original} /> });

const HELD = { width: "minmax(9rem, 1fr)", narrow: "minmax(0, 1fr)", end: true };

/** What there is to see of a PV at two times (ms), and where `range` leads to. */
export const columnsOf = (time1: number, time2: number, range: TimeRange | null): Column<Comparison>[] => [
  {
    ...column("name", "PV", { width: "minmax(14rem, 2fr)", narrow: "minmax(0, 1.4fr)", names: true }, Name),
    accessorFn: ({ pv }) => pv,
    sortDescFirst: false,
    enableHiding: false,
  },
  column(
    "before",
    () => <Stamp time={time1} />,
    { ...HELD, title: "First time" },
    ({ row }) => <Held row={row} name="before" />,
  ),
  column(
    "after",
    () => <Stamp time={time2} />,
    { ...HELD, title: "Second time" },
    ({ row }) => <Held row={row} name="after" />,
  ),
  {
    ...column("difference", "Change", { width: "minmax(6rem, 0.7fr)", end: true, minor: true }, Difference),
    accessorFn: ({ difference }) => difference,
    sortDescFirst: true,
  },
  {
    ...column(
      "significance",
      () => usualText,
      { width: "minmax(11rem, 1fr)", minor: true, title: "Against the usual" },
      Significance,
    ),
    accessorFn: ({ significance }) => significance,
    sortDescFirst: true,
  },
  {
    ...column(
      "plot",
      () => <span className="sr-only">Plot</span>,
      { width: "1.75rem", end: true },
      ({ row: { pv } }) => (
        <RowIconLink label={`Plot ${pv}`} to="/viewer" search={{ pv: [pv], ...range }}>
          <IconChartLine size={16} />
        </RowIconLink>
      ),
    ),
    enableHiding: false,
  },
];
