import { Button } from "@mantine/core";
import type { Change } from "@/api/types";
import { Section } from "@/features/health/section";
import tables from "@/features/health/tables.module.css";
import { formatAge } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { ErrorNote } from "@/shared/ui/error-note";
import { differences } from "./differences";
import { useAudit } from "./queries";

/** Who changed what, newest first. */
export function Audit() {
  const audit = useAudit();
  const now = useNow(10_000);
  const changes = audit.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <Section title="Audit">
      {audit.error && <ErrorNote error={audit.error} onRetry={() => void audit.refetch()} />}
      {changes.length > 0 && (
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <Row key={change.id} change={change} now={now} />
            ))}
          </tbody>
        </table>
      )}
      {audit.hasNextPage && (
        <Button
          variant="subtle"
          m="xs"
          loading={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
        >
          Show older changes
        </Button>
      )}
    </Section>
  );
}

/** What was set otherwise; of what is gone, how it was. */
const said = ({ before, after }: Change): string =>
  (after ? differences(before ?? {}, after) : differences({}, before ?? {})).join("; ");

function Row({ change, now }: { change: Change; now: number }) {
  return (
    <tr>
      <td className={tables.dim}>
        <time title={change.at}>{formatAge(now - Date.parse(change.at))}</time>
      </td>
      <td>{change.by}</td>
      <th scope="row">
        {change.kind.replace("_", " ")} {change.name} {change.action}
      </th>
      <td className={tables.wrap}>{said(change)}</td>
    </tr>
  );
}
