// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells are not operated, what they hold is

import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useEffect, useRef } from "react";
import type { ReportRow } from "@/api/types";
import type { Column } from "./columns";
import classes from "./reports.module.css";

const ROW_HEIGHT = 32;

interface Props {
  title: string;
  columns: readonly Column[];
  rows: readonly ReportRow[];
  total: number;
  now: number;
  loading: boolean;
  onMore(): void;
}

/** The rows of a report; only those in sight exist. */
export function ReportTable({ title, columns, rows, total, now, loading, onMore }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const complete = rows.length >= total;
  useEffect(() => {
    if (!complete && !loading && lastSeen >= rows.length - 20) onMore();
  }, [complete, loading, lastSeen, rows.length, onMore]);
  const tracks = (shown: readonly Column[]) => shown.map(({ width }) => width).join(" ");
  const style = {
    "--wide": tracks(columns),
    "--narrow": tracks(columns.filter(({ minor }) => !minor)),
  } as CSSProperties;

  return (
    <div ref={scroller} className={classes.scroller} style={style}>
      <div role="table" aria-label={title} aria-rowcount={total} className={classes.table}>
        <div role="row" className={`${classes.row} ${classes.header}`}>
          {columns.map((column) => (
            <div key={column.key} role="columnheader" {...looks(column)}>
              {column.title}
            </div>
          ))}
        </div>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="rowgroup">
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={row.name}
                role="row"
                data-pv={row.name}
                className={`${classes.row} ${classes.place}`}
                style={{ transform: `translateY(${start}px)` }}
              >
                {columns.map((column) => (
                  <Cell key={column.key} column={column} row={row} now={now} />
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const looks = ({ number, minor }: Column) => ({
  className: number ? classes.number : undefined,
  "data-minor": minor || undefined,
});

function Cell({ column, row, now }: { column: Column; row: ReportRow; now: number }) {
  const text = column.text(row, now);
  if (column.key === "name") {
    return (
      <div role="rowheader" className={classes.name}>
        <Link to="/viewer" search={{ pv: [row.name] }} title={`Look at ${row.name}`}>
          {text}
        </Link>
        {row.state === "paused" && <span className={classes.paused}>paused</span>}
      </div>
    );
  }
  return (
    <div role="cell" title={column.exact?.(row) ?? text} {...looks(column)}>
      {text}
    </div>
  );
}
