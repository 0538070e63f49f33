import { useDebouncedValue } from "@mantine/hooks";
import { IconChartLine, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import type { ListedPv } from "@/api/types";
import { useWatch } from "@/shared/live/hooks";
import type { Column } from "@/shared/table/columns";
import { RowButton, RowIconLink } from "@/shared/table/controls";
import { VirtualTable } from "@/shared/table/virtual-table";
import { Ageing } from "@/shared/ui/age";
import { COLUMNS } from "./columns";
import type { PvActions, PvRows } from "./queries";
import type { Sort } from "./search";
import { choose, isChosen, type Selection } from "./selection";
import classes from "./table.module.css";

interface Props {
  rows: PvRows;
  wanted: readonly string[] | null;
  sort: Sort;
  onSort(sort: Sort): void;
  selection: Selection;
  onSelect(selection: Selection): void;
  /** Which rows are in sight. */
  onSight(first: number, last: number): void;
  batch: PvActions["batch"];
  /** Whether one may pause them. */
  operates: boolean;
}

const nameOf = ({ name }: ListedPv) => name;
const marksOf = ({ name, state }: ListedPv) => ({ "data-pv": name, "data-state": state });
/** So long one has to stay before the values are followed. */
const SETTLED_MS = 150;

/** The PVs as rows; only those in sight are followed live. */
export function PvTable({
  rows,
  wanted,
  sort,
  onSort,
  selection,
  onSelect,
  onSight,
  batch: { mutate },
  operates,
}: Props) {
  const [sight, setSight] = useState<[number, number]>([0, 0]);
  const [[first, last]] = useDebouncedValue(sight, SETTLED_MS);
  useWatch(
    Array.from({ length: last - first + 1 }, (_, i) => rows.at(first + i)?.name).filter(
      (name) => name !== undefined,
    ),
  );
  const see = useCallback(
    (from: number, to: number) => {
      setSight([from, to]);
      onSight(from, to);
    },
    [onSight],
  );
  const columns = useMemo(() => [...COLUMNS, actionsOf(operates, mutate)], [operates, mutate]);
  const choosing = {
    isChosen: (name: string) => isChosen(selection, name),
    choose: (names: readonly string[], chosen: boolean) => onSelect(choose(selection, names, chosen)),
  };
  return (
    <Ageing>
      <VirtualTable
        label="PVs"
        className={classes.scroller}
        leastWidth="68rem"
        stacks
        columns={columns}
        wanted={wanted}
        count={rows.total ?? 0}
        at={rows.at}
        nameOf={nameOf}
        marks={marksOf}
        order={sort}
        onOrder={(order) => onSort(order as Sort)}
        choosing={operates ? choosing : null}
        onSight={see}
      />
    </Ageing>
  );
}

const actionsOf = (operates: boolean, mutate: PvActions["batch"]["mutate"]): Column<ListedPv> => ({
  id: "actions",
  header: () => <span className="sr-only">Actions</span>,
  enableHiding: false,
  meta: { width: "3.75rem", narrow: "2.5rem", end: true },
  cell: ({ row: { original: pv } }) => {
    const paused = pv.state === "paused";
    return (
      <>
        <RowIconLink label={`Look at ${pv.name}`} to="/viewer" search={{ pv: [pv.name] }}>
          <IconChartLine size={15} />
        </RowIconLink>
        {operates && (
          <span className={classes.wide}>
            <RowButton
              label={`${paused ? "Resume" : "Pause"} ${pv.name}`}
              onClick={() => mutate({ action: paused ? "resume" : "pause", names: [pv.name] })}
            >
              {paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
            </RowButton>
          </span>
        )}
      </>
    );
  },
});
