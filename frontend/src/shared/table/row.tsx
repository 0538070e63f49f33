// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: a cell is not operated, what it holds is
import { type Column, FlexRender, type Row } from "@tanstack/react-table";
import { memo } from "react";
import { cellClass } from "./cell-class";
import type { features } from "./columns";
import { Reached, RowCheckbox } from "./controls";
import classes from "./virtual-table.module.css";

/** The place of the first row below the header. */
export const FIRST_ROW = 2;

interface Props<Data extends object> {
  /** Null while it is being read. */
  row: Row<typeof features, Data> | null;
  /** What the row is of: it is drawn anew when that is another. */
  original: Data | undefined;
  name: string | null;
  marks: ((row: Data) => Record<string, string>) | undefined;
  /** Is told the row's element where it grows with its text. */
  measure: ((row: HTMLElement | null) => void) | null;
  columns: readonly Column<typeof features, Data>[];
  /** Counted from 1, the header is the first. */
  place: number;
  /** px */
  top: number;
  reached: boolean;
  chosen: boolean | null;
  choosable: boolean;
  onChoose(name: string, chosen: boolean): void;
}

function BareRow<Data extends object>({
  row,
  original,
  name,
  marks,
  measure,
  place,
  top,
  reached,
  chosen,
  choosable,
  onChoose,
}: Props<Data>) {
  return (
    <div
      ref={measure}
      role="row"
      data-index={place - FIRST_ROW}
      aria-rowindex={place}
      aria-selected={chosen ?? undefined}
      aria-busy={row === null || undefined}
      tabIndex={reached ? 0 : -1}
      className={measure ? `${classes.row} ${classes.grows}` : classes.row}
      style={{ transform: `translateY(${top}px)` }}
      {...(original ? marks?.(original) : {})}
    >
      <Reached value={reached}>
        {choosable && (
          <div role="gridcell" className={classes.choose}>
            {name !== null && (
              <RowCheckbox
                aria-label={`Choose ${name}`}
                checked={chosen ?? false}
                onChange={(event) => onChoose(name, event.currentTarget.checked)}
              />
            )}
          </div>
        )}
        {row ? (
          row.getVisibleCells().map((cell) => {
            // The id of the cell has the place of its row among those in sight, which changes.
            const { meta } = cell.column.columnDef;
            return (
              <div
                key={cell.column.id}
                role={meta?.names ? "rowheader" : "gridcell"}
                className={cellClass(meta)}
              >
                <FlexRender cell={cell} />
              </div>
            );
          })
        ) : (
          <div role="gridcell">…</div>
        )}
      </Reached>
    </div>
  );
}

/** One row. Its `row` is made anew with every step of scrolling; what it shows is told by the others. */
export const TableRow = memo(BareRow, ({ row: _, ...before }, { row: __, ...after }) =>
  (Object.keys(after) as (keyof typeof after)[]).every((key) => Object.is(before[key], after[key])),
) as typeof BareRow;
