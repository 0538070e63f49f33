import type { ReportRow } from "@/api/types";
import type { Column, Order } from "@/shared/table/columns";
import { RowLink } from "@/shared/table/controls";
import { VirtualTable } from "@/shared/table/virtual-table";
import { Ageing, useAgeing } from "@/shared/ui/age";
import type { ReportColumn } from "./columns";
import classes from "./reports.module.css";

interface Props {
  title: string;
  columns: readonly Column<ReportRow>[];
  wanted: readonly string[] | null;
  count: number;
  at(index: number): ReportRow | undefined;
  order: Order | undefined;
  onOrder(order: Order): void;
  onSight(first: number, last: number): void;
}

const nameOf = ({ name }: ReportRow) => name;
const marksOf = ({ name }: ReportRow) => ({ "data-pv": name });

/** The rows of a report. */
export function ReportTable({ title, order, ...props }: Props) {
  return (
    <Ageing>
      <VirtualTable
        label={title}
        className={classes.scroller}
        leastWidth="44rem"
        nameOf={nameOf}
        marks={marksOf}
        {...(order ? { order } : {})}
        {...props}
      />
    </Ageing>
  );
}

/** A column of a report as one of the table; it can be sorted by. */
export function columnOf(column: ReportColumn): Column<ReportRow> {
  const { key, title, width, number = false, minor = false } = column;
  const names = key === "name";
  return {
    id: key,
    header: title,
    accessorFn: ({ name }) => name,
    sortDescFirst: number,
    enableHiding: !names,
    meta: { width, end: number, minor, names },
    cell: ({ row }) => (names ? <Name row={row.original} /> : <Text column={column} row={row.original} />),
  };
}

function Name({ row: { name, state } }: { row: ReportRow }) {
  return (
    <>
      <RowLink to="/viewer" search={{ pv: [name] }} title={`Look at ${name}`}>
        {name}
      </RowLink>
      {state === "paused" && <span className={classes.paused}>paused</span>}
    </>
  );
}

function Text({ column, row }: { column: ReportColumn; row: ReportRow }) {
  const text = column.text(row, useAgeing());
  return <span title={column.exact?.(row) ?? text}>{text}</span>;
}
