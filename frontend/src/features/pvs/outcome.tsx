import { Text } from "@mantine/core";
import { useMemo } from "react";
import type { ImportedRow, ImportResult } from "@/api/types";
import { differences } from "@/features/admin/differences";
import { formatCount } from "@/shared/format/value";
import { ChangesTable } from "./changes-table";
import classes from "./outcome.module.css";

const WORDS = {
  added: "is added",
  changed: "changes",
  unchanged: "stays",
  skipped: "is left out",
  deleted: "is deleted",
  refused: <span className={classes.refused}>is refused</span>,
};

/** What an import would do, or did: how many of each, and one by one, those first that are refused. */
export function Outcome({ result, rows }: { result: ImportResult; rows: readonly ImportedRow[] }) {
  const counts = ["added", "changed", "deleted", "skipped", "unchanged", "refused"] as const;
  const said = counts
    .filter((key) => result[key])
    .map((key) => `${formatCount(result[key] ?? 0)} ${key === "unchanged" ? "as they were" : key}`);
  const changes = useMemo(
    () =>
      [...rows]
        .sort((a, b) => Number(b.outcome === "refused") - Number(a.outcome === "refused"))
        .map(({ name, outcome, detail, before, after }) => ({
          name,
          outcome,
          word: WORDS[outcome],
          what:
            detail ||
            (outcome === "skipped" && "it is there already") ||
            differences(before ?? {}, after ?? {}).join("; "),
        })),
    [rows],
  );
  return (
    <div>
      <Text size="sm" role="status" data-testid="outcome">
        {said.join(", ") || "Nothing changes"}.
        {result.dry_run && result.refused > 0 && " Nothing is done until these are mended or taken out."}
      </Text>
      {changes.length > 0 && <ChangesTable label="What changes" title="What" changes={changes} />}
    </div>
  );
}
