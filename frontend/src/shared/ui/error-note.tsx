import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { problemOfThrown } from "@/api/problems";
import classes from "./error-note.module.css";

interface Props {
  error: unknown;
  /** Offered as a button where it is given. */
  onRetry?: (() => void) | undefined;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text: string) => (/[.!?…]$/.test(text) ? capitalised(text) : `${capitalised(text)}.`);

/** Says what failed, read out by screen readers, and offers to try again. */
export function ErrorNote({ error, onRetry }: Props) {
  const problem = problemOfThrown("This", error);
  return (
    <div role="alert" className={classes.note}>
      <IconAlertTriangle size={16} className={classes.icon} aria-hidden="true" />
      <span className={classes.text}>
        <strong>{problem.what} failed.</strong> {sentence(problem.detail)}
      </span>
      {onRetry && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
