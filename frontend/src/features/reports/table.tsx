import { useCallback, useMemo } from "react";
import type { ReportRow } from "@/api/types";
import type { Column } from "@/shared/table/columns";
import { RowLink } from "@/shared/table/controls";
import { VirtualTable } from "@/shared/table/virtual-table";
import { Ageing, useAgeing } from "@/shared/ui/age";
import type { ReportColumn } from "./columns";
import classes from "./reports.module.css";

interface Props {
  title: string;
  shown: readonly ReportColumn[];
  rows: readonly ReportRow[];
  total: number;
  loading: boolean;
  onMore(): void;
}

/** So near to the end of what has been read, more is. */
const AHEAD = 20;
const nameOf = ({ name }: ReportRow) => name;
const marksOf = ({ name }: ReportRow) => ({ "data-pv": name });

/** The rows of a report, read on as one comes near to the end of them. */
export function ReportTable({ title, shown, rows, total, loading, onMore }: Props) {
  const columns = useMemo(() => shown.map(columnOf), [shown]);
  const complete = rows.length >= total;
  const onSight = useCallback(
    (_: number, last: number) => {
      if (!complete && !loading && last >= rows.length - AHEAD) onMore();
    },
    [complete, loading, rows.length, onMore],
  );
  return (
    <Ageing>
      <VirtualTable
        label={title}
        className={classes.scroller}
        leastWidth="44rem"
        columns={columns}
        count={rows.length}
        at={(index) => rows[index]}
        nameOf={nameOf}
        marks={marksOf}
        onSight={onSight}
      />
    </Ageing>
  );
}

function columnOf(column: ReportColumn): Column<ReportRow> {
  const { key, title, width, number = false, minor = false } = column;
  const names = key === "name";
  return {
    id: key,
    header: title,
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
