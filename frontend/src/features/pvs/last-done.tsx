import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import classes from "./page.module.css";
import type { PvActions } from "./queries";

/** Says what was done last, and undoes it. */
export function LastDone({ actions: { done, undo, forget } }: { actions: PvActions }) {
  if (!done) return null;
  return (
    <div className={classes.done} role="status" data-testid="done">
      {done.said}
      {done.undo && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconArrowBackUp size={13} />}
          loading={undo.isPending}
          onClick={() => undo.mutate(done)}
        >
          Undo
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={forget}>
        Dismiss
      </Button>
    </div>
  );
}
