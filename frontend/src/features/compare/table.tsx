// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: rows and cells are not operated, what they hold is
import { Tooltip } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { usePvs } from "@/shared/pv/queries";
import { formatSecond } from "@/shared/time/format";
import type { TimeRange } from "@/shared/time/range";
import type { Comparison } from "./comparison";
import type { Compared } from "./queries";
import { Row } from "./row";
import classes from "./table.module.css";

const ROW_HEIGHT = 34;

interface Props {
  rows: readonly Comparison[];
  compared: Compared;
  chosen: ReadonlySet<string>;
  range: TimeRange | null;
  onChoose(pv: string, chosen: boolean): void;
}

/** PVs at two times as rows; what is in sight is asked for its unit and description. */
export function CompareTable({ rows, compared, chosen, range, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const inSight = items.map(({ index }) => rows[index]?.pv ?? "").filter((pv) => pv !== "");
  const [settled] = useDebouncedValue(inSight.join("\n"), 120);
  const infos = usePvs(settled === "" ? [] : settled.split("\n"));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled with the keyboard, too
    <section ref={scroller} className={classes.scroller} aria-label="Comparison" tabIndex={0}>
      <div
        role="table"
        aria-label="PVs at both times"
        aria-rowcount={rows.length + 1}
        className={classes.table}
      >
        <div role="rowgroup">
          <div role="row" className={`${classes.row} ${classes.header}`}>
            <div role="columnheader">
              <span className="sr-only">Choose</span>
            </div>
            <div role="columnheader">PV</div>
            <div role="columnheader" className={classes.held}>
              <Stamp time={compared.time1} />
            </div>
            <div role="columnheader" className={classes.held}>
              <Stamp time={compared.time2} />
            </div>
            <div role="columnheader" className={classes.difference}>
              Change
            </div>
            <Tooltip
              multiline
              maw={320}
              label="How many times the PV’s usual spread it moved by. What is no number, and what is known at one of the times only, counts as 10."
            >
              <div role="columnheader" className={classes.significance}>
                Against the usual
              </div>
            </Tooltip>
            <div role="columnheader">
              <span className="sr-only">Plot</span>
            </div>
          </div>
        </div>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="rowgroup">
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={row.pv}
                className={classes.place}
                style={{ transform: `translateY(${start}px)` }}
                role="presentation"
              >
                <Row
                  row={row}
                  info={infos.get(row.pv)}
                  chosen={chosen.has(row.pv)}
                  range={range}
                  onChoose={onChoose}
                />
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** A time of which a narrow screen shows the time of day. */
function Stamp({ time }: { time: number }) {
  const [date, clock] = formatSecond(time).split(" ");
  return (
    <time dateTime={new Date(time).toISOString()} title={`${date} ${clock}`}>
      <span className={classes.date}>{date} </span>
      {clock}
    </time>
  );
}
