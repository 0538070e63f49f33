import { Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import classes from "./indicator.module.css";
import { aheadOf, wordsOfAhead } from "./server-clock";

const LOOK_AGAIN_MS = 10 * 60_000;

/** Says that this computer's clock is not the server's: `now` is the server's, the clock in a corner is not. */
export function ClockNote() {
  const { data: aheadMs = 0 } = useQuery({
    queryKey: ["server-clock"],
    queryFn: () => aheadOf("/", () => Date.now()),
    staleTime: LOOK_AGAIN_MS,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const words = wordsOfAhead(aheadMs);
  if (words === null) return null;
  return (
    <Tooltip
      label={`Times on this page are the archive's. This computer's clock is ${words}.`}
      multiline
      maw={320}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer reads the rest by focus */}
      <span className={classes.clock} tabIndex={0} role="note">
        Clock {words}
      </span>
    </Tooltip>
  );
}
