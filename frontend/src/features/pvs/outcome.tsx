import { Table, Text } from "@mantine/core";
import type { ImportedRow, ImportResult } from "@/api/types";
import { differences } from "@/features/admin/differences";
import { formatCount } from "@/shared/format/value";
import classes from "./outcome.module.css";

const SHOWN = 200;
const WORDS = {
  added: "is added",
  changed: "changes",
  unchanged: "stays",
  skipped: "is there already",
  deleted: "is deleted",
  refused: "is refused",
};

/** What an import would do, or did: how many of each, and the first rows one by one. */
export function Outcome({ result, rows }: { result: ImportResult; rows: readonly ImportedRow[] }) {
  const counts = ["added", "changed", "deleted", "skipped", "unchanged", "refused"] as const;
  const said = counts
    .filter((key) => result[key])
    .map((key) => `${formatCount(result[key] ?? 0)} ${key === "unchanged" ? "as they were" : key}`);
  const order = [...rows].sort((a, b) => Number(b.outcome === "refused") - Number(a.outcome === "refused"));
  return (
    <div>
      <Text size="sm" role="status" data-testid="outcome">
        {said.join(", ") || "Nothing changes"}.
      </Text>
      {order.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
        <section className={classes.rows} tabIndex={0} aria-label="What changes">
          <Table verticalSpacing={2} fz="xs">
            <Table.Tbody>
              {order.slice(0, SHOWN).map((row) => (
                <Table.Tr key={`${row.row} ${row.name}`} data-outcome={row.outcome}>
                  <Table.Th scope="row" fw={500}>
                    {row.name}
                  </Table.Th>
                  <Table.Td className={row.outcome === "refused" ? classes.refused : undefined}>
                    {WORDS[row.outcome]}
                  </Table.Td>
                  <Table.Td className={classes.what}>
                    {row.detail || differences(row.before ?? {}, row.after ?? {}).join("; ")}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {order.length > SHOWN && (
            <Text size="xs" c="dimmed" p={6}>
              and {formatCount(order.length - SHOWN)} more
            </Text>
          )}
        </section>
      )}
    </div>
  );
}
