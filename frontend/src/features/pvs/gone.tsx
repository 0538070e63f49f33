import { Button } from "@mantine/core";
import { IconArrowBackUp, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMay } from "@/features/session/queries";
import { formatAge } from "@/shared/time/format";
import { useNow } from "@/shared/ui/clock";
import { ErrorNote } from "@/shared/ui/error-note";
import classes from "./details.module.css";
import { type PvActions, useHistory } from "./queries";

interface Props {
  name: string;
  /** What config-api says of it. */
  error: Error;
  batch: PvActions["batch"];
  onRetry(): void;
}

/** Says what became of a PV that is not in the list (any more), and brings it back. */
export function Gone({ name, error, batch, onRetry }: Props) {
  const [last] = useHistory(name).data ?? [];
  const configures = useMay("configure");
  const now = useNow(10_000);
  const to = last?.action === "renamed" ? (last.after as { name?: string } | null)?.name : undefined;
  if (!last || (last.action !== "deleted" && !to)) return <ErrorNote error={error} onRetry={onRetry} />;
  return (
    <section className={classes.diagnosis} data-archived={false} role="alert" aria-label="What became of it">
      <IconTrash size={18} aria-hidden="true" />
      <div>
        <p className={classes.sentence}>
          {last.by} {last.action} {name} {formatAge(now - Date.parse(last.at))}
          {to ? (
            <>
              {": it is called "}
              <Link from="/pvs" to="/pvs" search={(before) => ({ ...before, pv: to })}>
                {to}
              </Link>{" "}
              now.
            </>
          ) : (
            ". It is not archived any more; what was recorded stays."
          )}
        </p>
        {configures && !to && (
          <Button
            size="compact-sm"
            variant="default"
            mt="xs"
            leftSection={<IconArrowBackUp size={14} />}
            loading={batch.isPending}
            onClick={() => batch.mutate({ action: "restore", names: [name] })}
          >
            Bring it back
          </Button>
        )}
      </div>
    </section>
  );
}
