import type { PvState } from "@/api/types";
import { textOf } from "@/app/search";

/** What the address of the PV table says. */
export interface PvsSearch {
  search?: string;
  state?: PvState;
}

export function validatePvs(given: Record<string, unknown>): PvsSearch {
  const search = textOf(given.search);
  const state = textOf(given.state);
  return {
    ...(search ? { search } : {}),
    ...(state === "active" || state === "paused" ? { state } : {}),
  };
}
