import { Tooltip, UnstyledButton } from "@mantine/core";
import { ClockNote } from "./clock-note";
import { useLiveStatus, useLiveStore } from "./hooks";
import classes from "./indicator.module.css";

const WORDS = { connecting: "Connecting…", open: "Live", waiting: "Reconnecting…" };

/** Says whether values flow; where they don't, why, and lets one try at once. */
export function LiveIndicator() {
  const status = useLiveStatus();
  const store = useLiveStore();
  if (status.state === "idle") return null;
  const away = status.state === "open" ? status.away : null;
  const words = away === null ? WORDS[status.state] : "Archive away";
  const why =
    status.state === "waiting"
      ? `${status.problem} Press to try now.`
      : away !== null
        ? `Nothing new can be shown until the archive is back: ${away}`
        : "New samples are shown as they are archived.";
  return (
    <>
      <Tooltip label={why} multiline maw={320}>
        <UnstyledButton
          className={classes.indicator ?? ""}
          data-state={away === null ? status.state : "waiting"}
          onClick={store.retry}
        >
          <span className={classes.dot} aria-hidden="true" />
          {words}
        </UnstyledButton>
      </Tooltip>
      <span className="sr-only" role="status">
        {words}
      </span>
      {status.state === "open" && <ClockNote />}
    </>
  );
}
