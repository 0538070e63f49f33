import {
  type ColumnDef,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";

/** How a column looks. */
interface Look {
  /** A track of a CSS grid. */
  width: string;
  /** What it is called where columns are chosen, if its header is no text. */
  title?: string;
  /** The same where there is little room. */
  narrow?: string;
  /** Left out where there is little room. */
  minor?: boolean;
  /** Its text stands at the end, as numbers do. */
  end?: boolean;
  /** It names the row. */
  names?: boolean;
  /** Not shown unless somebody wants it. */
  extra?: boolean;
}

export const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  columnMeta: {} as Look,
});

/** A column of a table of `Row`; what has an `accessorFn` can be sorted by. */
export type Column<Row extends object> = ColumnDef<typeof features, Row>;

/** The id of a column by which rows are sorted; with `-` before it the greatest first. */
export type Order = string;

export const orderOf = ({ id, desc }: { id: string; desc: boolean }): Order => (desc ? `-${id}` : id);
export const sortingOf = (order: Order | undefined) =>
  order === undefined ? [] : [{ id: order.replace(/^-/, ""), desc: order.startsWith("-") }];

/** Tell of each column that can be hidden whether it is shown. */
export function shownOf<Row extends object>(
  columns: readonly Column<Row>[],
  wanted: readonly string[] | null,
  narrow: boolean,
): Record<string, boolean> {
  return Object.fromEntries(
    columns.flatMap(({ id = "", meta, enableHiding }) => {
      if (narrow) return meta?.minor || meta?.extra ? [[id, false]] : [];
      if (enableHiding === false) return [];
      return [[id, wanted ? wanted.includes(id) : !meta?.extra]];
    }),
  );
}
