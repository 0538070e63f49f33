import type { ReactNode } from "react";
import type { Column } from "@/shared/table/columns";
import { VirtualTable } from "@/shared/table/virtual-table";
import classes from "./outcome.module.css";

/** What becomes of a PV. */
export interface PvChange {
  name: string;
  /** In one word, or two. */
  word: ReactNode;
  what: string;
  outcome: string;
}

interface Props {
  label: string;
  /** What is above the words. */
  title: string;
  changes: readonly PvChange[];
}

const column = (id: keyof PvChange, header: string, width: string): Column<PvChange> => ({
  id,
  header,
  meta: { width, names: id === "name" },
  cell: ({ row }) => row.original[id],
});

/** What changes of many PVs, a row each. */
export function ChangesTable({ label, title, changes }: Props) {
  return (
    <VirtualTable
      label={label}
      className={classes.rows}
      leastWidth="0"
      columns={[
        column("name", "PV", "minmax(0, 1fr)"),
        column("word", title, "8rem"),
        column("what", "Change", "minmax(0, 1.4fr)"),
      ]}
      grows
      count={changes.length}
      at={(index) => changes[index]}
      nameOf={({ name }) => name}
      marks={({ outcome }) => ({ "data-outcome": outcome })}
    />
  );
}
