import { ActionIcon } from "@mantine/core";
import { IconMinimize, IconPlugConnectedX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useLiveStatus } from "@/shared/live/hooks";
import { formatStamp } from "@/shared/time/format";
import { useNewVersion } from "./new-version";
import classes from "./wall.module.css";

interface Props {
  margin: number;
  onLeave(): void;
  children: ReactNode;
}

/** Nothing but tiles; and, where they stand still, that they do. */
export function WallView({ margin, onLeave, children }: Props) {
  useNewVersion();
  return (
    <div className={classes.wall} data-wall style={{ padding: margin }}>
      <h1 className="sr-only">Dashboard</h1>
      {children}
      <Stale />
      <ActionIcon className={classes.leave ?? ""} aria-label="Leave full screen" onClick={onLeave}>
        <IconMinimize size={17} />
      </ActionIcon>
    </div>
  );
}

/** Says that what is shown is no longer new: who looks from afar would take it for the present. */
function Stale() {
  const status = useLiveStatus();
  const why =
    status.state === "waiting"
      ? "CAFlux does not answer"
      : status.state === "open" && status.away !== null
        ? "The archive is away"
        : null;
  const [since, setSince] = useState<number | null>(null);
  if ((why === null) !== (since === null)) setSince(why === null ? null : Date.now());
  return (
    <div role="alert">
      {why !== null && since !== null && (
        <div className={classes.stale}>
          <IconPlugConnectedX size="1.25em" aria-hidden="true" />
          {why}: nothing new since {formatStamp(since).slice(0, 19)}. It goes on by itself.
        </div>
      )}
    </div>
  );
}
