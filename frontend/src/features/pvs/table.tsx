// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells are not operated, what they hold is
import { useDebouncedValue } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { Pv } from "@/api/types";
import { latestOf, useLive } from "@/shared/live/hooks";
import { useNow } from "@/shared/ui/clock";
import { Row } from "./row";
import classes from "./table.module.css";

const ROW_HEIGHT = 34;
const COLUMNS = ["PV", "Value", "Alarm", "Age", "Type", "Archived", "Description", "State", "Actions"];

interface Props {
  pvs: readonly Pv[];
  total: number;
  loading: boolean;
  onMore(): void;
  onPause(name: string): void;
  onResume(name: string): void;
  onDelete(name: string): void;
}

/** The PVs as rows; only those in sight exist, and only those are followed live. */
export function PvTable({ pvs, total, loading, onMore, ...actions }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: pvs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const items = rows.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const complete = pvs.length >= total;
  useEffect(() => {
    if (!complete && !loading && lastSeen >= pvs.length - 20) onMore();
  }, [complete, loading, lastSeen, pvs.length, onMore]);

  const inSight = items.map(({ index }) => pvs[index]?.name ?? "").filter((name) => name !== "");
  const [followed] = useDebouncedValue(inSight.join("\n"), 150);
  const { store } = useLive(followed === "" ? [] : followed.split("\n"));
  const now = useNow(1_000);

  return (
    <div ref={scroller} className={classes.scroller}>
      <div role="table" aria-label="PVs" aria-rowcount={total} className={classes.table}>
        <div role="row" className={`${classes.row} ${classes.header}`}>
          {COLUMNS.map((column) => (
            <div key={column} role="columnheader" className={classes[column.toLowerCase()]}>
              {column === "Actions" ? <span className="sr-only">{column}</span> : column}
            </div>
          ))}
        </div>
        <div style={{ height: rows.getTotalSize(), position: "relative" }} role="rowgroup">
          {items.map(({ index, start }) => {
            const pv = pvs[index];
            if (!pv) return null;
            return (
              <div
                key={pv.name}
                className={classes.place}
                style={{ transform: `translateY(${start}px)` }}
                role="presentation"
              >
                <Row pv={pv} latest={latestOf(store.tail(pv.name))} now={now} {...actions} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
