import type { Raw } from "@/api/types";

export type LiveStatus =
  | { state: "idle" | "connecting" }
  /** `away`: why the archive can't be read at the moment, so that nothing new can come. */
  | { state: "open"; away: string | null }
  /** `problem`: what failed, in words. */
  | { state: "waiting"; problem: string };

/** What a stream brings, beside its state. */
export type LiveNews =
  | { kind: "samples" | "late"; series: readonly Raw[] }
  /** What was recorded of a PV or an expression is not what it was. */
  | { kind: "outdated"; text: string }
  /** A PV or an expression can't be followed; the others are. */
  | { kind: "refused"; text: string; reason: string }
  /** A stream of these begins: what it refuses is told anew. */
  | { kind: "begun"; keys: readonly string[] }
  /** Samples are missing which history has. */
  | { kind: "missed" }
  /** So much is missing that what is kept has no connection to what comes. */
  | { kind: "restarted" };

export interface LiveListener {
  status(status: LiveStatus): void;
  news(news: LiveNews): void;
}

/** Where live samples come from. */
export interface LiveSource {
  /** Follow these and nothing else. */
  follow(keys: readonly string[]): void;
  /** Try again now instead of when the time has come. */
  retry(): void;
  /** Somebody looks again, or the network is back: what ought to have said something is opened anew. */
  wake(): void;
}

/** What is needed of the surroundings; tests bring their own. */
export interface Timing {
  /** A clock in ms that only ever goes forward, also while the machine sleeps. */
  monotonic(): number;
  /** Do something later; the result cancels that. */
  after(ms: number, action: () => void): () => void;
}

/** For so long (ms) samples are kept, and a stream that was away catches up. */
export const KEEP_MS = 20 * 60_000;
/** After so long (ms) without a sign of life somebody is taken for gone; query-api gives one every 15 s. */
export const SILENCE_MS = 45_000;
/** How often (ms) it is looked for: a timer for the whole time would stand still while the machine sleeps. */
export const LOOK_MS = 5_000;
