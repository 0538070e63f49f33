// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { type Table, useTable } from "@tanstack/react-table";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { type Column, features, type Order, orderOf, shownOf, sortingOf } from "./columns";
import { TableHeader } from "./header";
import { rowAfter } from "./keys";
import { FIRST_ROW, TableRow } from "./row";
import classes from "./virtual-table.module.css";

const ROW_PX = 32;
const TWO_LINES_PX = 52;
const OVERSCAN = 8;
const NARROW_PX = 720;
/** Stands in the model for a row that has not been read yet. */
const COMING = {};

/** Which rows are chosen, by their names. */
export interface Choosing {
  isChosen(name: string): boolean;
  choose(names: readonly string[], chosen: boolean): void;
}

export interface TableProps<Row extends object> {
  /** What the table is called. */
  label: string;
  className?: string | undefined;
  columns: readonly Column<Row>[];
  /** The columns that somebody chose; null: the usual ones. */
  wanted?: readonly string[] | null;
  /** So wide it is at least, where there is room. */
  leastWidth: string;
  /** How many rows there are, read or not. */
  count: number;
  at(index: number): Row | undefined;
  nameOf(row: Row): string;
  /** What tests and style sheets know a row by. */
  marks?(row: Row): Record<`data-${string}`, string>;
  order?: Order;
  onOrder?(order: Order): void;
  /** Null where nothing can be done with what is chosen. */
  choosing?: Choosing | null;
  /** Whether a row is as high as its text needs; else a line, and what is longer is cut. */
  grows?: boolean;
  /** Whether the name has a line of its own, and is whole, where there is little room. */
  stacks?: boolean;
  /** Which rows are in sight, and a few that are about to be. */
  onSight?(first: number, last: number): void;
}

/**
 * A table of any number of rows of which only those in sight exist.
 *
 * TanStack Virtual says which they are and where; TanStack Table, which sees these rows alone, which columns
 * they have. Arrows, Page Up and Down, Home and End go from row to row, Space chooses one, Enter follows its
 * first link, and Tab goes through what it holds.
 */
export function VirtualTable<Row extends object>(props: TableProps<Row>) {
  const {
    columns,
    wanted = null,
    count,
    at,
    order,
    choosing = null,
    grows = false,
    stacks = false,
    nameOf,
    onSight,
    onOrder,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const scroller = useMergedRef(box, measured);
  const narrow = width > 0 && width < NARROW_PX;
  const twoLines = narrow && stacks;
  const growing = grows || twoLines;
  const [reached, setReached] = useState(0);
  const kept = Math.min(reached, count - 1);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => (twoLines ? TWO_LINES_PX : ROW_PX),
    overscan: OVERSCAN,
    scrollMargin: ROW_PX,
    scrollPaddingStart: ROW_PX,
    // What has the focus must not vanish, wherever one scrolls to.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return kept < 0 || seen.includes(kept) ? seen : [...seen, kept].sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems(); // which works out the range, too
  const { startIndex: first, endIndex: last } = virtual.range ?? { startIndex: 0, endIndex: 0 };
  useEffect(
    () => onSight?.(Math.max(0, first - OVERSCAN), Math.max(0, Math.min(last + OVERSCAN, count - 1))),
    [first, last, count, onSight],
  );

  const sorting = useMemo(() => sortingOf(order), [order]);
  const columnVisibility = useMemo(() => shownOf(columns, wanted, narrow), [columns, wanted, narrow]);
  const table = useTable<typeof features, Row>({
    features,
    columns: columns as Column<Row>[],
    data: items.map(({ index }) => at(index) ?? (COMING as Row)),
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: { columnVisibility, sorting },
    onSortingChange: (update) => {
      const [next] = typeof update === "function" ? update(sorting) : update;
      if (next) onOrder?.(orderOf(next));
    },
  });
  const rows = table.getRowModel().rows;
  const inSight = items.flatMap(({ index }) => {
    const row = index >= first && index <= last ? at(index) : undefined;
    return row ? [nameOf(row)] : [];
  });

  const focused = useRef<number | null>(null);
  useEffect(() => {
    if (focused.current !== reached) return;
    focused.current = null;
    rowElement(box.current, reached)?.focus({ preventScroll: true });
  }, [reached]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = rowAfter(event.key, kept, count, last - first);
    const row = rowElement(box.current, kept);
    if (next !== null) {
      focused.current = next;
      setReached(next);
      virtual.scrollToIndex(next);
    } else if (event.target !== row) return;
    else if (event.key === "Enter") row?.querySelector("a")?.click();
    else if (event.key === " ") row?.querySelector<HTMLElement>("input[type=checkbox]")?.click();
    else return;
    event.preventDefault();
  };

  const calls = useRef(choosing);
  calls.current = choosing;
  const choose = useCallback((name: string, chosen: boolean) => calls.current?.choose([name], chosen), []);
  const shown = table.getVisibleLeafColumns();
  return (
    <div ref={scroller} className={`${classes.scroller} ${props.className ?? ""}`}>
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-multiselectable={choosing ? true : undefined}
        className={classes.table}
        data-two-lines={twoLines || undefined}
        style={styleOf(shown, choosing !== null, narrow, twoLines, props.leastWidth)}
      >
        <TableHeader
          headers={table.getHeaderGroups()[0]?.headers ?? []}
          inSight={inSight}
          choosing={choosing}
        />
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const place = event.target.closest("[role=row]")?.getAttribute("aria-rowindex");
            if (place) setReached(Number(place) - FIRST_ROW);
          }}
        >
          {items.map(({ index, start }, i) => {
            const row = rows[i];
            const found = at(index);
            return (
              <TableRow
                key={index}
                row={row && found ? row : null}
                original={found}
                name={found ? nameOf(found) : null}
                marks={props.marks}
                measure={growing ? virtual.measureElement : null}
                columns={shown}
                place={index + FIRST_ROW}
                top={start - ROW_PX}
                reached={index === kept}
                chosen={choosing && found ? choosing.isChosen(nameOf(found)) : null}
                choosable={choosing !== null}
                onChoose={choose}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const rowElement = (box: HTMLElement | null, index: number) =>
  box?.querySelector<HTMLElement>(`[aria-rowindex="${index + FIRST_ROW}"]`) ?? null;

type Shown<Row extends object> = ReturnType<Table<typeof features, Row>["getVisibleLeafColumns"]>;

function styleOf<Row extends object>(
  shown: Shown<Row>,
  choosable: boolean,
  narrow: boolean,
  twoLines: boolean,
  leastWidth: string,
): CSSProperties {
  const columns = twoLines ? shown.filter(({ columnDef: { meta } }) => !meta?.names) : shown;
  const tracks = columns.map(({ columnDef: { meta } }) => (narrow && meta?.narrow) || meta?.width || "1fr");
  return {
    "--columns": [...(choosable ? ["1.25rem"] : []), ...tracks].join(" "),
    "--least-width": narrow ? "0" : leastWidth,
  } as CSSProperties;
}
