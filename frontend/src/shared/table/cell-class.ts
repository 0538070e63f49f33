import type { Column } from "./columns";
import classes from "./virtual-table.module.css";

/** How a cell of a column is drawn, in the header and in the rows. */
export const cellClass = (meta: Column<object>["meta"]): string | undefined =>
  meta?.names ? classes.names : meta?.end ? classes.end : undefined;
