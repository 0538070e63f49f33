import type { EngineStatus } from "@/api/types";
import { formatCount } from "@/shared/format/value";

type Dropped = EngineStatus["counts"]["dropped"];

/** Causes that the settings of PVs ask for: what they leave out is no loss. */
const ASKED = new Set(["deadband", "rate", "scan", "suspended", "paused"]);

const WORDS: Readonly<Record<string, string>> = {
  ring_full: "came too fast",
  too_large: "too large",
  overflow: "spool full",
  disk_full: "disk full",
  spool_failed: "spool not writable",
  refused: "refused by the archive",
  damaged: "spool damaged",
  expired: "too old for their retention",
};

export interface Losses {
  /** Events that were lost. */
  lost: number;
  /** Events that settings left out. */
  leftOut: number;
  /** What was lost, by cause; empty where nothing was. */
  words: string;
}

/** Tell what was lost from what was left out on purpose. */
export function lossesOf(dropped: Dropped): Losses {
  const causes = Object.entries(dropped ?? {}).filter(([, count]) => count > 0);
  const sum = (of: typeof causes): number => of.reduce((total, [, count]) => total + count, 0);
  const lost = causes.filter(([cause]) => !ASKED.has(cause)).sort(([, one], [, other]) => other - one);
  return {
    lost: sum(lost),
    leftOut: sum(causes) - sum(lost),
    words: lost.map(([cause, count]) => `${formatCount(count)} ${WORDS[cause] ?? cause}`).join(", "),
  };
}
