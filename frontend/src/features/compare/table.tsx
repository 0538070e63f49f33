import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { useCallback, useState } from "react";
import { usePvs } from "@/shared/pv/queries";
import type { Column } from "@/shared/table/columns";
import { type Choosing, VirtualTable } from "@/shared/table/virtual-table";
import { Infos } from "./columns";
import type { Comparison, Sort } from "./comparison";
import classes from "./table.module.css";

interface Props {
  rows: readonly Comparison[];
  columns: readonly Column<Comparison>[];
  wanted: readonly string[] | null;
  sort: Sort;
  onSort(sort: Sort): void;
  choosing: Choosing;
}

const nameOf = ({ pv }: Comparison) => pv;
const marksOf = ({ pv, kind }: Comparison) => ({ "data-pv": pv, "data-kind": kind });

/** PVs at two times as rows; what is in sight is asked for its unit and description. */
export function CompareTable({ rows, columns, wanted, sort, onSort, choosing }: Props) {
  const [sight, setSight] = useState<[number, number]>([0, 0]);
  const [[first, last]] = useDebouncedValue(sight, 120);
  const infos = usePvs(rows.slice(first, last + 1).map(nameOf));
  const narrow = useMediaQuery("(max-width: 48rem)");
  const onSight = useCallback((from: number, to: number) => setSight([from, to]), []);
  return (
    <Infos value={infos}>
      <VirtualTable
        label="PVs at both times"
        className={classes.scroller}
        leastWidth="58rem"
        columns={columns}
        wanted={wanted}
        count={rows.length}
        at={(index) => rows[index]}
        nameOf={nameOf}
        marks={marksOf}
        order={sort}
        onOrder={(order) => onSort(order as Sort)}
        choosing={choosing}
        grows={narrow}
        onSight={onSight}
      />
    </Infos>
  );
}
