// biome-ignore-all lint/a11y/useSemanticElements: rows are placed one by one as they come into sight
// biome-ignore-all lint/a11y/useFocusableInteractive: a header is not operated, what it holds is
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { FlexRender, type Header } from "@tanstack/react-table";
import { cellClass } from "./cell-class";
import type { features } from "./columns";
import type { Choosing } from "./virtual-table";
import classes from "./virtual-table.module.css";

interface Props<Row extends object> {
  headers: readonly Header<typeof features, Row>[];
  /** The names of the rows in sight. */
  inSight: readonly string[];
  choosing: Choosing | null;
}

/** What the columns are called; those that can be sorted by are buttons. */
export function TableHeader<Row extends object>({ headers, inSight, choosing }: Props<Row>) {
  return (
    <div role="rowgroup" style={{ display: "contents" }}>
      <div role="row" aria-rowindex={1} className={classes.header}>
        {choosing && (
          <div role="columnheader">
            <ChooseInSight inSight={inSight} choosing={choosing} />
          </div>
        )}
        {headers.map((header) => (
          <div
            key={header.id}
            role="columnheader"
            className={cellClass(header.column.columnDef.meta)}
            aria-sort={header.column.getCanSort() ? SORTED[String(header.column.getIsSorted())] : undefined}
          >
            <Title header={header} />
          </div>
        ))}
      </div>
    </div>
  );
}

const SORTED: Record<string, "ascending" | "descending" | "none"> = {
  asc: "ascending",
  desc: "descending",
  false: "none",
};

function Title<Row extends object>({ header }: { header: Header<typeof features, Row> }) {
  const { column } = header;
  if (!column.getCanSort()) return <FlexRender header={header} />;
  const sorted = column.getIsSorted();
  return (
    <button type="button" className={classes.sort} onClick={() => column.toggleSorting()}>
      <FlexRender header={header} />
      {sorted === "asc" && <IconArrowUp size={12} aria-hidden="true" />}
      {sorted === "desc" && <IconArrowDown size={12} aria-hidden="true" />}
    </button>
  );
}

function ChooseInSight({ inSight, choosing }: { inSight: readonly string[]; choosing: Choosing }) {
  const chosen = inSight.filter((name) => choosing.isChosen(name)).length;
  return (
    <input
      type="checkbox"
      className={classes.check}
      aria-label="Choose all in sight"
      checked={chosen > 0 && chosen === inSight.length}
      ref={(element) => {
        if (element) element.indeterminate = chosen > 0 && chosen < inSight.length;
      }}
      onChange={(event) => choosing.choose(inSight, event.currentTarget.checked)}
    />
  );
}
