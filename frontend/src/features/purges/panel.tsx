import { Button, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Pv } from "@/api/types";
import details from "@/features/pvs/details.module.css";
import { formatAge, formatSecond } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { ErrorNote } from "@/shared/ui/error-note";
import { usePurgeActions, usePurges } from "./queries";
import { isUnderWay, progress, samplesOf } from "./words";

const PurgeDialog = lazy(() => import("./dialog"));

/** What was deleted of a PV's data, how far that is, and the way to delete more: for admins. */
export default function Purges({ pv }: { pv: Pv }) {
  const purges = usePurges(pv.name);
  const { withdraw } = usePurgeActions(pv.name);
  const [asking, setAsking] = useState(false);
  const now = useNow(10_000);
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed">
        To delete a PV keeps its data. To purge deletes data from the archive, and there is no way back.
      </Text>
      <Button variant="default" onClick={() => setAsking(true)}>
        Purge data…
      </Button>
      {purges.error && <ErrorNote error={purges.error} onRetry={() => void purges.refetch()} />}
      {withdraw.error && <ErrorNote error={withdraw.error} />}
      {purges.data?.length === 0 && <Text size="sm">Nothing of it was purged.</Text>}
      <ol className={details.history} aria-label="Purges">
        {(purges.data ?? []).map((purge) => (
          <li key={purge.id} data-purge={purge.state}>
            <span>
              <strong role="status">{progress(purge)}</strong>{" "}
              {purge.state === "done" && purge.holdings && `(${samplesOf(purge.holdings)})`}
            </span>
            <span className={details.dim}>
              What is older than {formatSecond(Date.parse(purge.before))};{" "}
              <time dateTime={purge.asked_at}>{formatAge(now - Date.parse(purge.asked_at))}</time> by{" "}
              {purge.asked_by}
              {purge.reason && `: ${purge.reason}`}
            </span>
            {isUnderWay(purge) && purge.id != null && (
              <Button
                size="compact-xs"
                variant="default"
                loading={withdraw.isPending}
                onClick={() => withdraw.mutate(purge.id as number)}
              >
                Take it back
              </Button>
            )}
          </li>
        ))}
      </ol>
      {asking && (
        <Suspense>
          <PurgeDialog pv={pv} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </Stack>
  );
}
