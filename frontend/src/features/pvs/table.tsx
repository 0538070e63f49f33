// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells are not operated, what they hold is
import { Checkbox, UnstyledButton } from "@mantine/core";
import { useDebouncedValue, useElementSize, useMergedRef } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, memo, type ReactNode, useEffect, useRef } from "react";
import type { ListedPv } from "@/api/types";
import { latestOf, useLive } from "@/shared/live/hooks";
import { useNow } from "@/shared/ui/clock";
import { type Column, columnsOf, type RowFacts } from "./columns";
import type { PvRows } from "./pages";
import { nextSort, type Sort } from "./search";
import { choose, isChosen, type Selection } from "./selection";
import classes from "./table.module.css";

const ROW_HEIGHT = 34;
const NARROW_PX = 720;

interface Props {
  rows: PvRows;
  wanted: readonly string[];
  sort: Sort;
  onSort(sort: Sort): void;
  /** Null where nothing can be done with what is chosen. */
  selection: Selection | null;
  onSelect(selection: Selection): void;
  /** Which rows are in sight. */
  onSight(first: number, last: number): void;
  actions(pv: ListedPv): ReactNode;
}

/** The PVs as rows; only those in sight exist, and only those are followed live. */
export function PvTable({ rows, wanted, sort, onSort, selection, onSelect, onSight, actions }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const scroller = useMergedRef(box, measured);
  const narrow = width > 0 && width < NARROW_PX;
  const total = rows.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onSight(first, last), [first, last, onSight]);

  const inSight = items.flatMap(({ index }) => rows.at(index)?.name ?? []);
  const [followed] = useDebouncedValue(inSight.join("\n"), 150);
  const { store } = useLive(followed === "" ? [] : followed.split("\n"));
  const now = useNow(1_000);
  const columns = columnsOf(wanted, narrow);
  const template = [
    ...(selection ? ["1.25rem"] : []),
    narrow ? "minmax(0, 1.6fr)" : "minmax(13rem, 1.6fr)",
    ...columns.map((column) => column.width),
    "3.75rem",
  ].join(" ");
  const chosenInSight = selection ? inSight.filter((name) => isChosen(selection, name)).length : 0;
  const header = (key: Column["sort"], title: string) =>
    key ? <SortButton title={title} column={key} sort={sort} onSort={onSort} /> : title;

  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        role="table"
        aria-label="PVs"
        aria-rowcount={total + 1}
        className={classes.table}
        data-narrow={narrow}
        style={{ "--columns": template } as CSSProperties}
      >
        <div role="rowgroup" className={classes.top}>
          <div role="row" aria-rowindex={1} className={`${classes.row} ${classes.header}`}>
            {selection && (
              <div role="columnheader">
                <Checkbox
                  size="xs"
                  aria-label="Choose all in sight"
                  checked={chosenInSight > 0 && chosenInSight === inSight.length}
                  indeterminate={chosenInSight > 0 && chosenInSight < inSight.length}
                  onChange={(event) => onSelect(choose(selection, inSight, event.currentTarget.checked))}
                />
              </div>
            )}
            <div role="columnheader" aria-sort={sortOf("name", sort)}>
              {header("name", "PV")}
            </div>
            {columns.map(({ id, title, sort: key, end }) => (
              <div
                key={id}
                role="columnheader"
                className={end ? classes.end : undefined}
                aria-sort={key ? sortOf(key, sort) : undefined}
              >
                {header(key, title)}
              </div>
            ))}
            <div role="columnheader">
              <span className="sr-only">Actions</span>
            </div>
          </div>
        </div>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="rowgroup">
          {items.map(({ index, start }) => {
            const pv = rows.at(index);
            return (
              <div
                key={index}
                className={classes.place}
                style={{ transform: `translateY(${start}px)` }}
                role="presentation"
              >
                {pv ? (
                  <Row
                    index={index}
                    columns={columns}
                    facts={{ pv, latest: latestOf(store.tail(pv.name)), now }}
                    chosen={selection ? isChosen(selection, pv.name) : null}
                    onChoose={(chosen) => selection && onSelect(choose(selection, [pv.name], chosen))}
                    actions={actions(pv)}
                  />
                ) : (
                  <div className={`${classes.row} ${classes.coming}`} role="row" aria-rowindex={index + 2}>
                    <div role="cell">…</div>
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const sortOf = (key: string, sort: Sort): "ascending" | "descending" | "none" =>
  sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none";

interface SortProps {
  title: string;
  column: NonNullable<Column["sort"]>;
  sort: Sort;
  onSort(sort: Sort): void;
}

function SortButton({ title, column, sort, onSort }: SortProps) {
  const order = sortOf(column, sort);
  return (
    <UnstyledButton className={classes.sort ?? ""} onClick={() => onSort(nextSort(sort, column))}>
      {title}
      {order === "ascending" && <IconArrowUp size={12} aria-hidden="true" />}
      {order === "descending" && <IconArrowDown size={12} aria-hidden="true" />}
    </UnstyledButton>
  );
}

interface RowProps {
  index: number;
  columns: readonly Column[];
  facts: RowFacts;
  chosen: boolean | null;
  onChoose(chosen: boolean): void;
  actions: ReactNode;
}

/** One configured PV with its newest value and what its collector says of it. */
const Row = memo(function Row({ index, columns, facts, chosen, onChoose, actions }: RowProps) {
  const { name, state } = facts.pv;
  return (
    <div className={classes.row} role="row" aria-rowindex={index + 2} data-pv={name} data-state={state}>
      {chosen !== null && (
        <div role="cell">
          <Checkbox
            size="xs"
            aria-label={`Choose ${name}`}
            checked={chosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </div>
      )}
      <div role="rowheader" className={classes.name}>
        <Link
          to="/pvs"
          search={(before) => ({ ...before, pv: name })}
          title={`What there is to know of ${name}`}
        >
          {name}
        </Link>
      </div>
      {columns.map(({ id, end, cell: Cell }) => (
        <div key={id} role="cell" className={end ? classes.end : undefined}>
          <Cell {...facts} />
        </div>
      ))}
      <div role="cell" className={classes.actions}>
        {actions}
      </div>
    </div>
  );
});
